import { inExercise, withHidden } from '../example.ts';
import { plannedCheck } from '../planned.ts';
import type { LintRule } from '../rule.ts';

/** An `expect`, `timeout` or `retry` that has no step to be about. */
export const orphanModifier: LintRule = {
  id: 'orphan-modifier',
  severity: 'error',
  examples: [
    { title: 'alone in its exercise', deck: inExercise('hello', 'expect'), at: ['3:1'] },
    { title: 'before its command', deck: '.exercise[\n\n```timeout 5m```\n\n```bash\nls\n```\n\n]\n', at: ['3:1'] },
    { title: 'a key cannot be repeated', deck: withHidden('top', 'key q', 'retry 1m'), at: ['8:6'] },
    { title: 'after its command', deck: withHidden('ls', 'expect total', 'timeout 5m', 'retry 1m'), at: [] },
  ],
  check: plannedCheck('orphan-modifier'),
};
