import type { Language } from '../messages/message.ts';
import { sayIn, word } from '../messages/word.ts';
import { countRefused, isFailure, tally } from '../plan/events.ts';
import type { VerdictStatus } from '../plan/verdict.ts';
import { diffOf } from './diff.ts';
import { diffView } from './diff-view.ts';
import { elapsed } from './elapsed.ts';
import { commandLines, type Failure, failureOf, placeText } from './failure.ts';
import { stepLabel } from './label.ts';
import { createPaint, verdictSign } from './paint.ts';
import { oneLine, printable } from './printable.ts';
import { resultOf, type RunRecord } from './result-collector.ts';

/** GitHub refuses a step summary of more than 1 MiB (1,048,576 bytes); the rest is room for the closing line. */
const maxBytes = 1_000_000;
const plain = createPaint(false);
const columns = ['verdict', 'step', 'does', 'where', 'time'] as const;

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
  return left === 0 ? summary : `${summary}\n${sayIn(lang)('report/entries-left-out', { count: left })}\n`;
}

function headBlocks(run: RunRecord, lang: Language): string[] {
  const results = run.plan.steps.map((step) => resultOf(run, step));
  const totals = Object.entries(tally(results)) as [VerdictStatus, number][];
  const say = sayIn(lang);
  const refused = countRefused(results);
  const counts = totals
    .filter(([, count]) => count > 0)
    .map(([status, count]) => say('report/count', { status, count }));
  const failures = run.plan.steps.flatMap((step) => failureOf(step, resultOf(run, step), lang) ?? []);
  return [
    `## ${markdownText(run.plan.title || run.plan.file)}\n\n` +
      `${say('report/outcome', {
        counts: counts.join(' · ') || say('report/nothing-ran'),
        time: elapsed(run.durationMs, say('report/decimal-sign')),
        target: markdownText(run.target),
        complete: run.complete,
      })}\n\n${refused > 0 ? `${say('report/refused', { count: refused })}\n\n` : ''}`,
    ...failures.map((failure) => failureBlock(failure, lang)),
  ];
}

function failureBlock(failure: Failure, lang: Language): string {
  const { step, status, reason, exitCode, mismatches, screen, hints } = failure;
  const say = sayIn(lang);
  const code = exitCode === undefined ? '' : `, ${say('report/exit-code', { exitCode })}`;
  const slide = markdownText(say('report/slide', step.slide));
  return [
    `### ✗ ${say('report/explained', { what: markdownText(step.id), why: say('report/verdict', { status }) })}\n`,
    `${markdownText(placeText(failure.place))}, ${slide}${code}\n`,
    codeBlock('console', commandLines(failure).join('\n').slice(0, 2000)),
    `${markdownText(reason, 500)}\n`,
    ...mismatches.flatMap((mismatch) => [
      ...(mismatch.reason === reason ? [] : [`${markdownText(mismatch.reason, 500)}\n`]),
      codeBlock('diff', diffView(diffOf(mismatch), say, plain).join('\n')),
    ]),
    ...(screen.length === 0
      ? []
      : [
          `<details><summary>${say('report/last-screen')}</summary>\n`,
          codeBlock('text', screen.join('\n')),
          '</details>\n',
        ]),
    ...(hints.length === 0 ? [] : [hints.map((hint) => `- ${markdownText(hint, 500)}\n`).join('')]),
    '',
  ].join('\n');
}

function tableBlocks(run: RunRecord, lang: Language): string[] {
  const say = sayIn(lang);
  const rows = run.plan.steps.map((step) => {
    const { verdict, durationMs, tries } = resultOf(run, step);
    const place = `${step.place.file}:${step.place.line}`;
    const what = say('report/verdict', { status: verdict.status });
    const explained =
      verdict.status === 'passed' || isFailure(verdict.status)
        ? what
        : say('report/explained', { what, why: markdownText(word(verdict.reason, lang)) });
    const cells = [
      `${verdictSign(verdict.status)} ${explained}`,
      markdownText(step.id),
      markdownText(stepLabel(step)),
      markdownText(place),
      tries === 0 ? '' : elapsed(durationMs, say('report/decimal-sign')),
    ];
    return `| ${cells.join(' | ')} |\n`;
  });
  return rows.length === 0
    ? []
    : [
        `\n| ${columns.map((name) => say('report/column', { name })).join(' | ')} |\n| --- | --- | --- | --- | --- |\n`,
        ...rows,
      ];
}

/** Text from outside as inline markdown and table cell: every sign that could be markup becomes a character reference. */
export function markdownText(text: string, max = 200): string {
  const line = oneLine(text);
  const cut = line.length > max ? `${line.slice(0, max)}…` : line;
  return printable(cut).replace(/[&<>|`*_[\]~\\#@]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** A fenced code block; the fence is longer than any run of backticks in the text. */
export function codeBlock(language: string, text: string): string {
  const content = printable(text);
  const longest = (content.match(/`+/g) ?? []).reduce((length, run) => Math.max(length, run.length), 2);
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${content}\n${fence}\n`;
}
