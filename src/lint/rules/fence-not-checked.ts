import { word } from '../../messages/word.ts';
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
  check: plannedCheck('fence-not-checked', ({ text }, _, { reason: problem }) => {
    const reason = word(problem, 'en');
    const line = /of line (\d+) says/.exec(reason)?.[1];
    if (line !== undefined) {
      return {
        words: {
          en: `This output is only shown: the expect of line ${line} says what is checked.`,
          fr: `Cet affichage est seulement montré\u00a0: c’est l’expect de la ligne ${line} qui dit ce qui est vérifié.`,
        },
      };
    }
    const why = text.trim() === '' ? 'empty' : 'said';
    return {
      words: {
        en: `${reason.charAt(0).toUpperCase()}${reason.slice(1).replace(/\.$/, '')}.`,
        fr: `Cet affichage ne peut pas être vérifié\u00a0: il est ${why === 'empty' ? 'vide' : 'trop long, ou n’est fait que de points de suspension'}.`,
      },
    };
  }),
};
