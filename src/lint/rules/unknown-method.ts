import { knownMethods, meantMethod } from '../../plan/methods.ts';
import { inExercise, withHidden } from '../example.ts';
import { shorten } from '../excerpt.ts';
import { methodSpan } from '../method-fix.ts';
import { plannedCheck } from '../planned.ts';
import type { LintRule } from '../rule.ts';

/** A snippet of a method that there is not. */
export const unknownMethod: LintRule = {
  id: 'unknown-method',
  severity: 'error',
  examples: [
    { title: 'letters swapped', deck: inExercise('ls', 'bsah'), at: ['3:1'], fixed: inExercise('ls', 'bash') },
    {
      title: 'on one line',
      deck: withHidden('ls', 'wiat total'),
      at: ['7:6'],
      fixed: withHidden('ls', 'wait total'),
    },
    { title: 'a method of old decks', deck: inExercise('ls', 'copypaste'), at: ['3:1'] },
    { title: 'another word for a shell', deck: inExercise('ls', 'shell-session'), at: ['3:1'] },
    { title: 'a word that is near none', deck: inExercise('ls', 'frobnicate'), at: ['3:1'] },
    { title: 'a file', deck: inExercise('a: 1', 'yaml'), at: [] },
    { title: 'another shell', deck: inExercise('dir', 'powershell'), at: [] },
    { title: 'outside of exercises', deck: '# A\n\n```bsah\nls\n```\n', at: [] },
  ],
  check: plannedCheck('unknown-method', (piece, document) => {
    const { language } = piece;
    // What the original had for both at once.
    const isBoth = language === 'copypaste';
    const { name, certain } = isBoth ? { name: 'copy', certain: true } : (meantMethod(language) ?? {});
    const span = methodSpan(document, piece);
    const written = shorten(language);
    const [en, fr] =
      name === undefined
        ? [`the methods are ${knownMethods.join(', ')}`, `les méthodes sont ${knownMethods.join(', ')}`]
        : certain
          ? [`write ${name}${isBoth ? ', then paste' : ''}`, `écrire ${name}${isBoth ? ', puis paste' : ''}`]
          : [`did you mean ${name}?`, `peut-être ${name}\u00a0?`];
    const stop = en.endsWith('?') ? '' : '.';
    return {
      words: {
        en: `There is no method "${written}"; ${en}${stop}`,
        fr: `Il n’y a pas de méthode «\u00a0${written}\u00a0»\u00a0; ${fr}${stop}`,
      },
      fix: span && name !== undefined && !certain && language.length > 3 ? [{ ...span, text: name }] : undefined,
    };
  }),
};
