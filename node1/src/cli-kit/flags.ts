import { parseDuration } from './duration.ts';

/** One flag of a command, as spf13/pflag knows it. */
export interface Flag {
  readonly name: string;
  readonly short?: string;
  /** A list may be given several times. */
  readonly type: 'bool' | 'text' | 'list' | 'number' | 'duration';
  /** The value while it is not given; duration in Go's notation. */
  readonly initial?: string;
  /** The value of a flag without one (`--dry-run`), pflag's NoOptDefVal; bool flags have `true`. */
  readonly alone?: string;
  /** The real program has it, the rehearsal has not: using it ends the command with a sentence that says so. */
  readonly absent?: boolean;
  /** Several values of a list may stand in one, with commas between them (pflag's StringSlice). */
  readonly commas?: boolean;
  /** Not in the help. */
  readonly hidden?: boolean;
  /** What the program prints when it is used. */
  readonly deprecated?: string;
}

/** The flags of one call. Asking for a flag as another type than its own is a mistake of ours and throws. */
export interface Flags {
  /** Whether it stood on the command line; false, too, for a flag that the command does not have. */
  given(name: string): boolean;
  /** Whether the command has such a flag at all. */
  has(name: string): boolean;
  on(name: string): boolean;
  text(name: string): string;
  /** The text of a flag that every command has; '' where a command has one of that name and another type. */
  own(name: string): string;
  /** The text of a flag that was given; undefined without it. */
  value(name: string): string | undefined;
  list(name: string): readonly string[];
  number(name: string): number;
  /** Milliseconds. */
  duration(name: string): number;
  /** Every flag with its value, in the order in which they were typed. */
  typed(): readonly (readonly [name: string, value: string])[];
}

/** A command line taken apart. */
export interface ParsedFlags {
  readonly flags: Flags;
  readonly args: readonly string[];
  /** How many of `args` stood before `--`; -1 without one. */
  readonly dash: number;
  /** The given flags that have `absent` or `deprecated`. */
  readonly notable: readonly Flag[];
}

/** How a program wants its command line taken apart. */
export interface FlagRules {
  /** Flags may follow arguments (pflag's SetInterspersed). Default: true; `docker run` and `exec` end them at the first argument. */
  readonly interspersed?: boolean;
  /** `--dry_run` is `--dry-run` (kubectl's WordSepNormalizeFunc). Default: false. */
  readonly underscores?: boolean;
}

/** A mistake in the flags, in pflag's words. */
export class FlagError extends Error {
  override readonly name = 'FlagError';
}

/** Shorthands for tables of flags. */
export const flag = {
  bool: (name: string, short?: string): Flag => makeFlag(name, 'bool', short),
  text: (name: string, short?: string, initial?: string): Flag => makeFlag(name, 'text', short, initial),
  list: (name: string, short?: string): Flag => makeFlag(name, 'list', short),
  number: (name: string, initial: string, short?: string): Flag => makeFlag(name, 'number', short, initial),
  duration: (name: string, initial: string): Flag => makeFlag(name, 'duration', undefined, initial),
  /** Flags that the real program has and the rehearsal has not: `name` (a bool), `name=` (takes a value), `n:name=` (with its letter). */
  absent: (...words: readonly string[]): readonly Flag[] => words.map((word) => ({ ...shortFlag(word), absent: true })),
  /** Flags that change nothing here, taken without a word; written like those of `absent`. */
  ignored: (...words: readonly string[]): readonly Flag[] =>
    words.map((word) => ({ ...shortFlag(word), hidden: true })),
};

function makeFlag(name: string, type: Flag['type'], short?: string, initial?: string): Flag {
  return { name, type, ...(short === undefined ? {} : { short }), ...(initial === undefined ? {} : { initial }) };
}

function shortFlag(word: string): Flag {
  const [, letter, name = '', value = ''] = /^(?:(\w):)?([\w-]+)(=?)$/.exec(word) ?? [];
  return makeFlag(name, value === '' ? 'bool' : 'list', letter);
}

/** Takes a command line apart as spf13/pflag does: `-n x`, `-nx`, `-n=x`, `--n=x`, `--n x`, `-it`, `--`. Throws FlagError. */
export function parseFlags(specs: readonly Flag[], argv: readonly string[], rules: FlagRules = {}): ParsedFlags {
  const values = new Map<string, string[]>();
  const typed: [name: string, value: string][] = [];
  const args: string[] = [];
  let dash = -1;
  let at = 0;

  const set = (spec: Flag, value: string): void => {
    const problem = complaint(spec, value);
    if (problem !== undefined) {
      const both = spec.short === undefined ? `--${spec.name}` : `-${spec.short}, --${spec.name}`;
      throw new FlagError(`invalid argument ${JSON.stringify(value)} for ${JSON.stringify(both)} flag: ${problem}`);
    }
    typed.push([spec.name, value]);
    values.set(
      spec.name,
      spec.type === 'list'
        ? [...(values.get(spec.name) ?? []), ...(spec.commas === true ? value.split(',') : [value])]
        : [value],
    );
  };
  const next = (shown: string): string => {
    const value = argv[++at];
    if (value === undefined) throw new FlagError(`flag needs an argument: ${shown}`);
    return value;
  };

  const takeLong = (word: string): void => {
    const [, name = '', given] = /^--([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
    if (name === '' || name.startsWith('-')) throw new FlagError(`bad flag syntax: ${word}`);
    const wanted = rules.underscores === true ? name.replaceAll('_', '-') : name;
    const spec = specs.find((candidate) => candidate.name === wanted);
    if (spec === undefined) throw new FlagError(`unknown flag: --${name}`);
    set(spec, given ?? alone(spec) ?? next(word));
  };
  /** `-itn x`: letters of flags that need no value, and at most one that does; it takes the rest of the word. */
  const takeShort = (word: string): void => {
    for (let letters = word.slice(1); letters !== ''; letters = letters.slice(1)) {
      const letter = letters.slice(0, 1);
      const spec = specs.find(({ short }) => short === letter);
      if (spec === undefined) throw new FlagError(`unknown shorthand flag: '${letter}' in -${letters}`);
      const rest = letters.slice(1);
      const implied = alone(spec);
      if (rest.length > 1 && rest.startsWith('=')) set(spec, rest.slice(1));
      else if (implied === undefined) set(spec, rest === '' ? next(`'${letter}' in -${letters}`) : rest);
      else {
        set(spec, implied);
        continue;
      }
      return;
    }
  };

  for (; at < argv.length; at++) {
    const word = argv[at] ?? '';
    if (word === '--') {
      dash = args.length;
      args.push(...argv.slice(at + 1));
      break;
    }
    if (word.startsWith('--')) takeLong(word);
    else if (word.startsWith('-') && word !== '-') takeShort(word);
    else if (rules.interspersed === false) {
      args.push(...argv.slice(at));
      break;
    } else args.push(word);
  }
  return {
    flags: readFlags(specs, values, typed),
    args,
    dash,
    // In the order in which they were typed; of two of one name, the first one counts.
    notable: [...new Set(typed.map(([name]) => name))].flatMap((name) => {
      const spec = specs.find((candidate) => candidate.name === name);
      return spec?.absent === true || spec?.deprecated !== undefined ? [spec] : [];
    }),
  };
}

/** The value that a flag takes when none is given; undefined when it needs one. */
export function alone(spec: Flag): string | undefined {
  return spec.alone ?? (spec.type === 'bool' ? 'true' : undefined);
}

// As Go's strconv.ParseBool reads them.
const yes = new Set(['1', 't', 'T', 'true', 'TRUE', 'True']);
const no = new Set(['0', 'f', 'F', 'false', 'FALSE', 'False']);

function complaint(spec: Flag, value: string): string | undefined {
  const shown = JSON.stringify(value);
  if (spec.type === 'bool' && !yes.has(value) && !no.has(value)) {
    return `strconv.ParseBool: parsing ${shown}: invalid syntax`;
  }
  if (spec.type === 'number' && !/^[+-]?\d+$/.test(value)) return `strconv.ParseInt: parsing ${shown}: invalid syntax`;
  if (spec.type === 'number' && Math.abs(Number(value)) > 0x7fffffff) {
    return `strconv.ParseInt: parsing ${shown}: value out of range`;
  }
  if (spec.type === 'duration' && parseDuration(value) === undefined) return `time: invalid duration ${shown}`;
  return undefined;
}

function readFlags(
  specs: readonly Flag[],
  values: ReadonlyMap<string, readonly string[]>,
  typed: readonly (readonly [name: string, value: string])[],
): Flags {
  const of = (name: string, type: Flag['type']): readonly string[] => {
    const spec = specs.find((candidate) => candidate.name === name);
    if (spec?.type !== type) throw new Error(`no flag --${name} of type ${type}`);
    return values.get(name) ?? (spec.initial === undefined ? [] : [spec.initial]);
  };
  return {
    given: (name) => values.has(name),
    has: (name) => specs.some((spec) => spec.name === name),
    on: (name) => yes.has(of(name, 'bool')[0] ?? 'false'),
    text: (name) => of(name, 'text')[0] ?? '',
    own: (name) => (specs.find((spec) => spec.name === name)?.type === 'text' ? (of(name, 'text')[0] ?? '') : ''),
    value: (name) => (values.has(name) ? of(name, 'text')[0] : undefined),
    list: (name) => of(name, 'list'),
    number: (name) => Number(of(name, 'number')[0] ?? 0),
    duration: (name) => parseDuration(of(name, 'duration')[0] ?? '0') ?? 0,
    typed: () => typed,
  };
}
