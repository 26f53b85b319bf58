import { type Message, verbatim } from './message.ts';
import { MessageError } from './message-error.ts';

/** What an error says: its message, or the words of an error that is not ours. */
export function reasonOf(error: unknown): Message {
  if (error instanceof MessageError) return error.told;
  return verbatim(error instanceof Error ? error.message : String(error));
}
