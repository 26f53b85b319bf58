import { inExercise } from '../example.ts';
import { plannedCheck } from '../planned.ts';
import type { LintRule } from '../rule.ts';

/** An `expect` that names a way to compare that there is not. */
export const unknownMatcher: LintRule = {
  id: 'unknown-matcher',
  severity: 'error',
  examples: [
    {
      title: 'a misspelt name',
      deck: `${inExercise('ls').replace(/\n\]\n$/, '')}\n\`\`\`expect jsno\n{}\n\`\`\`\n\n]\n`,
      at: ['7:1'],
    },
    {
      title: 'a name that is near none',
      deck: `${inExercise('ls').replace(/\n\]\n$/, '')}\n\`\`\`expect whatever\n{}\n\`\`\`\n\n]\n`,
      at: ['7:1'],
    },
    {
      title: 'a known name',
      deck: `${inExercise('ls').replace(/\n\]\n$/, '')}\n\`\`\`expect json\n{}\n\`\`\`\n\n]\n`,
      at: [],
    },
  ],
  check: plannedCheck('unknown-matcher'),
};
