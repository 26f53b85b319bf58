import { type Message, type Text, verbatim } from './message.ts';
import { word } from './word.ts';

/** An error whose words depend on who reads them; `message` is the English, for those who do not ask. */
export class MessageError extends Error {
  readonly told: Message;

  constructor(told: Text, options?: ErrorOptions) {
    super(word(told, 'en'), options);
    this.told = typeof told === 'string' ? verbatim(told) : told;
  }
}
