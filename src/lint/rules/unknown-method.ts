import type { Span } from '../../deck/scan/regions.ts';
import { meantMethods } from '../../plan/methods.ts';
import { methodSpan } from '../code.ts';
import { inExercise, withHidden } from '../example.ts';
import { plannedCheck } from '../planned.ts';
import type { Edit, LintRule } from '../rule.ts';
import { meaningsOf, meaningsOfForm } from '../translations/words.ts';

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
    {
      title: 'translated: in any form, in two words',
      deck: withHidden('ls', 'attendez total', 'longue attente total', 'warte total'),
      at: ['7:6', '8:6', '9:6'],
      fixed: withHidden('ls', 'wait total', 'longwait total', 'wait total'),
    },
    { title: 'another word for a shell', deck: inExercise('ls', 'shell-session'), at: ['3:1'] },
    { title: 'a word that is near none', deck: inExercise('ls', 'frobnicate'), at: ['3:1'] },
    { title: 'a method of old decks', deck: inExercise('docker swarm join .*', 'copypaste'), at: [] },
    { title: 'a file', deck: inExercise('a: 1', 'yaml'), at: [] },
    { title: 'another shell', deck: inExercise('dir', 'powershell'), at: [] },
    { title: 'outside of exercises', deck: '# A\n\n```bsah\nls\n```\n', at: [] },
  ],
  check: plannedCheck('unknown-method', (piece, document) => {
    const { names, certain } = meantMethods(piece.language);
    const span = methodSpan(document.text, piece);
    const phrase = span && phraseBehind(document.text, span);
    if (phrase) return [phrase];
    const translated = meaningsOfForm('methods', piece.language);
    const [name] = translated.length > 0 ? translated : names;
    const isSure = translated.length === 1 || (!certain && piece.language.length > 3);
    return span && name !== undefined && isSure ? [{ ...span, text: name }] : undefined;
  }),
};

/** `attente longue`: two words for a method. */
function phraseBehind(text: string, { start, end }: Span): Edit | undefined {
  const [written = '', next = ''] = /^ ([\p{L}'-]{3,20})(?= |`)/u.exec(text.slice(end, end + 30)) ?? [];
  const [meant] = next === '' ? [] : meaningsOf('methods', `${text.slice(start, end)}-${next}`);
  return meant === undefined ? undefined : { start, end: end + written.length, text: meant };
}
