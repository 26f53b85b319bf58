import type { Language } from '../messages/message.ts';
import { sayIn } from '../messages/word.ts';
import { commandLines, type Failure, failureOf } from './failure.ts';
import { oneLine } from './printable.ts';
import type { Output, Reporter } from './reporter.ts';
import { createResultCollector } from './result-collector.ts';
import { stepSummary } from './step-summary.ts';
import { workflowCommand } from './workflow-command.ts';

/**
 * For GitHub Actions: annotates the deck's line for each step that did not pass, and gives the whole run as markdown to
 * `writeSummary` in the end (the caller appends it to the file that `GITHUB_STEP_SUMMARY` names).
 */
export function createGithubReporter(
  output: Output,
  lang: Language,
  writeSummary: ((markdown: string) => void) | undefined,
): Reporter {
  const collector = createResultCollector();
  return {
    name: 'github',
    onEvent(event) {
      collector.record(event);
      if (event.type !== 'stepEnd') return;
      const failure = failureOf(event.step, event.result, lang);
      if (failure !== undefined) output.write(annotation(failure, lang));
    },
    onEnd() {
      if (collector.runs.length > 0) writeSummary?.(stepSummary(collector.runs, lang));
      return Promise.resolve();
    },
  };
}

function annotation(failure: Failure, lang: Language): string {
  const { step, status, place, exitCode, reason, hints } = failure;
  const say = sayIn(lang);
  const lines = [
    reason,
    commandLines(failure).join(' '),
    ...(exitCode === undefined ? [] : [say('report/exit-code', { exitCode })]),
    ...hints,
  ];
  const title = `${oneLine(step.slide.title)} (${oneLine(step.id)}): ${say('report/verdict', { status })}`;
  return workflowCommand(
    'error',
    { file: place.file, line: place.line, col: place.column, title },
    lines.map(oneLine).join('\n'),
  );
}
