import type { LintRule } from '../rule.ts';

/** U+FEFF at the beginning of a file, as editors on Windows write it. */
export const byteOrderMark: LintRule = {
  id: 'byte-order-mark',
  severity: 'warning',
  summary: { en: 'a byte order mark', fr: 'un indicateur d’ordre des octets (BOM)' },
  rationale:
    'It is invisible, and other programs take it for a part of the first line: a property there is none any more, a heading is a paragraph.',
  examples: [
    { title: 'at the beginning', deck: '\uFEFFclass: title\n\n# A\n', at: ['1:1'], fixed: 'class: title\n\n# A\n' },
    { title: 'none', deck: 'class: title\n\n# A\n', at: [] },
  ],
  check({ source: { original } }, report) {
    if (!original.startsWith('\uFEFF')) return;
    const at = { start: 0, end: 1 };
    report(
      at,
      {
        en: 'The file begins with a byte order mark, which hides its first line from other programs. Save it without one.',
        fr: 'Le fichier commence par un BOM, qui cache sa première ligne à d’autres programmes. L’enregistrer sans BOM.',
      },
      { inFile: true, fix: [{ ...at, text: '' }] },
    );
  },
};
