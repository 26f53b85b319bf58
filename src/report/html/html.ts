import type { Language } from '../../messages/message.ts';
import { message } from '../../messages/message.ts';
import { sayIn, word } from '../../messages/word.ts';
import type { RunEvent } from '../../plan/events.ts';
import type { Plan, Step } from '../../plan/step.ts';
import { firstTerminal } from '../../plan/terminals.ts';
import type { StepResult } from '../../plan/verdict.ts';
import { oneLine } from '../printable.ts';
import type { Output, Reporter } from '../reporter.ts';
import type { TerminalSize } from './document.ts';
import { pageEnd, pageStart } from './frame.ts';
import { escaped } from './markup.ts';
import type { PageParts } from './page-parts.ts';
import { InlineRecording, longestRecording } from './recording.ts';
import { runEnd, runStart } from './run-head.ts';
import { stepView } from './step-view.ts';

export interface HtmlOptions {
  readonly output: Output;
  readonly lang: Language;
  /** Asked once, when the first run begins. Throws a MessageError when they have not been built. */
  readonly parts: () => PageParts;
  /** What ran it: `Pupitre`, `Node`, and their versions. */
  readonly versions: Readonly<Record<string, string>>;
  readonly size: TerminalSize;
}

/** Different reasons of one step's tries that are told. */
const mostReasons = 20;

/** One deck's run while it is written. */
interface OpenRun {
  readonly plan: Plan;
  /** 1 for the first of the report. */
  readonly number: number;
  readonly results: Map<string, StepResult>;
  /** Milliseconds at its last event. */
  at: number;
  terminal: string;
  slide: number | undefined;
  begun: { readonly at: number; readonly terminal: string } | undefined;
  tries: { reason: string; count: number }[];
}

/**
 * Writes one HTML file that needs nothing but a browser: every step with its output, and the session to play. It is written as the run
 * goes on: what is kept here does not grow with the outputs of a run.
 */
export function createHtmlReporter({ output, lang, parts, versions, size }: HtmlOptions): Reporter {
  const say = sayIn(lang);
  const write = (html: string): void => {
    output.write(html);
  };
  const recording = new InlineRecording(write);
  let run: OpenRun | undefined;
  let count = 0;

  const nameOf = (open: OpenRun, terminal: string): string => `${open.number}.${terminal}`;
  const elementId = (open: OpenRun, stepId: string): string =>
    `${open.number === 1 ? '' : `${open.number}:`}${oneLine(stepId)}`;

  const begin = (event: Extract<RunEvent, { type: 'runBegin' }>): void => {
    if (run) close(run, false);
    else if (count === 0) write(pageStart(parts(), { title: event.plan.title, size, lang, say }));
    count++;
    run = {
      plan: event.plan,
      number: count,
      results: new Map(),
      at: 0,
      terminal: firstTerminal,
      slide: undefined,
      begun: undefined,
      tries: [],
    };
    write(
      runStart(
        event,
        say,
        Object.entries(versions).map((each) => each.join(' ')),
      ),
    );
  };

  const openSlide = (open: OpenRun, slide: Step['slide'] | undefined): void => {
    if (open.slide === slide?.index) return;
    if (open.slide !== undefined) write('</section>\n');
    open.slide = slide?.index;
    if (!slide) return;
    write(
      `<section class="slide"><h3><span class="number">${slide.number}</span> ${escaped(oneLine(slide.title))}</h3>\n`,
    );
  };

  const writeStep = (open: OpenRun, step: Step, result: StepResult): void => {
    openSlide(open, step.slide);
    const { begun, tries } = open;
    const played = begun && !recording.isFull ? { recording: nameOf(open, begun.terminal), at: begun.at } : undefined;
    write(stepView(step, result, { elementId: elementId(open, step.id), lang, say, tries, played }));
    open.results.set(step.id, { ...result, commands: [], ...(result.screen === undefined ? {} : { screen: '' }) });
    open.begun = undefined;
    open.tries = [];
  };

  /** Writes what has not come, and the result; `results` where the run told them. */
  const close = (open: OpenRun, interrupted: boolean, complete = false): void => {
    const reason = message(complete ? 'report/ended-before' : 'report/cut-off-before');
    for (const step of open.plan.steps) {
      if (open.results.has(step.id)) continue;
      writeStep(open, step, {
        stepId: step.id,
        verdict: { status: 'notRun', reason },
        durationMs: 0,
        tries: 0,
        commands: [],
        hints: [],
      });
    }
    openSlide(open, undefined);
    recording.flush();
    const results = open.plan.steps.flatMap(({ id }) => open.results.get(id) ?? []);
    write(runEnd(open.plan, results, { durationMs: open.at, interrupted }, (id) => elementId(open, id), { lang, say }));
    run = undefined;
  };

  const onRunEvent = (open: OpenRun, event: Exclude<RunEvent, { type: 'runBegin' }>): void => {
    open.at = event.at;
    switch (event.type) {
      case 'terminal':
        open.terminal = event.name;
        return;
      case 'stepBegin':
        open.begun = { at: event.at, terminal: open.terminal };
        open.tries = [];
        return;
      case 'output':
        if (!recording.add(nameOf(open, event.terminal ?? firstTerminal), event.at, event.chunk)) {
          const megabytes = longestRecording / 1024 / 1024;
          write(`<p class="recording-full">${escaped(say('kept/recording-full', { megabytes }))}</p>\n`);
        }
        return;
      case 'retry':
        addReason(open.tries, word(event.reason, lang));
        return;
      case 'stepEnd':
        writeStep(open, event.step, event.result);
        return;
      case 'runEnd':
        for (const result of event.results) {
          const step = open.plan.steps.find(({ id }) => id === result.stepId);
          if (step && !open.results.has(step.id)) writeStep(open, step, result);
        }
        close(open, event.interrupted, true);
        return;
      case 'commandBegin':
      case 'commandEnd':
      case 'waiting':
        return;
    }
  };

  return {
    name: 'html',
    onEvent(event) {
      if (event.type === 'runBegin') begin(event);
      else if (run) onRunEvent(run, event);
    },
    onEnd() {
      if (run) close(run, false);
      if (count > 0) write(pageEnd);
      return Promise.resolve();
    },
  };
}

function addReason(tries: { reason: string; count: number }[], reason: string): void {
  const last = tries.at(-1);
  if (last?.reason === reason) last.count++;
  else if (tries.push({ reason, count: 1 }) > mostReasons) tries.shift();
}
