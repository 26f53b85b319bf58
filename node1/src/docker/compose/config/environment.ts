import { readFileSync, statSync } from 'node:fs';
import { ConfigError } from './python.ts';

/** What variables stand for: `.env`, and over it the shell's. Tells of each unset one once. */
export class Environment {
  readonly values: Readonly<Record<string, string | undefined>>;
  readonly #warn: (text: string) => void;
  readonly #missing = new Set<string>();

  constructor(values: Readonly<Record<string, string | undefined>>, warn: (text: string) => void) {
    this.values = values;
    this.#warn = warn;
  }

  has(name: string): boolean {
    return Object.hasOwn(this.values, name);
  }

  get(name: string): string | undefined {
    return this.has(name) ? this.values[name] : undefined;
  }

  /** The value, or an empty text after a warning. */
  need(name: string): string {
    if (this.has(name)) return this.values[name] ?? 'None';
    if (!this.#missing.has(name)) {
      this.#missing.add(name);
      this.#warn(`The ${name} variable is not set. Defaulting to a blank string.`);
    }
    return '';
  }

  /** Empty, `0` and `false` are no. */
  isOn(name: string, otherwise = false): boolean {
    const value = this.get(name);
    if (value === undefined || value === '') return otherwise;
    return !['0', 'false'].includes(value.toLowerCase());
  }
}

/** The variables of an env file. Throws ConfigError where there is none. `warn` is told of lines that say nothing. */
export function readEnvFile(
  path: string,
  shell: Readonly<Record<string, string | undefined>>,
  warn: (text: string) => void,
  interpolates = true,
): Record<string, string | undefined> {
  let text: string;
  try {
    if (!statSync(path).isFile()) throw new ConfigError(`${path} is not a file.`);
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(`Couldn't find env file: ${path}`);
  }
  return parseEnvFile(text, shell, warn, interpolates);
}

const line =
  /\s*(?:export[^\S\r\n]+)?(?:'(?<quotedKey>[^']+)'|(?<key>[^=#\s]+))[^\S\r\n]*(?:(?<equals>=[^\S\r\n]*)(?:'(?<single>(?:\\'|[^'])*)'|"(?<double>(?:\\"|[^"])*)"|(?<plain>(?!['"])[^\r\n]*)))?(?:[^\S\r\n]*#[^\r\n]*)?[^\S\r\n]*(?:\r\n|\n|\r|$)/y;
const comment = /\s*#[^\r\n]*(?:\r\n|\n|\r|$)/y;
const rest = /[^\r\n]*(?:\r\n|\n|\r)?/y;

/** Reads an env file as python-dotenv does: quotes, `export`, comments, `${OTHER}`; of a name without `=`, undefined. */
function parseEnvFile(
  source: string,
  shell: Readonly<Record<string, string | undefined>>,
  warn: (text: string) => void,
  interpolates = true,
): Record<string, string | undefined> {
  const text = source.replace(/^\uFEFF/, '');
  const values: Record<string, string | undefined> = {};
  let at = 0;
  while (at < text.length && text.slice(at).trim() !== '') {
    const take = (pattern: RegExp) => {
      pattern.lastIndex = at;
      const found = pattern.exec(text);
      if (found !== null) at = pattern.lastIndex;
      return found;
    };
    if (take(comment) !== null) continue;
    const groups = take(line)?.groups as Readonly<Record<string, string | undefined>> | undefined;
    if (groups === undefined) {
      const [blank = ''] = /^\s*/.exec(text.slice(at)) ?? [];
      const number = text.slice(0, at + blank.length).split(/\r\n|\n|\r/).length;
      at += blank.length;
      take(rest);
      warn(`Python-dotenv could not parse statement starting at line ${number}`);
      continue;
    }
    const key = groups['quotedKey'] ?? groups['key'] ?? '';
    const value = valueOf(groups);
    values[key] = value === undefined || !interpolates ? value : withVariables(value, { ...shell, ...values });
  }
  return values;
}

function valueOf({ equals, single, double, plain }: Readonly<Record<string, string | undefined>>): string | undefined {
  if (equals === undefined) return undefined;
  if (single !== undefined) return single.replace(/\\([\\'])/g, '$1');
  if (double !== undefined) {
    const named: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };
    return double.replace(/\\([\\'"abfnrtv])/g, (_whole, letter: string) => named[letter] ?? letter);
  }
  return (plain ?? '').replace(/\s+#.*/, '').trimEnd();
}

function withVariables(text: string, values: Readonly<Record<string, string | undefined>>): string {
  return text.replace(/\$\{([^}:]*)(?::-([^}]*))?\}/g, (_whole, name: string, fallback = '') =>
    Object.hasOwn(values, name) ? (values[name] ?? '') : String(fallback),
  );
}
