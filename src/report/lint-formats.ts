import type { Severity } from '../deck/model.ts';
import { sayIn, word } from '../messages/word.ts';
import type { LintFormat, LintFormatOptions } from './lint-format.ts';
import { sarif } from './lint-sarif.ts';
import { createPaint } from './paint.ts';
import { oneLine } from './printable.ts';
import { workflowCommand } from './workflow-command.ts';

/** For programs: an array of files; lines and columns are 1-based, offsets and columns count UTF-16 code units. */
const lintJson: LintFormat = (files, { lang }) =>
  `${JSON.stringify(
    files.map(({ file, messages, fixed }) => ({
      file,
      fixed,
      messages: messages.map(({ line, column, end, severity, rule, reason, fix }) => ({
        line,
        column,
        endLine: end.line,
        endColumn: end.column,
        severity,
        rule,
        reason: word(reason, lang),
        ...(fix ? { fix } : {}),
      })),
    })),
    null,
    2,
  )}\n`;

const commands = { error: 'error', warning: 'warning', info: 'notice' } as const;

/** For GitHub Actions: one workflow command a message, which annotates the line in the pull request. */
const lintGithub: LintFormat = (files, { lang }) =>
  files
    .flatMap(({ messages }) => messages)
    .map(({ file, line, column, start, end, severity, rule, reason }) =>
      workflowCommand(
        commands[severity],
        {
          file,
          line,
          ...(end.line > start.line ? { endLine: end.line } : {}),
          col: column,
          ...(end.line === start.line && end.column > column ? { endColumn: end.column } : {}),
          title: rule,
        },
        oneLine(word(reason, lang)),
      ),
    )
    .join('');

/** For people: one line a message, by file, and a summary. */
const stylish: LintFormat = (files, { lang, colors }) => {
  const paint = createPaint(colors);
  const say = sayIn(lang);
  const colour = { error: paint.red, warning: paint.yellow, info: paint.dim };
  const blocks: string[] = [];
  for (const { file, messages } of files) {
    if (messages.length === 0) continue;
    const places = messages.map(({ line, column }) => `${line}:${column}`);
    const width = Math.max(...places.map((place) => place.length));
    const severityWidth = Math.max(...messages.map(({ severity }) => say('report/severity', { severity }).length));
    const lines = messages.map(({ severity, reason, rule }, index) => {
      const place = (places[index] ?? '').padStart(width);
      const label = colour[severity](say('report/severity', { severity }).padEnd(severityWidth));
      return `  ${paint.dim(place)}  ${label}  ${oneLine(word(reason, lang))}  ${paint.dim(rule)}`;
    });
    // In the log of GitHub Actions a line that begins with "::" is a command.
    const heading = oneLine(file).replace(/^::/, './::');
    blocks.push([paint.bold(heading), ...lines, ''].join('\n'));
  }
  const summary = summaryOf(files, { lang });
  return [...blocks, ...(summary === '' ? [] : [summary, ''])].join('\n');
};

function summaryOf(files: Parameters<LintFormat>[0], { lang }: Pick<LintFormatOptions, 'lang'>): string {
  const say = sayIn(lang);
  const messages = files.flatMap((each) => each.messages);
  const fixed = files.reduce((sum, each) => sum + each.fixed, 0);
  const sentences: string[] = [];
  if (fixed > 0) sentences.push(say('report/fixed', { count: fixed }));
  if (messages.length > 0) {
    const severities: readonly Severity[] = ['error', 'warning', 'info'];
    const bySeverity = severities
      .map((severity) => [severity, messages.filter((each) => each.severity === severity).length] as const)
      .filter(([, count]) => count > 0)
      .map(([severity, count]) => say('report/severity-count', { severity, count }));
    sentences.push(say('report/problems', { count: messages.length, bySeverity }));
    const fixable = messages.filter(({ fix }) => fix).length;
    if (fixable > 0) sentences.push(say('report/fixable', { count: fixable }));
  }
  return sentences.join(' ');
}

/** Formats of what lint says, by name. */
export const lintFormats: ReadonlyMap<string, LintFormat> = new Map([
  ['stylish', stylish],
  ['json', lintJson],
  ['github', lintGithub],
  ['sarif', sarif],
]);
