import { atPath } from './issues.ts';

/** What is to be masked in everything that is reported. */
export interface Secrets {
  /** Names of environment variables whose values are secret. */
  readonly variables: readonly string[];
  /** With the flag `g`. */
  readonly patterns: readonly RegExp[];
}

/** Reads the list of names and `/regular expressions/`; a sentence for each entry that is neither goes to `mistakes`. */
export function readSecrets(entries: readonly string[], mistakes: string[]): Secrets {
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

function whyNoName(entry: string): string | undefined {
  if (/^[A-Za-z_]\w*$/.test(entry)) return undefined;
  return 'expected the name of an environment variable, or a regular expression between slashes: "/.../flags"';
}

function whyNoPattern(source: string, flags: string): string | undefined {
  if (/[^imsu]/.test(flags)) return `flags of a regular expression may be i, m, s and u here, got "${flags}"`;
  try {
    if (!new RegExp(source, flags).test('')) return undefined;
    return 'this regular expression matches the empty text: it would mask everything';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
