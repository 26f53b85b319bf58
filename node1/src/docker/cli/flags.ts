/** A flag by its long name: its letter, and whether it takes a value. A list may be given several times. */
interface FlagSpec {
  readonly letter?: string;
  readonly kind: 'boolean' | 'value' | 'list';
  /** docker has it, the rehearsal does not: using it ends the command with a sentence that says so. */
  readonly isAbsent?: boolean;
}

/** The flags of a command. */
export type FlagSpecs = Readonly<Record<string, FlagSpec>>;

/** Flags as they were given. */
export interface Flags {
  has(name: string): boolean;
  value(name: string): string | undefined;
  list(name: string): readonly string[];
}

/** A flag that the command does not know, or that lacks its value; the message is docker's. */
export class FlagError extends Error {
  override readonly name = 'FlagError';
}

/** A flag that docker has and the rehearsal has not; the message is its name. */
export class AbsentFlagError extends Error {
  override readonly name = 'AbsentFlagError';
}

/** Flags that docker has and the rehearsal has not: `privileged` (a boolean), `cpus=` (takes a value), `v:volume=` (with its letter). */
export function absentFlags(...words: readonly string[]): FlagSpecs {
  return Object.fromEntries(
    words.map((word) => {
      const [, letter, name = '', value = ''] = /^(?:(\w):)?([\w-]+)(=?)$/.exec(word) ?? [];
      const spec = { kind: value === '' ? 'boolean' : 'list', isAbsent: true } as const;
      return [name, letter === undefined ? spec : { ...spec, letter }];
    }),
  );
}

/** Parts flags and arguments as docker does (spf13/pflag). Throws FlagError, AbsentFlagError. */
export function parseFlags(
  words: readonly string[],
  specs: FlagSpecs,
  stopsAtArgument = false,
): { readonly flags: Flags; readonly args: readonly string[] } {
  const given = new Map<string, string[]>();
  const args: string[] = [];
  const set = (name: string, value: string) => {
    if (specs[name]?.isAbsent === true) throw new AbsentFlagError(`--${name}`);
    given.set(name, [...(given.get(name) ?? []), value]);
  };

  let index = 0;
  const next = (shown: string): string => {
    const value = words[++index];
    if (value === undefined) throw new FlagError(`flag needs an argument: ${shown}`);
    return value;
  };
  for (; index < words.length; index++) {
    const word = words[index] ?? '';
    if (word === '--') {
      args.push(...words.slice(index + 1));
      break;
    }
    if (word.startsWith('--')) takeLong(word, specs, set, next);
    else if (word.startsWith('-') && word !== '-') takeShort(word, specs, set, next);
    else if (stopsAtArgument) {
      args.push(...words.slice(index));
      break;
    } else args.push(word);
  }
  return {
    args,
    flags: {
      has: (name) => given.has(name) && given.get(name)?.at(-1) !== 'false',
      value: (name) => given.get(name)?.at(-1),
      list: (name) => given.get(name) ?? [],
    },
  };
}

type Set = (name: string, value: string) => void;
type Next = (shown: string) => string;

function takeLong(word: string, specs: FlagSpecs, set: Set, next: Next): void {
  const [name = '', value] = word.slice(2).split(/=(.*)/s);
  const spec = Object.hasOwn(specs, name) ? specs[name] : undefined;
  if (spec === undefined) throw new FlagError(`unknown flag: --${name}`);
  if (spec.kind === 'boolean') set(name, value ?? 'true');
  else set(name, value ?? next(`--${name}`));
}

function takeShort(word: string, specs: FlagSpecs, set: Set, next: Next): void {
  for (let at = 1; at < word.length; at++) {
    const letter = word.charAt(at);
    const [name, spec] = Object.entries(specs).find((entry) => entry[1].letter === letter) ?? [];
    if (name === undefined || spec === undefined) {
      throw new FlagError(`unknown shorthand flag: '${letter}' in ${word}`);
    }
    if (spec.kind === 'boolean') set(name, 'true');
    else {
      const rest = word.slice(at + 1).replace(/^=/, '');
      set(name, rest === '' ? next(`'${letter}' in ${word}`) : rest);
      return;
    }
  }
}
