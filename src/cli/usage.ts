import { MessageError } from '../messages/message-error.ts';

/** The command line or a deck cannot be used; its message says what is wrong and what to do. */
export class UsageError extends MessageError {
  override readonly name = 'UsageError';
}
