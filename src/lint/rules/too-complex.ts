import { messagesOf } from '../places.ts';
import type { LintRule } from '../rule.ts';

const deep = `${'> '.repeat(2000)}a\n`;

/** A piece of markdown that is nested too deeply for the parser. */
export const tooComplex: LintRule = {
  id: 'too-complex',
  severity: 'warning',
  examples: [
    { title: 'two thousand quotes in each other', deck: deep, at: ['1:1'] },
    { title: 'a few', deck: '> > > a\n', at: [] },
  ],
  check(document, report) {
    for (const { offset, reason } of messagesOf(document, 'too-complex')) {
      report({ start: offset, end: offset + 1 }, reason);
    }
  },
};
