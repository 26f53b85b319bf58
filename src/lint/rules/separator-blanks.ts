import { message } from '../../messages/message.ts';
import { proseOf } from '../places.ts';
import type { LintRule } from '../rule.ts';

/** `--- `, ` ---`, `-`, `----`, `—`: nearly a separator of slides. */
export const separatorBlanks: LintRule = {
  id: 'separator-blanks',
  severity: 'warning',
  examples: [
    { title: 'a blank behind it', deck: 'a\n\n--- \n\nb\n', at: ['3:1'], fixed: 'a\n\n---\n\nb\n' },
    { title: 'a blank before it', deck: 'a\n\n --\n\nb\n', at: ['3:1'], fixed: 'a\n\n--\n\nb\n' },
    { title: 'below another one, where it may be one too many', deck: 'a\n\n---\n--- \n\nb\n', at: ['4:1'] },
    {
      title: 'notes',
      deck: 'a\n\n??? \n\nb\n\n? ? ?\n\nc\n',
      at: ['3:1', '7:1'],
      fixed: 'a\n\n???\n\nb\n\n???\n\nc\n',
    },
    { title: 'one hyphen between blank lines', deck: 'a\n\n-\n\nb\n', at: ['3:1'], fixed: 'a\n\n--\n\nb\n' },
    { title: 'dashes, or too many hyphens', deck: 'a\n\n—\n\nb\n\n----\n\nc\n', at: ['3:1', '7:1'] },
    {
      title: 'separators, lists, tables, underlined headings',
      deck: 'a\n\n---\n\n- b\n\nTitle\n-----\n\n--\n\nx | y\n--- | ---\n1 | 2\n',
      at: [],
    },
    { title: 'in code and in comments', deck: '```yaml\na: 1\n\n --- \n\nb: 2\n```\n\n<!--\n\n ---\n\n-->\n', at: [] },
  ],
  check(document, report) {
    const { text, source } = document;
    const isProse = proseOf(document);
    const lineAt = (line: number): string =>
      line < 0 || line >= source.lines.count ? '' : text.slice(source.lines.start(line), source.lines.end(line));
    for (let line = 0; line < source.lines.count; line++) {
      const start = source.lines.start(line);
      const end = source.lines.end(line);
      if (end - start > 80) continue;
      const written = text.slice(start, end);
      const right = meantBy(written);
      if (right === undefined || !isProse(start)) continue;
      const above = lineAt(line - 1);
      // Below a line of text it underlines a heading.
      if (above.trim() !== '' && !/^---?$/.test(above)) continue;
      const isBetween = lineAt(line + 1).trim() === '';
      // Without a blank line behind it a hyphen may begin a list.
      if (written.trim() === '-' && !isBetween) continue;
      const span = { start, end };
      const certain =
        /^(?:[-?]+|[? \u00a0]+)$/.test(written.trim()) && isBetween && above.trim() === '' && right !== '';
      const meant = right === '' ? '--- / --' : right;
      report(span, message('lint/separator-blanks', { written, meant }), {
        fix: certain ? [{ ...span, text: right }] : undefined,
      });
    }
  },
};

/** The separator that a line is nearly; `''` when there are several. */
function meantBy(written: string): string | undefined {
  const bare = written.trim();
  if (/^\?[ \u00a0]\?[ \u00a0]\?$/.test(bare)) return '???';
  if (bare === '-') return '--';
  if (/^(?:---?|\?\?\?)$/.test(bare)) {
    const indent = /^[ \t]*/.exec(written)?.[0] ?? '';
    return bare === written || indent.includes('\t') || indent.length > 3 ? undefined : bare;
  }
  if (/^-{4,10}$/.test(bare)) return '';
  return /^[-\u2010-\u2015\u2212]{1,3}$/.test(bare) && bare !== written.replace(/[^-]/g, '') ? '' : undefined;
}
