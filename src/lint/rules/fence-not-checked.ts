import { inExercise, withHidden } from '../example.ts';
import { plannedCheck } from '../planned.ts';
import type { LintRule } from '../rule.ts';

/** An output that is shown, but that nothing is compared with. */
export const fenceNotChecked: LintRule = {
  id: 'fence-not-checked',
  severity: 'info',
  examples: [
    {
      title: 'an expect says what is checked',
      deck: `${withHidden('ls', 'expect a')}\nWe should see:\n\`\`\`\na b\n\`\`\`\n`,
      at: ['12:1'],
    },
    {
      title: 'an output that says nothing',
      deck: `${inExercise('ls')}\nWe should see:\n\`\`\`\n...\n\`\`\`\n`,
      at: ['10:1'],
    },
    { title: 'an output', deck: `${inExercise('ls')}\nWe should see:\n\`\`\`\na b\n\`\`\`\n`, at: [] },
  ],
  check: plannedCheck('fence-not-checked'),
};
