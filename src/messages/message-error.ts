import { type Language, type Message, type Text, verbatim } from './message.ts';
import { word } from './word.ts';

/** An error whose words depend on who reads them; `message` is the English, for those who do not ask. */
export class MessageError extends Error {
  readonly told: Message;

  constructor(told: Text, options?: ErrorOptions) {
    super(word(told, 'en'), options);
    this.told = typeof told === 'string' ? verbatim(told) : told;
  }
}

/** What an error says: in `lang` where it carries a message, else as it is. */
export function wordError(error: unknown, lang: Language): string {
  if (error instanceof MessageError) return word(error.told, lang);
  return error instanceof Error ? error.message : String(error);
}
