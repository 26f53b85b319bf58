import type { Clock } from '../clock.ts';
import { asPaste, quoteControls } from './ansi.ts';
import type { ShellTracker } from './tracker.ts';

/** The terminal that is typed into. */
export interface TypedTerminal {
  /** Keys of the line editor may be bound to something else from the start. */
  readonly mayBeBound?: boolean | undefined;
  readonly tracker: ShellTracker;
  readonly write: (keys: string) => void;
  /** Who waits for somebody to type: a program, or the shell itself, for a builtin or already at its next prompt. */
  readonly reader: () => 'program' | 'shell' | undefined;
  readonly clock: Pick<Clock, 'after'>;
}

/** Keys that stop a program: they go to it at once, whoever types. */
const stopping = /[\x03\x1a\x1c]/;
/** Lines after which keys may be bound to something else: macros would change what is typed, unless it is pasted. */
const mayBind = /\bbind\b|\bsource\b|(?:^|[;&|])\s*\.\s|sh\b|\bsu(?:do)?\b/;
/** After so many milliseconds it is asked again whether a program reads now; then after twice as long, up to a second. The system gives no event for it. */
const firstAskMs = 20;
const longestAskMs = 1_000;
/** What a person may type while a unit runs, in UTF-16 code units; more is a key that somebody leans on. */
const mostHeld = 4096;

/**
 * Types for the runner and for a person, and keeps the two apart: while the runner types commands, a person's keys wait
 * (unless a program asks for them), and are given back afterwards; so is the line that they had half typed.
 */
export class Typist {
  readonly #terminal: TypedTerminal;
  /** What may stand on the line that is being edited, besides what the runner types. */
  #left: 'nothing' | 'rest' | 'person' = 'nothing';
  /** Keys that wait, of each person; undefined while none have to. */
  #held: Map<unknown, string> | undefined;
  #stopAsking: (() => void) | undefined;
  /** Keys of the line editor may be bound to something else. */
  #mayBeBound: boolean;
  /** A half-typed line of a person was taken off the prompt, into readline's kill ring. */
  #killed = false;
  /** Letters of a line that was typed ahead, if nobody has changed it. */
  #ahead = 0;

  constructor(terminal: TypedTerminal) {
    this.#terminal = terminal;
    this.#mayBeBound = terminal.mayBeBound ?? false;
  }

  /** A line and Return, at a prompt or as the continuation of a command. */
  line(line: string): void {
    const { tracker, write } = this.#terminal;
    const text = this.#asKeys(line);
    this.#mayBeBound ||= mayBind.test(line);
    const clearing = tracker.keepsLine ? '\x15' : this.#clearing();
    tracker.lineTyped();
    write(`${clearing}${text}\r`);
    this.#is('nothing');
  }

  /** A piece of a line that the runner will type later, for people to see it come: whoever types takes its place. */
  ahead(piece: string): void {
    const { tracker, write } = this.#terminal;
    const clearing = this.#ahead > 0 ? '' : this.#clearing();
    tracker.keysTyped(piece);
    write(`${clearing}${this.#asKeys(piece)}`);
    this.#left = 'rest';
    this.#ahead += Array.from(piece).length;
  }

  /** What was typed ahead is taken away again. */
  takeBack(): void {
    const { tracker, write } = this.#terminal;
    if (this.#ahead === 0 || tracker.state !== 'prompt') return;
    write(this.#clearing());
    this.#is('nothing');
  }

  /** The runner's keys, for whatever has the terminal. */
  keys(keys: string): void {
    const { tracker, write } = this.#terminal;
    tracker.window.clear();
    this.#is('rest');
    tracker.keysTyped(keys);
    write(keys);
  }

  /** An answer of the terminal to a program, or keys that end one: they may come too late for it. */
  answer(keys: string): void {
    this.#is('rest');
    this.#terminal.write(keys);
  }

  /** What a person types or pastes; `who` tells one from another. */
  input(keys: string, who?: unknown): void {
    const { tracker, reader } = this.#terminal;
    if (this.#held === undefined) {
      this.#pass(keys);
      return;
    }
    const stop = tracker.state === 'running' ? keys.search(stopping) : -1;
    if (stop >= 0) this.#pass(keys.slice(stop));
    else if (tracker.state === 'running' && reader() === 'program') this.#pass(keys);
    else {
      this.#held.set(who, ((this.#held.get(who) ?? '') + keys).slice(0, mostHeld));
      if (tracker.state === 'running') this.#askLater(firstAskMs, false);
    }
  }

  /**
   * A program may have asked for keys before it reads them: they wait until it does. The shell has to read twice: the marks of its
   * next prompt may be on their way.
   */
  #askLater(ms: number, shellReads: boolean): void {
    const { tracker, reader, clock } = this.#terminal;
    this.#stopAsking ??= clock.after(ms, () => {
      this.#stopAsking = undefined;
      if (!this.#held?.size || tracker.state !== 'running') return;
      const found = reader();
      if (found === 'program' || (found === 'shell' && shellReads)) {
        this.#passHeld();
        this.#held = new Map();
      } else this.#askLater(found ? firstAskMs : Math.min(2 * ms, longestAskMs), found === 'shell');
    });
  }

  /** The runner begins to type: from now on, a person's keys wait, and the line that they have half typed is put aside. */
  hold(): void {
    this.#held ??= new Map();
    const { tracker, write } = this.#terminal;
    // Only readline has a kill ring, and of the shells only bash announces its prompts.
    if (this.#left !== 'person' || tracker.state !== 'prompt' || !tracker.isAnnounced) return;
    write('\x05\x15');
    this.#killed = true;
    this.#is('nothing');
  }

  /** The runner has done: what a person has typed meanwhile is typed now, after the line that was put aside. */
  giveBack(): void {
    const { tracker, write } = this.#terminal;
    this.#stopAsking?.();
    this.#stopAsking = undefined;
    if (this.#killed && tracker.state === 'prompt') {
      write(`${this.#clearing()}\x19`);
      this.#is('person');
    }
    this.#killed = false;
    this.#passHeld();
    this.#held = undefined;
  }

  /** Passes on what waits: of each person in one piece, whole lines first. */
  #passHeld(): void {
    const all = [...(this.#held?.values() ?? [])];
    const isWhole = (keys: string): boolean => /[\r\n]$/.test(keys);
    const held = [...all.filter(isWhole), ...all.filter((keys) => !isWhole(keys))].join('');
    if (held !== '') this.#pass(held);
  }

  #pass(keys: string): void {
    const { tracker, write } = this.#terminal;
    this.#mayBeBound = true;
    if (tracker.keysTyped(keys, true)) this.#is(/[\r\n\x03]$/.test(keys) ? 'nothing' : 'person');
    write(keys);
  }

  /** Says what may stand on the line from now on, none of it typed ahead. */
  #is(left: 'nothing' | 'rest' | 'person'): void {
    this.#left = left;
    this.#ahead = 0;
  }

  /** Keys that take away what may stand on the line: ^U, or, where that would push a person's line down the kill ring, as many rubouts as there are letters. */
  #clearing(): string {
    if (this.#ahead > 0) return '\x7f'.repeat(this.#ahead);
    return this.#left === 'nothing' ? '' : '\x15';
  }

  #asKeys(text: string): string {
    return this.#mayBeBound && this.#terminal.tracker.facts.takesPaste ? asPaste(text) : quoteControls(text);
  }
}
