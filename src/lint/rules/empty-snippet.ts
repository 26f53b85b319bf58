import { inExercise, withHidden } from '../example.ts';
import { shorten } from '../excerpt.ts';
import { plannedCheck } from '../planned.ts';
import type { LintRule } from '../rule.ts';

interface Words {
  readonly en: string;
  readonly fr: string;
}

const needed: ReadonlyMap<string, Words> = new Map([
  ['key', { en: 'the name of a key, such as ^C', fr: 'le nom d’une touche, comme ^C' }],
  ['keys', { en: 'the text to type', fr: 'le texte à taper' }],
  ['wait', { en: 'the text to wait for', fr: 'le texte à attendre' }],
  ['longwait', { en: 'the text to wait for', fr: 'le texte à attendre' }],
  ['open', { en: 'a URL', fr: 'une URL' }],
  ['expect', { en: 'the text that must be in the output', fr: 'le texte qui doit être affiché' }],
]);
const commands: Words = { en: 'the commands to type', fr: 'les commandes à taper' };

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
  check: plannedCheck('empty-snippet', ({ language }) => {
    const what = needed.get(language) ?? commands;
    const method = shorten(language);
    return {
      words: {
        en: `This ${method} snippet is empty; it needs ${what.en}.`,
        fr: `Cet extrait ${method} est vide\u00a0; il lui faut ${what.fr}.`,
      },
    };
  }),
};
