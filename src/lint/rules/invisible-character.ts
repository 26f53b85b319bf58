import { message } from '../../messages/message.ts';
import { isTyped } from '../code.ts';
import { weightOf } from '../code.ts';
import { inExercise } from '../example.ts';
import { codeAt } from '../places.ts';
import type { LintRule } from '../rule.ts';

const invisiblePattern = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]+/g;
const directionControl = /[\u202a-\u202e\u2066-\u2069]/;

/** Characters without a width: in code always wrong, in prose only those that turn the direction of reading around. */
export const invisibleCharacter: LintRule = {
  id: 'invisible-character',
  severity: 'error',
  examples: [
    {
      title: 'a zero-width space in a command',
      deck: inExercise('docker\u200b ps'),
      at: ['4:7'],
      fixed: inExercise('docker ps'),
    },
    { title: 'a soft hyphen in inline code', deck: 'Use `kube\u00adctl`.\n', at: ['1:10'], fixed: 'Use `kubectl`.\n' },
    { title: 'a direction control in prose', deck: 'Run \u202ethis\u202c.\n', at: ['1:5', '1:10'] },
    {
      title: 'an emoji of several parts, also in code',
      deck: `👩\u200d💻\n\n${inExercise('echo 👩\u200d💻')}`,
      at: [],
    },
    { title: 'prose of other scripts, soft hyphens', deck: 'sou\u00adple \u0645\u06cc\u200c\u062e\n', at: [] },
  ],
  check(document, report) {
    const { text } = document;
    for (const { 0: written, index } of text.matchAll(invisiblePattern)) {
      const end = index + written.length;
      const piece = codeAt(document, index);
      const isBidi = directionControl.test(written);
      if (!piece && !isBidi) continue;
      // Joins emoji, or letters of a script that needs it.
      if (/^[\u200c-\u200f]$/.test(written) && text.charCodeAt(index - 1) > 0x2ff) continue;
      const name = `U+${written.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
      const isError = isBidi || (piece && isTyped(piece) && weightOf(piece) === 'error');
      report(
        { start: index, end },
        isBidi ? message('lint/direction-control', { name }) : message('lint/invisible-character', { name }),
        { severity: isError ? 'error' : 'warning', fix: piece ? [{ start: index, end, text: '' }] : undefined },
      );
    }
  },
};
