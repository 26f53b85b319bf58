import type { Message, Text } from '../messages/codes.ts';
import { refusal, word } from '../messages/message.ts';

/** Ends a command that is no success: what it prints on stderr, and its exit code. `message` is the text in English. */
export class ExitError extends Error {
  override readonly name = 'ExitError';
  /** Words of the imitated program as they are, and node1's own as messages; worded where they are printed. */
  readonly text: Text;
  readonly exitCode: number;

  constructor(text: Text, exitCode = 1) {
    super(word(text));
    this.text = text;
    this.exitCode = exitCode;
  }
}

/** What the rehearsal does not know: said plainly, never guessed; `known` lists what it does know. */
export function notSimulated(what: string | Message, known?: readonly string[]): ExitError {
  return new ExitError(refusal(what, known));
}
