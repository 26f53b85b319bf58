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
  check: plannedCheck('orphan-modifier', ({ language, exercise, snippet }) => {
    const isFirst = exercise?.snippets.find(({ method }) => !isModifier(method)) === undefined;
    const before = exercise?.snippets.slice(0, snippet ? exercise.snippets.indexOf(snippet) : 0) ?? [];
    const step = before.findLast(({ method }) => !isModifier(method));
    if (isFirst || !step || language !== 'retry') {
      return {
        words: {
          en: `There is no step before this ${language} in its exercise; put it after the snippet that it is about.`,
          fr: `Il n’y a pas d’étape avant ce ${language} dans son exercice\u00a0; le mettre après l’extrait qu’il concerne.`,
        },
      };
    }
    return {
      words: {
        en: `A ${step.method} cannot be repeated; put retry after the bash, open, check or expect that it is about.`,
        fr: `Un ${step.method} ne se répète pas\u00a0; mettre retry après le bash, open, check ou expect qu’il concerne.`,
      },
    };
  }),
};

function isModifier(method: string): boolean {
  return ['expect', 'timeout', 'retry'].includes(method);
}
