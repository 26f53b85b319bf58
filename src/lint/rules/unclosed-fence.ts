import { inExercise } from '../example.ts';
import { messagesOf } from '../places.ts';
import type { LintRule } from '../rule.ts';

/** A fence whose closing line is missing. */
export const unclosedFence: LintRule = {
  id: 'unclosed-fence',
  severity: 'error',
  examples: [
    { title: 'in an exercise', deck: '.exercise[\n\n```bash\nls\n', at: ['3:1'] },
    { title: 'elsewhere', deck: '# A\n\n```json\n{}\n\n---\n\n# B\n', at: ['3:1'] },
    { title: 'closed', deck: inExercise('ls'), at: [] },
  ],
  check(document, report) {
    for (const { offset, reason, severity } of messagesOf(document, 'unclosed-fence')) {
      const [ticks = '```'] = /^(?:`{3,20}|~{3,20})/.exec(document.text.slice(offset, offset + 20)) ?? [];
      report({ start: offset, end: offset + ticks.length }, reason, { severity });
    }
  },
};
