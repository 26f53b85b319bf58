import type { Language } from '../messages/message.ts';
import { word } from '../messages/word.ts';
import { isFailure, tally } from '../plan/events.ts';
import type { VerdictStatus } from '../plan/verdict.ts';
import { diffOf } from './diff.ts';
import { diffView } from './diff-view.ts';
import { elapsed } from './elapsed.ts';
import { commandLines, failureOf, placeText, type Failure } from './failure.ts';
import { stepLabel } from './label.ts';
import { resultOf, type RunRecord } from './ledger.ts';
import { codeBlock, markdownText } from './markdown.ts';
import { messages } from './messages.ts';
import { createPaint, verdictSign } from './paint.ts';

/** GitHub refuses a step summary of more than 1 MiB (1,048,576 bytes); the rest is room for the closing line. */
const maxBytes = 1_000_000;
const plain = createPaint(false);

/**
 * The runs as GitHub-flavoured markdown: counts, each failure with its diff and last screen, a table of all steps.
 * Below 1 MiB; what has no room is counted.
 */
export function stepSummary(runs: readonly RunRecord[], lang: Language): string {
  // Failures first: they must not be what has no room.
  const blocks = [...runs.flatMap((run) => headBlocks(run, lang)), ...runs.flatMap((run) => tableBlocks(run, lang))];
  let summary = '';
  let bytes = 0;
  let left = 0;
  for (const block of blocks) {
    const size = Buffer.byteLength(block);
    if (left > 0 || bytes + size > maxBytes) {
      left++;
      continue;
    }
    bytes += size;
    summary += block;
  }
  return left === 0 ? summary : `${summary}\n… and ${left} more entries that have no room here.\n`;
}

function headBlocks(run: RunRecord, lang: Language): string[] {
  const results = run.plan.steps.map((step) => resultOf(run, step));
  const totals = Object.entries(tally(results)) as [VerdictStatus, number][];
  const counts = totals.filter(([, count]) => count > 0).map(([status, count]) => messages[lang].count[status](count));
  const failures = run.plan.steps.flatMap((step) => failureOf(step, resultOf(run, step), lang) ?? []);
  return [
    `## ${markdownText(run.plan.title || run.plan.file)}\n\n` +
      `${counts.join(' · ') || messages[lang].nothingRan} in ${elapsed(run.durationMs)} on ${markdownText(run.target)}` +
      `${run.complete ? '' : ' (cut off before its end)'}\n\n`,
    ...failures.map((failure) => failureBlock(failure, lang)),
  ];
}

function failureBlock(failure: Failure, lang: Language): string {
  const { step, status, reason, exitCode, mismatches, screen, hints } = failure;
  const code = exitCode === undefined ? '' : `, ${messages[lang].exitCode(exitCode)}`;
  return [
    `### ✗ ${markdownText(step.id)}: ${messages[lang].verdict[status]}\n`,
    `${markdownText(placeText(failure.place))}, ${markdownText(messages[lang].slide(step.slide.number, step.slide.title))}${code}\n`,
    codeBlock('console', commandLines(failure).join('\n').slice(0, 2000)),
    `${markdownText(reason, 500)}\n`,
    ...mismatches.flatMap((mismatch) => [
      ...(mismatch.reason === reason ? [] : [`${markdownText(mismatch.reason, 500)}\n`]),
      codeBlock('diff', diffView(diffOf(mismatch), messages[lang], plain).join('\n')),
    ]),
    ...(screen.length === 0
      ? []
      : [
          `<details><summary>${messages[lang].lastScreen}</summary>\n`,
          codeBlock('text', screen.join('\n')),
          '</details>\n',
        ]),
    ...(hints.length === 0 ? [] : [hints.map((hint) => `- ${markdownText(hint, 500)}\n`).join('')]),
    '',
  ].join('\n');
}

function tableBlocks(run: RunRecord, lang: Language): string[] {
  const rows = run.plan.steps.map((step) => {
    const { verdict, durationMs, tries } = resultOf(run, step);
    const place = `${step.place.file}:${step.place.line}`;
    const reason = verdict.status === 'passed' || isFailure(verdict.status) ? '' : `: ${word(verdict.reason, lang)}`;
    const cells = [
      `${verdictSign(verdict.status)} ${messages[lang].verdict[verdict.status]}${markdownText(reason)}`,
      markdownText(step.id),
      markdownText(stepLabel(step)),
      markdownText(place),
      tries === 0 ? '' : elapsed(durationMs),
    ];
    return `| ${cells.join(' | ')} |\n`;
  });
  return rows.length === 0
    ? []
    : ['\n| Verdict | Step | Does | Where | Time |\n| --- | --- | --- | --- | --- |\n', ...rows];
}
