import type { StateMark } from './marks.ts';
import { restoreText } from './restore-text.ts';
import { readPart, type ShellPart } from './shell-part.ts';
import { ansiQuoted, answerEnd, loader, loaderVariable, saveKey, saveVariables, stateLimit } from './state-hooks.ts';
import type { ShellTracker } from './tracker.ts';
import type { WaitOptions, WaitOutcome } from './wait.ts';

/** The terminal of the shell. */
interface LinkedTerminal {
  readonly tracker: Pick<ShellTracker, 'asked' | 'settle' | 'isAnnounced' | 'depth' | 'facts'>;
  readonly write: (keys: string) => void;
  readonly until: <T>(probe: () => T | undefined, options: WaitOptions) => Promise<WaitOutcome<T>>;
}

/** What a shell said when it was asked for its state: why there is none. `program`: something else has the terminal. */
export type SavedShell =
  | { readonly kind: 'part'; readonly part: ShellPart }
  | { readonly kind: 'program' }
  | { readonly kind: 'silent' }
  /** In characters. */
  | { readonly kind: 'tooLarge'; readonly size: number; readonly limit: number };

/** How long a shell may take to tell its state, in milliseconds. */
const tellMs = 3_000;

/** A shell that has said nothing so often in a row is not asked again: each time takes its time. */
const mostSilences = 2;

/** Asks one shell for its state, and gives it that of another one when it begins. */
export class StateLink {
  readonly #token: string;
  readonly #part: ShellPart | undefined;
  #terminal: LinkedTerminal | undefined;
  #told = '';
  #answer: SavedShell | undefined;
  #taken: { readonly folder: boolean } | undefined;
  /** How often in a row it was asked and said nothing. */
  #silences = 0;

  /** `part`: what the shell is to become before its first prompt. */
  constructor(token: string, part?: ShellPart) {
    this.#token = token;
    this.#part = part;
  }

  /** What the shell has taken of the state; undefined when it never asked for one, or has not taken it. */
  get taken(): { readonly folder: boolean } | undefined {
    return this.#taken;
  }

  /** Environment variables of the shell, `variables` being those that it gets anyway. */
  environment(variables: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
    const own = { ...variables, ...saveVariables(this.#token) };
    if (!this.#part) return own;
    const first = variables['PROMPT_COMMAND'] ?? '';
    return { ...own, [loaderVariable]: '1', PROMPT_COMMAND: `${loader(this.#token)}\n${first}` };
  }

  /** What the shell must run after start-up files, which may have taken its PROMPT_COMMAND away. */
  get afterStartup(): string {
    return this.#part ? `${loader(this.#token)}; ` : '';
  }

  attach(terminal: LinkedTerminal): void {
    this.#terminal = terminal;
  }

  /** The shell says something of its state. */
  read(mark: StateMark): void {
    if (mark.kind === 'taken') this.#taken = { folder: mark.folder };
    else if (mark.kind === 'asks') {
      const text = this.#part ? restoreText(this.#part, this.#token) : ':';
      this.#terminal?.write(`builtin eval ${ansiQuoted(text)}${answerEnd}`);
    } else if (mark.text.startsWith('+')) this.#told += mark.text.slice(1);
    else if (mark.text.startsWith('-')) {
      this.#answer = { kind: 'tooLarge', size: Number(mark.text.slice(1)), limit: stateLimit };
    } else {
      const part = readPart(this.#told, this.#token);
      this.#answer = part ? { kind: 'part', part } : { kind: 'silent' };
    }
  }

  /** Asks the shell, which must be at its prompt, for its state; nobody sees that. */
  async save(signal: AbortSignal): Promise<SavedShell> {
    const terminal = this.#terminal;
    if (!terminal) return { kind: 'silent' };
    const { tracker, write, until } = terminal;
    if (!tracker.isAnnounced || tracker.depth !== 1) return { kind: 'program' };
    if (!tracker.facts.hasEditor || this.#silences >= mostSilences) return { kind: 'silent' };
    this.#told = '';
    this.#answer = undefined;
    tracker.asked();
    write(saveKey);
    const outcome = await until(() => this.#answer, { ms: tellMs, signal });
    if (outcome.kind === 'held') {
      this.#silences = 0;
      return outcome.value;
    }
    if (outcome.kind !== 'aborted') this.#silences++;
    tracker.settle();
    return { kind: 'silent' };
  }
}
