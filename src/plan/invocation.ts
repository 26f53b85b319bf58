import type { Command } from 'unbash';
import { type ProgramShape, shapes, wrappers } from './program-data.ts';

/** One simple command as far as its text tells: what a wrapper such as `sudo` or `timeout` runs, not the wrapper. */
export interface Invocation {
  /** Name without folder; `''` when there are only assignments. */
  readonly program: string;
  /** Options with their last value: `-w`, `--tail` → `10`; a cluster such as `-it` counts as each of its letters. */
  readonly options: ReadonlyMap<string, string | undefined>;
  /** What is no option, sub-commands included. */
  readonly operands: readonly string[];
  /** Ends in any case, because `timeout` runs it. */
  readonly bounded: boolean;
}

const noShape: ProgramShape = { valued: [] };

/** How the words of a program are to be read; undefined for one that is not known. */
export function shapeOf(program: string): ProgramShape | undefined {
  return Object.hasOwn(shapes, program) ? shapes[program] : undefined;
}

/** What a simple command runs, and how. */
export function invocationOf(command: Command): Invocation {
  let rest: string[] = command.args.map((argument) =>
    argument.type === 'Assignment' ? argument.text : argument.value,
  );
  if (command.name === undefined) return { program: '', options: new Map(), operands: [], bounded: false };
  const words = [command.name.value, ...rest];
  const { at, bounded } = programAt(words);
  let program = baseName(words[at] ?? '');
  rest = words.slice(at + 1);
  if (program === 'docker' && rest[0] === 'compose') [program, rest] = ['docker-compose', rest.slice(1)];
  const { options, operands } = readWords(rest, shapeOf(program) ?? noShape);
  return { program, bounded, options: new Map(options), operands };
}

/** True when the operands begin with the words of a sub-command; every command does with `''`. */
export function hasSubcommand({ operands }: Invocation, subcommand: string): boolean {
  return subcommand === '' || subcommand.split(' ').every((word, index) => operands[index] === word);
}

/** Which of a command's words is the program in the end, past `sudo` and the like; `bounded` when `timeout` is among those. */
export function programAt(words: readonly string[]): { readonly at: number; readonly bounded: boolean } {
  let at = 0;
  let bounded = false;
  for (;;) {
    const program = baseName(words[at] ?? '');
    const wrapper = Object.hasOwn(wrappers, program) ? wrappers[program] : undefined;
    const next = wrapper && skipWrapper(words, at + 1, wrapper);
    // `sudo -i`, `env` alone: the wrapper is the program.
    if (next === undefined) return { at, bounded };
    bounded ||= program === 'timeout';
    at = next;
  }
}

/** Index of the wrapped program's name; the wrapper's own words begin at `from`. */
function skipWrapper(
  words: readonly string[],
  from: number,
  { valued, operands }: (typeof wrappers)[string],
): number | undefined {
  let missing = operands;
  for (let at = from; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word === '--') continue;
    if (word.startsWith('-')) {
      if (valued.includes(word)) at++;
    } else if (!/^\w+=/.test(word) && missing-- <= 0) {
      return at;
    }
  }
  return undefined;
}

/** An option and its value; none for one that has no value, or whose value is not known to be one. */
export type Option = readonly [name: string, value: string | undefined];

/** The options and operands of a program, in the order in which they stand; a cluster such as `-it` counts as each of its letters. */
export function readWords(
  rest: readonly string[],
  shape: ProgramShape,
): { readonly options: readonly Option[]; readonly operands: readonly string[] } {
  const options: Option[] = [];
  const operands: string[] = [];
  let optionsEnded = false;
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at] ?? '';
    if (optionsEnded || word === '-' || !word.startsWith('-')) {
      operands.push(word);
      optionsEnded ||= passesThrough(shape, operands);
      continue;
    }
    if (word === '--') {
      optionsEnded = true;
      continue;
    }
    const awaiting = readOption(word, valuedOptions(shape, operands[0]), options);
    if (awaiting !== undefined) options.push([awaiting, rest[++at]]);
  }
  return { options, operands };
}

function passesThrough({ passThrough = [] }: ProgramShape, operands: readonly string[]): boolean {
  return operands.length === 1
    ? passThrough.includes('')
    : operands.length === 2 && passThrough.includes(operands[0] ?? '');
}

function valuedOptions(
  { valued, valuedFirst = [], valuedAfter = {} }: ProgramShape,
  subcommand: string | undefined,
): readonly string[] {
  if (subcommand === undefined) return [...valued, ...valuedFirst];
  return Object.hasOwn(valuedAfter, subcommand) ? [...valued, ...(valuedAfter[subcommand] ?? [])] : valued;
}

/** Notes what one word sets; returns the option whose value is the next word. */
function readOption(word: string, valued: readonly string[], options: Option[]): string | undefined {
  if (word.startsWith('--')) {
    const [name = word, ...value] = word.split('=');
    // `--watch=false` is the same as leaving it out.
    if (value.length === 0 && valued.includes(name)) return name;
    if (value[0] !== 'false') options.push([name, value.length > 0 ? value.join('=') : undefined]);
    return undefined;
  }
  // Some Go programs write long options with one dash.
  if (word === '-version' || word === '-help') options.push([`-${word}`, undefined]);
  for (let index = 1; index < word.length; index++) {
    const option = `-${word.charAt(index)}`;
    const value = word.slice(index + 1);
    if (value === '=false') return undefined;
    if (valued.includes(option)) {
      if (value === '') return option;
      options.push([option, value.replace(/^=/, '')]);
      return undefined;
    }
    options.push([option, undefined]);
  }
  return undefined;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
