import { withHidden } from '../example.ts';
import { plannedCheck } from '../planned.ts';
import type { LintRule } from '../rule.ts';

/** An `expect` whose text makes no sense for its way to compare. */
export const invalidExpectation: LintRule = {
  id: 'invalid-expectation',
  severity: 'error',
  examples: [
    { title: 'no JSON', deck: withHidden('ls', 'expect json {"a": }'), at: ['7:6'] },
    { title: 'no regular expression', deck: withHidden('ls', 'expect regex (a'), at: ['7:6'] },
    { title: 'anything would do', deck: withHidden('ls', 'expect ...'), at: ['7:6'] },
    { title: 'JSON', deck: withHidden('ls', 'expect json {"a": 1}'), at: [] },
    { title: 'braces that are no JSON', deck: withHidden('ls', 'expect {a}'), at: [] },
  ],
  check: plannedCheck('invalid-expectation'),
};
