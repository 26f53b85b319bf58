import type { Language } from '../messages/message.ts';
import { sayIn, word } from '../messages/word.ts';
import type { RunEvent } from '../plan/events.ts';
import type { Step } from '../plan/step.ts';
import type { StepResult, VerdictStatus } from '../plan/verdict.ts';
import { failureOf } from './failure.ts';
import { failureView } from './failure-view.ts';
import { stepLabel } from './label.ts';
import { createPaint } from './paint.ts';
import { oneLine, printableLines } from './printable.ts';
import type { Output, Reporter } from './reporter.ts';
import { createResultCollector, resultOf, type RunRecord } from './result-collector.ts';

type Status = 'passed' | 'failed' | 'skipped' | 'pending';

/** A verdict in CTRF's words; `rawStatus` keeps ours. */
const statuses: Readonly<Record<VerdictStatus, Status>> = {
  passed: 'passed',
  failed: 'failed',
  timedOut: 'failed',
  broken: 'failed',
  skipped: 'skipped',
  manual: 'skipped',
  notRun: 'pending',
};

/** Lines of output kept per step. */
const mostLines = 200;

const plain = createPaint(false);

/**
 * Writes one document of the Common Test Report Format when the run has ended, interrupted or not: a test for each step, in the suite of its
 * deck and slide. Format: https://ctrf.io, its JSON schema of 2025.
 */
export function createCtrfReporter(
  output: Output,
  lang: Language,
  versions: Readonly<Record<string, string>>,
): Reporter {
  const collector = createResultCollector();
  /** When each step of each run ended, in milliseconds since its run began. */
  const ends: Map<string, number>[] = [];
  return {
    name: 'ctrf',
    onEvent(event: RunEvent) {
      collector.record(event);
      if (event.type === 'runBegin') ends.push(new Map());
      if (event.type === 'stepEnd') ends.at(-1)?.set(event.step.id, event.at);
    },
    onEnd() {
      const { runs } = collector;
      const tests = runs.flatMap((run, index) =>
        run.plan.steps.map((step) => testOf(run, step, ends[index]?.get(step.id), lang)),
      );
      const start = Date.parse(runs[0]?.startedAt ?? new Date(0).toISOString());
      const last = runs.at(-1);
      const stop = last ? Date.parse(last.startedAt) + Math.round(last.durationMs) : start;
      const count = (status: Status): number => tests.filter((test) => test.status === status).length;
      const { Pupitre: version, ...others } = versions;
      const document = {
        reportFormat: 'CTRF',
        specVersion: '0.0.0',
        generatedBy: 'pupitre',
        results: {
          tool: { name: 'pupitre', ...(version === undefined ? {} : { version }) },
          summary: {
            tests: tests.length,
            passed: count('passed'),
            failed: count('failed'),
            skipped: count('skipped'),
            pending: count('pending'),
            other: 0,
            suites: new Set(tests.map(({ suite }) => suite.join('\n'))).size,
            start,
            stop,
          },
          tests,
          environment: {
            testEnvironment: [...new Set(runs.map(({ target }) => oneLine(target)))].join(', '),
            extra: { language: lang, ...others },
          },
        },
      };
      output.write(`${JSON.stringify(document, undefined, 2)}\n`);
      return Promise.resolve();
    },
  };
}

function testOf(run: RunRecord, step: Step, end: number | undefined, lang: Language) {
  const result = resultOf(run, step);
  const { verdict } = result;
  const failure = failureOf(step, result, lang);
  const { file, line } = failure?.place ?? step.place;
  const duration = Math.round(result.durationMs);
  const stop = end === undefined ? undefined : Date.parse(run.startedAt) + Math.round(end);
  const told = verdict.status === 'passed' ? verdict.note : verdict.reason;
  const lines = outputLines(result);
  return {
    name: `${oneLine(step.id)}: ${stepLabel(step)}`,
    status: statuses[verdict.status],
    rawStatus: verdict.status,
    duration,
    ...(stop === undefined ? {} : { start: stop - duration, stop }),
    suite: [oneLine(run.plan.title), `${step.slide.number}. ${oneLine(step.slide.title)}`],
    ...(told === undefined ? {} : { message: oneLine(word(told, lang)) }),
    ...(failure ? { trace: failureView(failure, sayIn(lang), plain).join('\n') } : {}),
    ...(step.input === '' ? {} : { snippet: printableLines(step.input).join('\n') }),
    filePath: oneLine(file),
    line,
    retries: Math.max(0, result.tries - 1),
    ...(lines.length === 0 ? {} : { stdout: lines }),
    ...(failure && result.screen !== undefined ? { extra: { screen: printableLines(result.screen) } } : {}),
  };
}

/** The last lines of what the commands printed. */
function outputLines({ commands }: StepResult): string[] {
  return commands.flatMap(({ output }) => printableLines(output)).slice(-mostLines);
}
