import { message } from '../../messages/message.ts';
import type { LintRule } from '../rule.ts';

/** U+FEFF at the beginning of a file, as editors on Windows write it. */
export const byteOrderMark: LintRule = {
  id: 'byte-order-mark',
  severity: 'warning',
  examples: [
    { title: 'at the beginning', deck: '\uFEFFclass: title\n\n# A\n', at: ['1:1'], fixed: 'class: title\n\n# A\n' },
    { title: 'none', deck: 'class: title\n\n# A\n', at: [] },
  ],
  check({ source: { original } }, report) {
    if (!original.startsWith('\uFEFF')) return;
    const at = { start: 0, end: 1 };
    report(at, message('lint/byte-order-mark'), { inFile: true, fix: [{ ...at, text: '' }] });
  },
};
