import { parseDuration } from './duration.ts';

/** One flag of a command, as pflag knows it. */
export interface Flag {
  readonly name: string;
  readonly short?: string;
  readonly type: 'bool' | 'text' | 'list' | 'number' | 'duration';
  /** The value while it is not given; duration in Go's notation. */
  readonly initial?: string;
  /** The value of a flag without one (`--dry-run`), pflag's NoOptDefVal; bool flags have `true`. */
  readonly alone?: string;
  /** kubectl has it, the rehearsal does not: using it ends the command with a sentence that says so. */
  readonly absent?: boolean;
  /** Not in the help. */
  readonly hidden?: boolean;
  /** What kubectl prints when it is used. */
  readonly deprecated?: string;
}

/** The flags of one call. Asking for a flag of another type or name is a mistake of ours and throws. */
export interface Flags {
  given(name: string): boolean;
  on(name: string): boolean;
  text(name: string): string;
  list(name: string): readonly string[];
  number(name: string): number;
  /** Milliseconds. */
  duration(name: string): number;
}

/** A command line taken apart. */
export interface ParsedFlags {
  readonly flags: Flags;
  readonly args: readonly string[];
  /** How many of `args` stood before `--`; -1 without one. */
  readonly dash: number;
  /** `-h` or `--help` was among them. */
  readonly help: boolean;
  /** The given flags that have `absent` or `deprecated`. */
  readonly notable: readonly Flag[];
}

/** A mistake in the flags, in pflag's words. */
export class FlagError extends Error {
  override readonly name = 'FlagError';
}

const help: Flag = { name: 'help', short: 'h', type: 'bool' };

/** Takes a command line apart as spf13/pflag does: `-n x`, `-nx`, `-n=x`, `--n=x`, `--n x`, `-it`, `--`. Throws FlagError. */
export function parseFlags(specs: readonly Flag[], argv: readonly string[]): ParsedFlags {
  const all = [...specs, help];
  const values = new Map<string, string[]>();
  const args: string[] = [];
  let dash = -1;

  const set = (flag: Flag, label: string, value: string): void => {
    const problem = complaint(flag, value);
    if (problem !== undefined) {
      const both = flag.short === undefined ? `--${flag.name}` : `-${flag.short}, --${flag.name}`;
      throw new FlagError(`invalid argument ${JSON.stringify(value)} for ${JSON.stringify(both)} flag: ${problem}`);
    }
    values.set(label, flag.type === 'list' ? [...(values.get(label) ?? []), value] : [value]);
  };

  for (let at = 0; at < argv.length; at++) {
    const arg = argv[at] ?? '';
    if (arg === '--') {
      dash = args.length;
      args.push(...argv.slice(at + 1));
      break;
    }
    if (arg.startsWith('--')) {
      const [, name = '', given] = /^--([^=]*)(?:=(.*))?$/s.exec(arg) ?? [];
      if (name === '' || name.startsWith('-')) throw new FlagError(`bad flag syntax: ${arg}`);
      const flag = all.find((candidate) => candidate.name === name.replaceAll('_', '-'));
      if (flag === undefined) throw new FlagError(`unknown flag: --${name}`);
      const value = given ?? alone(flag) ?? argv[++at];
      if (value === undefined) throw new FlagError(`flag needs an argument: --${name}`);
      set(flag, flag.name, value);
    } else if (arg.startsWith('-') && arg !== '-') {
      for (let letters = arg.slice(1); letters !== '';) {
        const letter = letters.slice(0, 1);
        const flag = all.find((candidate) => candidate.short === letter);
        if (flag === undefined) throw new FlagError(`unknown shorthand flag: '${letter}' in -${letters}`);
        const rest = letters.slice(1);
        if (rest.startsWith('=')) {
          set(flag, flag.name, rest.slice(1));
          break;
        }
        const implied = alone(flag);
        if (implied !== undefined) {
          set(flag, flag.name, implied);
          letters = rest;
          continue;
        }
        const value = rest === '' ? argv[++at] : rest;
        if (value === undefined) throw new FlagError(`flag needs an argument: '${letter}' in -${letters}`);
        set(flag, flag.name, value);
        break;
      }
    } else {
      args.push(arg);
    }
  }
  return {
    flags: reader(all, values),
    args,
    dash,
    help: values.get('help')?.[0] === 'true',
    notable: specs.filter((flag) => values.has(flag.name) && (flag.absent === true || flag.deprecated !== undefined)),
  };
}

/** The value that a flag takes when none is given; undefined when it needs one. */
export function alone(flag: Flag): string | undefined {
  return flag.alone ?? (flag.type === 'bool' ? 'true' : undefined);
}

const trueWords = new Set(['1', 't', 'T', 'true', 'TRUE', 'True']);
const falseWords = new Set(['0', 'f', 'F', 'false', 'FALSE', 'False']);

function complaint(flag: Flag, value: string): string | undefined {
  if (flag.type === 'bool' && !trueWords.has(value) && !falseWords.has(value))
    return `strconv.ParseBool: parsing ${JSON.stringify(value)}: invalid syntax`;
  if (flag.type === 'number' && !/^[+-]?\d+$/.test(value))
    return `strconv.ParseInt: parsing ${JSON.stringify(value)}: invalid syntax`;
  if (flag.type === 'number' && Math.abs(Number(value)) > 0x7fffffff)
    return `strconv.ParseInt: parsing ${JSON.stringify(value)}: value out of range`;
  if (flag.type === 'duration' && parseDuration(value) === undefined)
    return `time: invalid duration ${JSON.stringify(value)}`;
  return undefined;
}

function reader(specs: readonly Flag[], values: ReadonlyMap<string, readonly string[]>): Flags {
  const of = (name: string, ...types: readonly Flag['type'][]): readonly string[] => {
    const flag = specs.find((candidate) => candidate.name === name);
    if (flag === undefined || !types.includes(flag.type)) throw new Error(`no flag --${name} of type ${types.join()}`);
    return values.get(name) ?? (flag.initial === undefined ? [] : [flag.initial]);
  };
  return {
    given: (name) => values.has(name),
    on: (name) => trueWords.has(of(name, 'bool')[0] ?? 'false'),
    text: (name) => of(name, 'text')[0] ?? '',
    list: (name) => of(name, 'list'),
    number: (name) => Number(of(name, 'number')[0] ?? 0),
    duration: (name) => parseDuration(of(name, 'duration')[0] ?? '0') ?? 0,
  };
}
