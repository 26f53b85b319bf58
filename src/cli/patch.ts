import { createTwoFilesPatch } from 'diff';
import { type Language, message } from '../messages/message.ts';
import { word } from '../messages/word.ts';
import { oneLine, printable } from '../report/printable.ts';

/** The work for a diff grows with the square of the changed lines; with more than this only their number is told. */
const mostChanges = 5000;

/** How a file would change, as a unified diff that a terminal may show. */
export function patchOf(name: string, before: string, after: string, lang: Language): string {
  const shown = oneLine(name);
  const patch = createTwoFilesPatch(shown, shown, before, after, undefined, undefined, { maxEditLength: mostChanges });
  return printable(patch ?? `${word(message('cli/patch-too-long', { file: shown, limit: mostChanges }), lang)}\n`);
}
