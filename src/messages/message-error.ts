import type { Message } from './message.ts';
import { word } from './word.ts';

/** An error whose words depend on who reads them; `message` is the English, for those who do not ask. */
export class MessageError extends Error {
  readonly told: Message;

  constructor(told: Message, options?: ErrorOptions) {
    super(word(told, 'en'), options);
    this.told = told;
  }
}
