import { Capture, PlainWindow } from './capture.ts';
import type { Mark, Piece } from './marks.ts';

/**
 * What the shell is doing. `typed`: a line was sent, and nothing is known of it yet. `continuation`: it needs another
 * line of the same command. `closed`: it is gone.
 */
export type ShellState = 'starting' | 'prompt' | 'continuation' | 'typed' | 'running' | 'closed';

/** One command as the marks tell it. */
export interface ShellCommand {
  /** As typed; empty when a person typed it. */
  text: string;
  /** A person typed it, and not the runner. */
  readonly byPerson: boolean;
  /** Undefined until it has ended. */
  exitCode: number | undefined;
  /** False when the shell threw the line away without running it: a syntax error, history expansion. */
  executed: boolean;
  readonly capture: Capture;
  /** The file of the deck whose step typed it. */
  chapter?: string;
  /** Watched variables that it left empty. */
  empty: readonly string[];
  /** What stood between prompt and Return when a person typed it: the lines as the screen shows them. */
  byHand?: Promise<string>;
}

/** What a piece of the stream has told. */
export type ShellEvent =
  /** A line of input is complete; it stands on the screen between the end of the prompt and the cursor. */
  | { readonly kind: 'lineEnd' }
  | { readonly kind: 'commandStart' | 'commandEnd'; readonly command: ShellCommand }
  | { readonly kind: 'promptStart'; readonly continuation: boolean }
  | { readonly kind: 'promptEnd' };

/** Everything that decides what the next piece means. */
type State = Settled | Prompting | { readonly kind: 'closed'; readonly exitCode: number | undefined };

type Settled =
  | { readonly kind: 'starting' | 'running' }
  /** `announced`: mark D came before it. Only bash prints D, and bash marks the start of outputs, too. */
  | { readonly kind: 'prompt'; readonly announced: boolean }
  /** `marksStart`: the shell that got the line marks the start of outputs. */
  | { readonly kind: 'continuation'; readonly marksStart: boolean }
  /** `echoing`: the echo of the line is still to come. */
  | { readonly kind: 'typed'; readonly marksStart: boolean; readonly echoing: boolean };

/** A prompt was announced (mark D) or is being printed (mark A), and is not complete: until then, the shell counts as before. */
interface Prompting {
  readonly kind: 'prompting';
  readonly before: Settled;
  readonly announced: boolean;
  /** Between the marks A and B: what comes is the prompt. */
  readonly isPrinting: boolean;
}

/**
 * Follows a shell by its marks and by what is typed into it: what it is doing, its newest command, and the text that came
 * since something was typed. A state machine without timers, screen or terminal.
 */
export class ShellTracker {
  /** Text that came since something was last typed: what a `wait` may look at. */
  readonly window = new PlainWindow();
  #state: State = { kind: 'starting' };
  #command: ShellCommand | undefined;
  #lastExitCode: number | undefined;
  #version: string | undefined;

  get state(): ShellState {
    return this.#state.kind === 'prompting' ? this.#state.before.kind : this.#state.kind;
  }

  /** The command that was typed last, ended or not. */
  get command(): ShellCommand | undefined {
    return this.#command;
  }

  /** Exit code of the last command that has ended; undefined when none has. */
  get lastExitCode(): number | undefined {
    return this.#lastExitCode;
  }

  /** Exit code of the shell itself, once it is closed. */
  get exitCode(): number | undefined {
    return this.#state.kind === 'closed' ? this.#state.exitCode : undefined;
  }

  /** `BASH_VERSION` of the shell that printed the first prompt; undefined when it is no bash. */
  get shellVersion(): string | undefined {
    return this.#version;
  }

  /** True when the prompt that is there, or on its way, was announced by mark D, as bash does it and no other shell. */
  get isAnnounced(): boolean {
    return isAnnounced(this.#state);
  }

  /** Starts a new command: its first line will be typed next. */
  begin(text: string): void {
    this.#command = newCommand(text);
  }

  /** Adds a line to the command that is being typed. */
  extend(line: string): void {
    if (this.#command) this.#command.text += `\n${line}`;
  }

  /** A line and Return are typed. */
  lineTyped(): void {
    this.window.clear();
    this.#state = { kind: 'typed', marksStart: marksStartNext(this.#state), echoing: true };
  }

  /** Keys are typed. False when they went to a program; at a prompt they edit a line, and Return runs it, whatever it is. */
  keysTyped(keys: string, byPerson = false): boolean {
    const { state } = this;
    if (state !== 'prompt' && state !== 'continuation') return false;
    const isRun = /[\r\n]/.test(keys);
    if (state === 'prompt') this.#command = isRun ? newCommand('', byPerson) : undefined;
    if (isRun) this.lineTyped();
    return true;
  }

  /** The shell has ended; what still comes is text. */
  close(exitCode: number | undefined): void {
    if (this.#state.kind !== 'closed' || exitCode !== undefined) this.#state = { kind: 'closed', exitCode };
  }

  /** Takes the next piece of the stream; gives what it tells. */
  feed(piece: Piece): readonly ShellEvent[] {
    if ('mark' in piece) return this.#onMark(piece.mark);
    this.#onText(piece.text);
    return [];
  }

  #onText(text: string): void {
    const state = this.#state;
    if (state.kind === 'typed' && state.echoing) {
      // The echo of the line ends with it. What follows without a C mark is a message of the shell itself,
      // or the output of a command in a shell that has no C mark (sh, dash).
      const end = text.indexOf('\n');
      if (end < 0) return;
      text = text.slice(end + 1);
      this.#state = state.marksStart ? { ...state, echoing: false } : { kind: 'running' };
    }
    if (state.kind === 'prompting' && state.isPrinting) return;
    if (this.#command?.exitCode === undefined) this.#command?.capture.add(text);
    this.window.add(text);
  }

  #onMark(mark: Mark): readonly ShellEvent[] {
    const state = this.#state;
    if (state.kind === 'closed') return [];
    switch (mark.kind) {
      case 'outputStart':
        return this.#start();
      case 'commandEnd':
        if (this.state === 'starting') this.#version = mark.shellVersion;
        this.#state = { ...promptingOf(state), announced: true };
        return this.#end(mark.exitCode, mark.empty);
      case 'promptStart': {
        const continuation = mark.exitCode === undefined;
        const told: readonly ShellEvent[] =
          mark.exitCode === undefined ? [{ kind: 'lineEnd' }] : this.#end(mark.exitCode, []);
        this.#state = { ...promptingOf(state), isPrinting: true };
        return [...told, { kind: 'promptStart', continuation }];
      }
      case 'promptEnd':
        this.#state = mark.continuation
          ? { kind: 'continuation', marksStart: marksStartBefore(state) }
          : { kind: 'prompt', announced: isAnnounced(state) };
        return [{ kind: 'promptEnd' }];
    }
  }

  /** The output of a command begins. Lines that were pasted together give several such marks; only the first starts a command. */
  #start(): readonly ShellEvent[] {
    if (this.state === 'running') return [];
    const typed = this.state === 'typed' ? this.#command : undefined;
    const command = { ...newCommand(typed?.text ?? '', typed?.byPerson), executed: true };
    this.#command = command;
    this.#state = { kind: 'running' };
    this.window.clear();
    return [{ kind: 'lineEnd' }, { kind: 'commandStart', command }];
  }

  /** The command that runs, or the line that was typed, has ended. */
  #end(exitCode: number, empty: readonly string[]): readonly ShellEvent[] {
    const command = this.#command;
    if (!command || command.exitCode !== undefined) return [];
    if (this.state !== 'running' && this.state !== 'typed') return [];
    this.#lastExitCode = exitCode;
    // A shell that marks the start of outputs did not run a line without one.
    command.executed = this.state === 'running';
    command.exitCode = exitCode;
    command.empty = empty;
    return command.executed ? [{ kind: 'commandEnd', command }] : [];
  }
}

function newCommand(text: string, byPerson = false): ShellCommand {
  return { text, byPerson, exitCode: undefined, executed: false, capture: new Capture(), empty: [] };
}

/** The state after the first mark of a prompt. */
function promptingOf(state: Settled | Prompting): Prompting {
  if (state.kind === 'prompting') return state;
  return { kind: 'prompting', before: state, announced: isAnnounced(state), isPrinting: false };
}

function isAnnounced(state: State): boolean {
  return 'announced' in state && state.announced;
}

/** True when the shell that got the last line marks the start of its output. */
function marksStartBefore(state: State): boolean {
  const settled = state.kind === 'prompting' ? state.before : state;
  return 'marksStart' in settled && settled.marksStart;
}

/** True when the shell marks the start of the output of a line that is typed now. */
function marksStartNext(state: State): boolean {
  const settled = state.kind === 'prompting' ? state.before : state;
  return settled.kind === 'continuation' ? settled.marksStart : isAnnounced(state);
}
