import type { Language } from '../messages/message.ts';
import { type Say, sayIn, word } from '../messages/word.ts';
import { isFailure } from '../plan/events.ts';
import type { Plan, Step } from '../plan/step.ts';
import type { StepResult } from '../plan/verdict.ts';
import { failureOf, placeText } from './failure.ts';
import { stepLabel } from './label.ts';
import { oneLine, printableLines } from './printable.ts';
import type { Output, Reporter } from './reporter.ts';
import { createResultCollector, resultOf } from './result-collector.ts';

/**
 * Writes TAP version 14 as the run goes on: a test point for each step, and below it a YAML block with what there is to know. What was not run is
 * skipped, with the reason. The plan comes last, when the number of steps is known; a run that broke off bails out.
 * Format: https://testanything.org/tap-version-14-specification.html
 */
export function createTapReporter(output: Output, lang: Language): Reporter {
  const say = sayIn(lang);
  const collector = createResultCollector();
  let written = new Set<string>();
  let count = 0;
  const point = (step: Step, result: StepResult): void => {
    written.add(step.id);
    count++;
    output.write(testPoint(count, step, result, lang, say));
  };
  const finish = (plan: Plan): void => {
    const run = collector.runs.at(-1);
    for (const step of plan.steps) if (run && !written.has(step.id)) point(step, resultOf(run, step));
  };
  return {
    name: 'tap',
    onEvent(event) {
      collector.record(event);
      if (event.type === 'runBegin') {
        if (collector.runs.length === 1) output.write('TAP version 14\n');
        output.write(`# ${oneLine(event.plan.file)} (${oneLine(event.target)})\n`);
        written = new Set();
      }
      if (event.type === 'stepEnd') point(event.step, event.result);
      const plan = collector.runs.at(-1)?.plan;
      if (event.type === 'runEnd' && plan) finish(plan);
    },
    onEnd() {
      const last = collector.runs.at(-1);
      if (!last) output.write('TAP version 14\n');
      if (last && !last.complete) output.write(`Bail out! ${escapedText(say('report/cut-off-before'))}\n`);
      else output.write(`1..${count}\n`);
      return Promise.resolve();
    },
  };
}

function testPoint(count: number, step: Step, result: StepResult, lang: Language, say: Say): string {
  const { verdict } = result;
  const title = escapedText(`${step.id}: ${stepLabel(step)}`);
  const ok = isFailure(verdict.status) ? 'not ok' : 'ok';
  const skipped = verdict.status !== 'passed' && !isFailure(verdict.status);
  const why = skipped ? `${say('report/verdict', { status: verdict.status })}: ${word(verdict.reason, lang)}` : '';
  const line = `${ok} ${count} - ${title}${skipped ? ` # SKIP ${escapedText(why)}` : ''}`;
  const yaml = diagnostics(step, result, lang).map((each) => `  ${each}\n`);
  return `${line}\n  ---\n${yaml.join('')}  ...\n`;
}

/** The lines of a YAML mapping. */
function diagnostics(step: Step, result: StepResult, lang: Language): string[] {
  const failure = failureOf(step, result, lang);
  const mismatch = failure?.mismatches[0];
  const entries: Readonly<Record<string, string | number | undefined>> = {
    duration_ms: Math.round(result.durationMs),
    at: placeText(failure?.place ?? step.place),
    slide: `${step.slide.number}. ${oneLine(step.slide.title)}`,
    verdict: result.verdict.status,
    message: failure?.reason,
    command: failure?.command,
    exit_code: failure?.exitCode,
    tries: failure && failure.tries > 1 ? failure.tries : undefined,
    expected: mismatch?.expected,
    actual: mismatch?.actual,
    screen: failure && result.screen !== undefined ? result.screen : undefined,
    hints: failure?.hints.join('\n'),
  };
  return Object.entries(entries).flatMap(([key, value]) => {
    if (value === undefined || value === '') return [];
    if (typeof value === 'number') return [`${key}: ${value}`];
    const lines = printableLines(value);
    // What JSON writes as a string is one in YAML. A block says how deep it is: its first line may begin with blanks.
    if (lines.length < 2) return [`${key}: ${JSON.stringify(lines[0] ?? '')}`];
    return [`${key}: |2-`, ...lines.map((line) => (line === '' ? '' : `  ${line}`))];
  });
}

/** A text on a line of TAP, where `#` begins a directive. */
function escapedText(text: string): string {
  return oneLine(text).replace(/[\\#]/g, '\\$&');
}
