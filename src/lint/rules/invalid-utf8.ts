import type { LintRule } from '../rule.ts';

/** Bytes that are no UTF-8, decoded as U+FFFD. */
export const invalidUtf8: LintRule = {
  id: 'invalid-utf8',
  severity: 'warning',
  examples: [
    { title: 'two of them, one message', deck: 'd\uFFFDj\uFFFD\n', at: ['1:2'] },
    { title: 'none', deck: 'déjà\n', at: [] },
  ],
  check({ source: { original }, messages }, report) {
    const found = messages.find(({ rule }) => rule === 'invalid-utf8');
    if (!found) return;
    const start = original.indexOf('\uFFFD');
    report({ start, end: start + 1 }, found.reason, { inFile: true });
  },
};
