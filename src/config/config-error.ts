import { type Message, message } from '../messages/message.ts';
import { MessageError } from '../messages/message-error.ts';

/** The configuration cannot be used; `mistakes` are all that were found, each with the file's name in front. */
export class ConfigError extends MessageError {
  override readonly name = 'ConfigError';
  readonly mistakes: readonly Message[];

  constructor(mistakes: readonly Message[]) {
    super(message('config/mistakes', { mistakes }));
    this.mistakes = mistakes;
  }
}
