import { messagesOf } from '../places.ts';
import type { LintRule } from '../rule.ts';

/** Classes that are nested too deeply to be read. */
export const nestedClass: LintRule = {
  id: 'nested-class',
  severity: 'warning',
  examples: [
    { title: 'forty levels', deck: `${'.a['.repeat(40)}${']'.repeat(40)}\n`, at: ['1:97'] },
    { title: 'three levels', deck: '.a[.b[.c[x]]]\n', at: [] },
  ],
  check(document, report) {
    for (const { offset, reason } of messagesOf(document, 'nested-class')) {
      report({ start: offset, end: offset + 1 }, reason);
    }
  },
};
