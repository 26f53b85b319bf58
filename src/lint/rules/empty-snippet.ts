import { inExercise, withHidden } from '../example.ts';
import { plannedCheck } from '../planned.ts';
import type { LintRule } from '../rule.ts';

/** A snippet that has nothing to act on. */
export const emptySnippet: LintRule = {
  id: 'empty-snippet',
  severity: 'error',
  examples: [
    { title: 'no command', deck: inExercise(''), at: ['3:1'] },
    { title: 'nothing to wait for', deck: withHidden('ls', 'wait '), at: ['7:6'] },
    { title: 'nothing to expect', deck: withHidden('ls', 'expect '), at: ['7:6'] },
    { title: 'nothing to open', deck: withHidden('ls', 'open'), at: ['7:6'] },
    { title: 'a blank to type', deck: withHidden('less x', 'keys  '), at: [] },
    { title: 'methods that need nothing', deck: withHidden('ls', 'check'), at: [] },
  ],
  check: plannedCheck('empty-snippet'),
};
