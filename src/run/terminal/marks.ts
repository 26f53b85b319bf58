import { type Message, message } from '../../messages/message.ts';
import { Bulk, type Chunk, decode } from './bulk.ts';
import { functionVariables, outputMark, promptCommand, promptMarks } from './hooks.ts';
/**
 * Invisible marks: what the shell tells the engine between the bytes that people see.
 *
 * They follow OSC 133 (FinalTerm, iTerm2, kitty, VS Code's shell integration): A prompt start, B prompt end,
 * C output start, D;<exit> command end, `k=s` for the continuation prompt. Every mark carries the session's
 * token as `aid=`, so that a program that prints OSC 133 itself (a slide about it, a hostile log) is not believed.
 */

/** One mark as found in the bytes. */
export type Mark =
  /** The prompt is being printed. */
  | ({ readonly kind: 'promptStart' } & PromptFacts)
  /** The prompt is complete: the shell reads. `continuation`: it needs another line of the same command. */
  | { readonly kind: 'promptEnd'; readonly continuation: boolean; readonly exitCode: number }
  /** A line was read, and runs now. `exitCode`: of the command before it. `number`: of the command, in this shell. */
  | {
      readonly kind: 'outputStart';
      readonly exitCode: number;
      readonly number: number | undefined;
      readonly shell: string | undefined;
    }
  | {
      readonly kind: 'commandEnd';
      readonly exitCode: number;
      /** Nothing ran between the end of the command and the mark. */
      readonly inOrder: boolean;
      readonly shell: string | undefined;
      /** Watched variables that are unset, empty or `null` now. */
      readonly empty: readonly string[];
      /** `BASH_VERSION`, when the shell prints its first prompt. */
      readonly shellVersion: string | undefined;
    }
  /** bash's line editor shows a prompt, whatever stands in PS1: with each, and each time that it is drawn anew. */
  | { readonly kind: 'editor' }
  /** What bash says when it is asked by `askKey`; everything that prints marks is in its place after it. */
  | {
      readonly kind: 'answer';
      readonly exitCode: number;
      readonly shell: string | undefined;
      /** What prints marks with a prompt was in its place before. */
      readonly intact: boolean;
    }
  /** The jobs that run or are stopped, as `jobs` prints them. */
  | { readonly kind: 'jobs'; readonly text: string }
  /** Which shell has taken the line that asks for it: its version, in the variable of its kind. */
  | { readonly kind: 'shellKind'; readonly shellKind: ShellKind };

export type ShellKind = 'bash' | 'zsh' | 'fish' | 'sh';

/** What the mark at the beginning of a prompt tells. */
export interface PromptFacts {
  /** `$?` at that moment; undefined for a continuation prompt. */
  readonly exitCode: number | undefined;
  /** Process id of the shell. */
  readonly shell: string | undefined;
  /** How many commands the shell has run, and one. */
  readonly number: number | undefined;
  /** `$-`: the options of the shell. */
  readonly flags: string;
  /** Others have put something into PROMPT_COMMAND; undefined in a shell that does not tell. */
  readonly othersFirst: boolean | undefined;
  /** Watched variables that are unset, empty or `null`; undefined where the mark does not tell. */
  readonly empty: readonly string[] | undefined;
  /** `BASH_VERSION`; undefined when it is no bash. */
  readonly shellVersion: string | undefined;
}

/** A piece of what came through the terminal: text for people, or a mark. */
export type Piece = { readonly text: Chunk } | { readonly mark: Mark };

/** What a shell says of its state (`state-hooks.ts`): a piece of it, that it asks for one, that it has taken it. */
export type StateMark =
  | { readonly kind: 'told'; readonly text: string }
  | { readonly kind: 'asks' }
  /** `folder`: it is in the folder of the state. */
  | { readonly kind: 'taken'; readonly folder: boolean };

const opener = '\x1b]133;';
/** A mark is short; an opener without an end within this many characters is somebody else's text. */
const maxMarkLength = 16_384;

/** Splits a stream of chunks into text and marks, wherever the chunks were cut. */
export class MarkParser {
  readonly #suffix: string;
  readonly #onState: ((mark: StateMark) => void) | undefined;
  #held = '';

  /** `onState` gets what the shell says of its state, which is no piece of the text. */
  constructor(token: string, onState?: (mark: StateMark) => void) {
    this.#suffix = `;aid=${token}`;
    this.#onState = onState;
  }

  /** The pieces that `chunk` completes, in order. */
  feed(chunk: string | Uint8Array): Piece[] {
    const bulk = typeof chunk === 'string' || this.#held !== '' ? undefined : Bulk.of(chunk);
    if (bulk) return [{ text: bulk }];
    const data = this.#held + (typeof chunk === 'string' ? chunk : decode(chunk));
    this.#held = '';
    const pieces: Piece[] = [];
    let told = '';
    const say = (text: string): void => {
      told += text;
    };
    const end = (): Piece[] => {
      if (told !== '') pieces.push({ text: told });
      told = '';
      return pieces;
    };
    let at = 0;
    for (;;) {
      const start = data.indexOf(opener, at);
      if (start < 0) break;
      const sequence = endOfSequence(data, start + opener.length);
      if (sequence === undefined) {
        if (data.length - start > maxMarkLength) {
          say(data.slice(at, start + opener.length));
          at = start + opener.length;
          continue;
        }
        say(data.slice(at, start));
        this.#held = data.slice(start);
        return end();
      }
      say(data.slice(at, start));
      const mark = this.#read(data.slice(start + opener.length, sequence.body));
      if (mark === 'state') end();
      else if (mark) end().push({ mark });
      else say(data.slice(start, sequence.after));
      at = sequence.after;
    }
    const cut = beginningAtEnd(data, at);
    this.#held = data.slice(cut);
    say(data.slice(at, cut));
    return end();
  }

  /**
   * The mark in the body of an OSC 133 sequence; undefined when it is not this session's, `state` when it tells of the state. Those that stand in variables have
   * `s=$?`: where it is not expanded, somebody prints the environment (`env`), and that is text.
   */
  #read(body: string): Mark | 'state' | undefined {
    if (!body.endsWith(this.#suffix)) return undefined;
    const whole = body.slice(0, -this.#suffix.length);
    const [kind = '', ...fields] = whole.split(';');
    const value = (key: string): string | undefined =>
      fields.find((field) => field.startsWith(`${key}=`))?.slice(key.length + 1);
    const number = (key: string): number | undefined => {
      const text = value(key) ?? '';
      return /^\d+$/.test(text) ? Number(text) : undefined;
    };
    const list = (key: string): readonly string[] | undefined => value(key)?.split(',').filter(Boolean);
    if (kind === 'P') return { kind: 'editor' };
    if (kind === 'J') return { kind: 'jobs', text: whole.slice(2) };
    if (kind === 'K') return { kind: 'shellKind', shellKind: kindOf(value) };
    if (kind === 'S') return this.#state({ kind: 'told', text: whole.slice(2) });
    if (kind === 'L')
      return this.#state(fields.length === 0 ? { kind: 'asks' } : { kind: 'taken', folder: value('c') === '0' });
    const exitCode = number('s');
    if (exitCode === undefined) return undefined;
    const continuation = value('k') === 's';
    const shell = number('p')?.toString();
    switch (kind) {
      case 'A': {
        const commands = number('c');
        return {
          kind: 'promptStart',
          exitCode: continuation ? undefined : exitCode,
          ...{ shell, number: number('n'), flags: value('f') ?? '', empty: list('e') },
          shellVersion: value('v') === '' ? undefined : value('v'),
          othersFirst: value('c') === undefined ? undefined : commands !== promptCommand.length,
        };
      }
      case 'B':
        return { kind: 'promptEnd', continuation, exitCode };
      case 'C':
        return { kind: 'outputStart', exitCode, number: number('n'), shell };
      case 'D':
        return {
          kind: 'commandEnd',
          ...{ exitCode, shell, inOrder: value('q') !== '0' },
          ...{ empty: list('e') ?? [], shellVersion: value('v') },
        };
      case 'R':
        return { kind: 'answer', exitCode, shell, intact: value('i') === '1' };
      default:
        return undefined;
    }
  }

  #state(mark: StateMark): 'state' {
    this.#onState?.(mark);
    return 'state';
  }
}

function kindOf(value: (key: string) => string | undefined): ShellKind {
  if (value('b')) return 'bash';
  if (value('z')) return 'zsh';
  if (value('f')) return 'fish';
  return 'sh';
}

/** Where the beginning of an opener stands at the end of `data`, not before `from`; the end when there is none. */
function beginningAtEnd(data: string, from: number): number {
  // Not the whole text: looking backwards is slow, and a flood has no escapes.
  const last = Math.max(from, data.length - opener.length + 1);
  const start = last + data.slice(last).lastIndexOf('\x1b');
  return start >= last && opener.startsWith(data.slice(start)) ? start : data.length;
}

/** Where an OSC sequence whose body begins at `from` ends: BEL, or ESC \. */
function endOfSequence(data: string, from: number): { body: number; after: number } | undefined {
  const limit = Math.min(data.length, from + maxMarkLength);
  for (let at = from; at < limit; at++) {
    const code = data.charCodeAt(at);
    if (code === 0x07) return { body: at, after: at + 1 };
    if (code === 0x1b) {
      if (at + 1 >= data.length) return undefined;
      return { body: at, after: data[at + 1] === '\\' ? at + 2 : at };
    }
  }
  return undefined;
}

/**
 * Environment variables that make an interactive shell print marks.
 *
 * - `PS0` (bash 4.4) prints C after the line was read and before it runs.
 * - `PS1` prints A with `$?` (so that sh, dash and busybox, which have nothing else, tell an exit code too) and B.
 * - `PS2` prints A and B with `k=s`.
 * - `PROMPT_COMMAND` and the functions that it calls keep all of that in its place (`hooks.ts`), and print D.
 * - `INPUTRC`: what a person has in ~/.inputrc would change what is typed.
 *
 * The marks in them carry `s=$?`, which the shell replaces when it prints them, and `env` does not.
 *
 * They are exported, so that a shell started from the shell (`bash`, `exec bash`, `sh`) prints them as well.
 * Bytes 1 and 2 tell readline that what is between them has no width; dash prints them, and terminals ignore them.
 */
export function markEnvironment(
  token: string,
  prompt: string,
  watched: readonly string[],
): Readonly<Record<string, string>> {
  const mark = (body: string): string => `\x1b]133;${body};aid=${token}\x07`;
  const marks = promptMarks(watched);
  const around = ([start, end]: readonly [string, string], text: string): string =>
    `\x01${mark(start)}\x02${text}\x01${mark(end)}\x02`;
  return {
    ...functionVariables(token, watched),
    PROMPT_COMMAND: promptCommand,
    PS0: mark(outputMark),
    PS1: around(marks.PS1, prompt),
    PS2: around(marks.PS2, '> '),
    INPUTRC: '/dev/null',
  };
}

/** bash has PS0 since 4.4. */
const oldestBash = [4, 4] as const;

/** Why a shell of this `BASH_VERSION` is of no use; undefined when it is good enough, or no bash. */
export function refusalOf(version: string | undefined): Message | undefined {
  if (version === undefined) return undefined;
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldMajor, oldMinor] = oldestBash;
  if (major > oldMajor || (major === oldMajor && minor >= oldMinor)) return undefined;
  return message('run/old-bash', { version, least: `${oldMajor}.${oldMinor}` });
}
