import { type Language, type Message, message, verbatim } from './message.ts';
import { word } from './word.ts';

/** An error whose words depend on who reads them; `message` is the English, for those who do not ask. */
export class MessageError extends Error {
  readonly told: Message;

  constructor(told: Message, options?: ErrorOptions) {
    super(word(told, 'en'), options);
    this.told = told;
  }
}

/** What an error says: its message, or the words of an error that is not ours. */
export function reasonOf(error: unknown): Message {
  if (error instanceof MessageError) return error.told;
  return verbatim(error instanceof Error ? error.message : String(error));
}

/** Why the system refused something about a file; undefined when it is another kind of error. */
export function systemReason(error: unknown): Message | undefined {
  switch (error instanceof Error && 'code' in error ? error.code : undefined) {
    case 'ENOENT':
    case 'ENOTDIR':
      return message('cli/no-such-file');
    case 'EISDIR':
      return message('cli/it-is-folder');
    case 'EACCES':
    case 'EPERM':
      return message('cli/permission-denied');
    case 'EROFS':
      return message('cli/read-only');
    case 'ENOSPC':
    case 'EDQUOT':
      return message('cli/no-space');
    default:
      return undefined;
  }
}

/** What an error says in a language; the words of an error that is not ours are what they are. */
export function wordError(error: unknown, lang: Language): string {
  return word(reasonOf(error), lang);
}
