import { type Language, type Message, message, verbatim } from '../messages/message.ts';
import { MessageError } from '../messages/message-error.ts';
import { word } from '../messages/word.ts';
import { printable } from '../report/printable.ts';

/** The command line or a deck cannot be used; its message says what is wrong and what to do. */
export class UsageError extends MessageError {
  override readonly name = 'UsageError';
}

/** Exit codes of the program; an interruption is 128 + the signal's number: `interrupted` is that of ^C, and of a person who ends a run before its end. */
export const exitCodes = { passed: 0, failed: 1, usage: 2, interrupted: 130 } as const;

/** Says on the standard error what went wrong, after the program's name. */
export function complain(told: Message, lang: Language): void {
  process.stderr.write(`pupitre: ${printable(word(told, lang))}\n`);
}

/** What commander finds wrong with a command line, from its own (English) words. */
export function commandLineError(text: string): Message {
  const meant = /\(Did you mean (.*)\?\)/.exec(text)?.[1];
  const [, option] = /^error: unknown option '(.*)'/.exec(text) ?? [];
  if (option !== undefined) return message('cli/unknown-option', { option, meant });
  const [, command] = /^error: unknown command '(.*)'/.exec(text) ?? [];
  if (command !== undefined) return message('cli/unknown-command', { command, meant });
  const [, lacking] = /^error: option '(.*)' argument missing/.exec(text) ?? [];
  if (lacking !== undefined) return message('cli/no-argument', { option: lacking });
  const [, name, expected, got] =
    /^error: too many arguments for '(.*)'\. Expected (\d+) .* got (\d+)/.exec(text) ?? [];
  if (name === undefined) return verbatim(text.trimEnd());
  return message('cli/too-many-arguments', { command: name, expected: Number(expected), got: Number(got) });
}
