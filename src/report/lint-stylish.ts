import { word } from '../messages/word.ts';
import type { Severity } from '../deck/model.ts';
import type { LintFormat, LintFormatOptions } from './lint-format.ts';
import type { Language } from './messages.ts';
import { createPaint } from './paint.ts';
import { oneLine } from './printable.ts';

interface LintWords {
  readonly severity: Readonly<Record<Severity, string>>;
  readonly count: Readonly<Record<Severity, (count: number) => string>>;
  readonly problems: (count: number) => string;
  readonly fixable: (count: number) => string;
  readonly fixed: (count: number) => string;
}

const s = (count: number): string => (count === 1 ? '' : 's');
/** French counts nothing as one. */
const frS = (count: number): string => (count >= 2 ? 's' : '');

const words: Readonly<Record<Language, LintWords>> = {
  en: {
    severity: { error: 'error', warning: 'warning', info: 'info' },
    count: {
      error: (count) => `${count} error${s(count)}`,
      warning: (count) => `${count} warning${s(count)}`,
      info: (count) => `${count} remark${s(count)}`,
    },
    problems: (count) => `${count} problem${s(count)}`,
    fixable: (count) => `${count} can be mended with --fix.`,
    fixed: (count) => `${count} problem${s(count)} mended.`,
  },
  fr: {
    severity: { error: 'erreur', warning: 'attention', info: 'remarque' },
    count: {
      error: (count) => `${count} erreur${frS(count)}`,
      warning: (count) => `${count} avertissement${frS(count)}`,
      info: (count) => `${count} remarque${frS(count)}`,
    },
    problems: (count) => `${count} problème${frS(count)}`,
    fixable: (count) => `${count} à réparer avec --fix.`,
    fixed: (count) => `${count} problème${frS(count)} réparé${frS(count)}.`,
  },
};

/** For people: one line a message, by file, and a summary. */
export const stylish: LintFormat = (files, { lang, colors }) => {
  const paint = createPaint(colors);
  const say = words[lang];
  const colour = { error: paint.red, warning: paint.yellow, info: paint.dim };
  const blocks: string[] = [];
  for (const { file, messages } of files) {
    if (messages.length === 0) continue;
    const places = messages.map(({ line, column }) => `${line}:${column}`);
    const width = Math.max(...places.map((place) => place.length));
    const severityWidth = Math.max(...messages.map(({ severity }) => say.severity[severity].length));
    const lines = messages.map(({ severity, reason, rule }, index) => {
      const place = (places[index] ?? '').padStart(width);
      const label = colour[severity](say.severity[severity].padEnd(severityWidth));
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
  const say = words[lang];
  const messages = files.flatMap((each) => each.messages);
  const fixed = files.reduce((sum, each) => sum + each.fixed, 0);
  const sentences: string[] = [];
  if (fixed > 0) sentences.push(say.fixed(fixed));
  if (messages.length > 0) {
    const severities: readonly Severity[] = ['error', 'warning', 'info'];
    const counts = severities
      .map((severity) => [severity, messages.filter((each) => each.severity === severity).length] as const)
      .filter(([, count]) => count > 0)
      .map(([severity, count]) => say.count[severity](count));
    sentences.push(`${say.problems(messages.length)} (${counts.join(', ')}).`);
    const fixable = messages.filter(({ fix }) => fix).length;
    if (fixable > 0) sentences.push(say.fixable(fixable));
  }
  return sentences.join(' ');
}
