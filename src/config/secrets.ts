import { type Message, message, verbatim } from '../messages/message.ts';
import { atPath } from './issues.ts';

/** What is to be masked in everything that is reported. */
export interface Secrets {
  /** Names of environment variables whose values are secret. */
  readonly variables: readonly string[];
  /** With the flag `g`. */
  readonly patterns: readonly RegExp[];
}

/** Reads the list of names and `/regular expressions/`; a message for each entry that is neither goes to `mistakes`. */
export function readSecrets(entries: readonly string[], mistakes: Message[]): Secrets {
  const variables: string[] = [];
  const patterns: RegExp[] = [];
  for (const [index, entry] of entries.entries()) {
    const [, source, flags = ''] = /^\/(.+)\/([a-z]*)$/s.exec(entry) ?? [];
    const wrong = source === undefined ? whyNoName(entry) : whyNoPattern(source, flags);
    if (wrong !== undefined) mistakes.push(atPath(['secrets', index], wrong));
    else if (source === undefined) variables.push(entry);
    else patterns.push(new RegExp(source, `g${flags}`));
  }
  return { variables, patterns };
}

function whyNoName(entry: string): Message | undefined {
  if (/^[A-Za-z_]\w*$/.test(entry)) return undefined;
  return message('config/secret-form');
}

function whyNoPattern(source: string, flags: string): Message | undefined {
  if (/[^imsu]/.test(flags)) return message('config/secret-flags', { flags });
  try {
    if (!new RegExp(source, flags).test('')) return undefined;
    return message('config/secret-masks-all');
  } catch (error) {
    return verbatim(error instanceof Error ? error.message : String(error));
  }
}
