import type { Language, Message } from '../messages/message.ts';
import { word } from '../messages/word.ts';
import { printable } from '../report/printable.ts';

/** Says on the standard error what went wrong, after the program's name. */
export function complain(told: Message, lang: Language): void {
  process.stderr.write(`pupitre: ${printable(word(told, lang))}\n`);
}
