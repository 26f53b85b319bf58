import { readData } from '../../data.ts';
import { type AppletCall, refuse } from './applet.ts';

/** The options and operands of a call. */
export interface Options {
  readonly has: (letter: string) => boolean;
  /** Value of an option that has one; the last one counts. */
  readonly value: (letter: string) => string | undefined;
  readonly values: (letter: string) => readonly string[];
  readonly operands: readonly string[];
}

/** What a program takes. */
export interface OptionRules {
  /** Letters; a colon after one that has a value: `n:q`. */
  readonly known: string;
  /** Letters that the real one has and ours has not. */
  readonly absent?: string;
  /** Long names, and the letters they stand for; `lines=` has a value. */
  readonly long?: Readonly<Record<string, string>>;
  /** Options end at the first operand. */
  readonly inOrder?: boolean;
  /** Exit code of a wrong call. Default: 1. */
  readonly wrong?: number;
  /** Operands, at least. */
  readonly least?: number;
}

/** Ends a program with this exit code: what was wrong is said. */
export class Ended extends Error {
  readonly code: number;
  constructor(code: number) {
    super();
    this.code = code;
  }
}

/** The name of a program, as it calls itself. */
export function programName({ name }: Pick<AppletCall, 'name'>): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

/** Reads the options of a call, as getopt does. Throws Ended. */
export function readOptions(run: AppletCall, rules: OptionRules): Options {
  const { known, absent = '', long = {}, inOrder = false, wrong = 1, least = 0 } = rules;
  const found = new Map<string, string[]>();
  const operands: string[] = [];
  const program = programName(run);
  const say = (text: string): never => {
    run.io.stderr(`${program}: ${text}\n${usageOf(program)}`);
    throw new Ended(wrong);
  };
  const note = (letter: string, value = ''): void => {
    found.set(letter, [...(found.get(letter) ?? []), value]);
  };
  const { args } = run;
  for (let index = 0; index < args.length; index++) {
    const word = args[index] ?? '';
    if (word === '--') {
      operands.push(...args.slice(index + 1));
      break;
    }
    if (word === '--help') {
      run.io.stderr(usageOf(program));
      throw new Ended(0);
    }
    if (word.startsWith('--')) {
      const [name = '', given] = word.slice(2).split(/=(.*)/s);
      const letter = long[name] ?? long[`${name}=`];
      if (letter === undefined) say(`unrecognized option '${word}'`);
      else note(letter, long[`${name}=`] === undefined ? '' : (given ?? args[++index] ?? ''));
      continue;
    }
    if (!/^-./.test(word)) {
      if (inOrder) {
        operands.push(...args.slice(index));
        break;
      }
      operands.push(word);
      continue;
    }
    for (let at = 1; at < word.length; at++) {
      const letter = word[at] ?? '';
      const place = letter === ':' ? -1 : known.indexOf(letter);
      if (place < 0) {
        if (absent.includes(letter) && letter !== ':') throw new Ended(refuse(run, `${program} -${letter}`));
        say(`invalid option -- '${letter}'`);
      }
      if (known[place + 1] !== ':') note(letter);
      else {
        const rest = word.slice(at + 1);
        const value = rest === '' ? args[++index] : rest;
        if (value === undefined) say(`option requires an argument -- '${letter}'`);
        note(letter, value);
        break;
      }
    }
  }
  if (operands.length < least) {
    run.io.stderr(usageOf(program));
    throw new Ended(wrong);
  }
  return {
    has: (letter) => found.has(letter),
    value: (letter) => found.get(letter)?.at(-1),
    values: (letter) => found.get(letter) ?? [],
    operands,
  };
}

/** What a program of busybox says of how it is called. */
export function usageOf(program: string): string {
  const texts = JSON.parse(readData('busybox.json')) as Readonly<Record<string, string>>;
  return `BusyBox v1.35.0 (Debian 1:1.35.0-4+deb12u1+b1) multi-call binary.\n\nUsage: ${texts[program] ?? `${program}\n`}`;
}
