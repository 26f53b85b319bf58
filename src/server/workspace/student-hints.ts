import type { Language, Message } from '../../messages/message.ts';
import { word } from '../../messages/word.ts';

/** What only who writes the deck can do: nothing for the person who follows it. */
const forAuthors: ReadonlySet<Message['code']> = new Set([
  'run/hint-expected-failure',
  'run/hint-repl-error',
  'run/hint-waits-for-input',
  'run/hint-pager',
  'run/hint-multiplexer',
  'run/hint-endless',
  'run/hint-longer',
]);

/** The words of those hints that help a person at the page. */
export function studentHints(hints: readonly Message[], lang: Language): readonly string[] {
  return hints.filter(({ code }) => !forAuthors.has(code)).map((hint) => word(hint, lang));
}
