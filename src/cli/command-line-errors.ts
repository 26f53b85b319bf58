import { type Message, message, verbatim } from '../messages/message.ts';

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
