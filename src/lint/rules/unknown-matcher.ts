import { builtinMatchers } from '../../match/matchers.ts';
import { nearest } from '../../plan/nearest.ts';
import { inExercise } from '../example.ts';
import { shorten } from '../excerpt.ts';
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
  check: plannedCheck('unknown-matcher', ({ snippet }) => {
    const names = [...builtinMatchers.keys()];
    const written = snippet?.argument ?? '';
    const meant = nearest(written, names);
    return {
      words: {
        en: `There is no way to compare called "${shorten(written)}"; ${meant === undefined ? `there are: ${names.join(', ')}.` : `did you mean ${meant}?`}`,
        fr: `Il n’y a pas de comparaison «\u00a0${shorten(written)}\u00a0»\u00a0; ${meant === undefined ? `il y a\u00a0: ${names.join(', ')}.` : `peut-être ${meant}\u00a0?`}`,
      },
    };
  }),
};
