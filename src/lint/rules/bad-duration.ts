import { withHidden } from '../example.ts';
import { plannedCheck } from '../planned.ts';
import type { LintRule } from '../rule.ts';

/** A `timeout` or `retry` whose duration cannot be read. */
export const badDuration: LintRule = {
  id: 'bad-duration',
  severity: 'error',
  examples: [
    { title: 'a word', deck: withHidden('make', 'timeout long'), at: ['7:6'] },
    { title: 'a unit that there is not', deck: withHidden('make', 'retry 5 min'), at: ['7:6'] },
    { title: 'nothing', deck: withHidden('make', 'timeout 0s'), at: ['7:6'] },
    { title: 'more than a day', deck: withHidden('make', 'timeout 48h'), at: ['7:6'] },
    { title: 'durations', deck: withHidden('make', 'timeout 1m30s', 'retry 90'), at: [] },
  ],
  check: plannedCheck('bad-duration'),
};
