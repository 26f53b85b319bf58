import { unseenOf } from '../changes/wording.ts';
import type { Language } from '../messages/message.ts';
import { sayIn, word } from '../messages/word.ts';
import { isFailure, type RunEvent } from '../plan/events.ts';
import type { Plan, Step } from '../plan/step.ts';
import type { StepResult } from '../plan/verdict.ts';
import { changesLineOf } from './changes.ts';
import { elapsed } from './elapsed.ts';
import { failureOf } from './failure.ts';
import { failureView } from './failure-view.ts';
import { stepLabel } from './label.ts';
import { StatusLine } from './live.ts';
import { createPaint, verdictColour, verdictSign } from './paint.ts';
import { oneLine } from './printable.ts';
import { advance, type Progress, progressLine } from './progress.ts';
import type { Output, Reporter } from './reporter.ts';
import { summaryView } from './summary.ts';
import { displayWidth, truncate } from './width.ts';

export interface TerminalOptions {
  readonly output: Output;
  readonly lang: Language;
  /** What starts Pupitre with the same deck and target; `--from ID` is added. */
  readonly command: string;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
}

/**
 * The default reporter, for people. On a terminal with colours it is live: a title for each slide, a line for each
 * step, and one status line below. Elsewhere it writes one line for each step, and no control characters unless colours are
 * asked for. Failures are told in full where they happen; a summary comes last.
 */
export function createTerminalReporter(options: TerminalOptions): Reporter {
  const { output, now } = options;
  const live = output.isTTY && output.colors;
  const paint = createPaint(output.colors);
  const say = sayIn(options.lang);
  let plan: Plan | undefined;
  let progress: Progress = { done: 0, total: 0, current: undefined };
  let shownSlide: number | undefined;
  /** The clock when the run's own clock stood at zero. */
  let zero = 0;
  const status = new StatusLine(output, (columns) => progressLine(progress, now() - zero, columns, say));

  function begin(event: Extract<RunEvent, { type: 'runBegin' }>): void {
    plan = event.plan;
    shownSlide = undefined;
    const size = say('report/steps', { count: plan.steps.length });
    // A fixed word first: GitHub reads a line that begins with `::` as a command, and the title is the deck's.
    const heading = ['Pupitre', plan.title || plan.file, plan.file, event.target, size].map(oneLine).join(' · ');
    if (live) status.open();
    status.print([paint.bold(heading)]);
  }

  function titleOf({ slide }: Step): string[] {
    if (!live || shownSlide === slide.index) return [];
    shownSlide = slide.index;
    return ['', paint.bold(truncate(`${slide.number}  ${oneLine(slide.title)}`, output.columns - 1))];
  }

  /** After a failure every other step is `notRun`; the summary counts them. */
  function ended(step: Step, result: StepResult): string[] {
    if (result.verdict.status === 'notRun') return [];
    const failure = failureOf(step, result, options.lang);
    const line = live ? `  ${stepLine(step, result)}` : logLine(step, result);
    const changes = changesLine(result);
    return [...titleOf(step), line, ...changes, ...(failure ? [...failureView(failure, say, paint), ''] : [])];
  }

  /** What the step changed, where that was looked at. */
  function changesLine({ changes }: StepResult): string[] {
    if (!changes) return [];
    const text = changesLineOf(changes, say);
    return [paint.dim(live ? truncate(`    ${text}`, output.columns - 1) : `    ${text}`)];
  }

  /** What was not looked at, once: of most targets it is the same with every step. */
  function unseenIn(results: readonly StepResult[]): string[] {
    const told = results.flatMap(({ changes }) => (changes ? [changes] : [])).map(unseenOf);
    const last = told.at(-1);
    return last ? [paint.dim(word(last, options.lang))] : [];
  }

  function stepLine(step: Step, result: StepResult): string {
    const symbol = verdictColour(result.verdict.status, paint)(verdictSign(result.verdict.status));
    const time = result.tries === 0 ? '' : `  ${elapsed(result.durationMs, say('report/decimal-sign'))}`;
    const room = output.columns - displayWidth(time) - 5;
    const label = truncate(stepLabel(step), room);
    const note = truncate(noteOf(result), room - displayWidth(label));
    return `${symbol} ${label}${paint.dim(note + time)}`;
  }

  function logLine(step: Step, result: StepResult): string {
    const { status: verdict } = result.verdict;
    const count = `${String(progress.done).padStart(String(progress.total).length)}/${progress.total}`;
    const time = result.tries === 0 ? '' : `  ${elapsed(result.durationMs, say('report/decimal-sign'))}`;
    const text = `${count} ${oneLine(step.id)}  ${stepLabel(step)}${noteOf(result)}${time}`;
    return `${verdictColour(verdict, paint)(verdictSign(verdict))} ${text}`;
  }

  /** What the symbol does not say: how often it was tried, why it was not run, what the verdict remarks. */
  function noteOf({ verdict, tries }: StepResult): string {
    const { status } = verdict;
    const told = isFailure(status);
    const name = status === 'passed' || status === 'failed' ? '' : say('report/verdict', { status });
    // A failure's reason follows in full below its line.
    const remark = verdict.status === 'passed' ? verdict.note : told ? undefined : verdict.reason;
    const parts = [
      name,
      tries > 1 ? say('report/tries', { count: tries }) : '',
      remark === undefined ? '' : oneLine(word(remark, options.lang)),
    ].filter((part) => part !== '');
    if (parts.length === 0) return '';
    return `  (${parts.reduce((what, why) => say('report/explained', { what, why }))})`;
  }

  function onEvent(event: RunEvent): void {
    // Output is not shown, and there can be very much of it.
    if (event.type === 'output') return;
    zero = now() - event.at;
    progress = advance(progress, event, say, options.lang);
    if (event.type === 'runBegin') begin(event);
    else if (event.type === 'stepEnd') status.print(ended(event.step, event.result));
    else if (event.type === 'runEnd') {
      status.close();
      status.print(unseenIn(event.results));
      if (plan) status.print(summaryView(plan, event, options, say, paint));
    } else if (live) status.print(event.type === 'stepBegin' ? titleOf(event.step) : []);
  }

  /** What has happened while somebody else had the terminal. */
  let held: RunEvent[] | undefined;

  return {
    name: 'terminal',
    onEvent(event) {
      if (!held) onEvent(event);
      else if (event.type !== 'output') held.push(event);
    },
    onHold(isHeld) {
      const missed = held ?? [];
      held = isHeld ? missed : undefined;
      if (isHeld) status.close();
      else {
        if (live && plan) status.open();
        for (const event of missed) onEvent(event);
      }
    },
    onEnd() {
      status.close();
      return Promise.resolve();
    },
  };
}
