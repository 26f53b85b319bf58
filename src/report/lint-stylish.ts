import type { Severity } from '../deck/model.ts';
import { sayIn, word } from '../messages/word.ts';
import type { LintFormat, LintFormatOptions } from './lint-format.ts';
import { createPaint } from './paint.ts';
import { oneLine } from './printable.ts';

/** For people: one line a message, by file, and a summary. */
export const stylish: LintFormat = (files, { lang, colors }) => {
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
