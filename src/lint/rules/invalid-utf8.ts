import { message } from '../../messages/message.ts';
import type { LintRule } from '../rule.ts';

/** Bytes that are no UTF-8, decoded as U+FFFD. */
export const invalidUtf8: LintRule = {
  id: 'invalid-utf8',
  severity: 'warning',
  examples: [
    { title: 'two of them, one message', deck: 'd\uFFFDj\uFFFD\n', at: ['1:2'] },
    { title: 'none', deck: 'déjà\n', at: [] },
  ],
  check({ source: { original } }, report) {
    const first = original.indexOf('\uFFFD');
    if (first < 0) return;
    let count = 0;
    for (let at = first; at >= 0; at = original.indexOf('\uFFFD', at + 1)) count++;
    report(
      { start: first, end: first + 1 },
      message('lint/words', {
        en: `${count === 1 ? 'One character is' : `${count} characters are`} not valid UTF-8, the first one here. Save the file as UTF-8.`,
        fr: `${count === 1 ? 'Un caractère n’est' : `${count} caractères ne sont`} pas de l’UTF-8, le premier ici. Enregistrer le fichier en UTF-8.`,
      }),
      { inFile: true },
    );
  },
};
