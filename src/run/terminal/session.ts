import { randomBytes } from 'node:crypto';
import type { Size, Target, Tty } from '../../target/target.ts';
import { TargetError } from '../../target/target.ts';
import { type Clock, systemClock } from '../clock.ts';
import { Capture, PlainWindow } from './capture.ts';
import { foregroundOf, type Foreground } from './foreground.ts';
import { type Mark, markCommand, markEnvironment, MarkParser } from './marks.ts';
import { renderOutput, Screen } from './screen.ts';

/**
 * What the shell is doing. `typed`: a line was sent, and nothing is known of it yet. `continuation`: it needs another
 * line of the same command. `closed`: it is gone.
 */
export type ShellState = 'starting' | 'prompt' | 'continuation' | 'typed' | 'running' | 'closed';

/** One command as the marks tell it. */
export interface ShellCommand {
  /** As typed; empty when somebody else typed it. */
  text: string;
  /** Undefined until it has ended. */
  exitCode: number | undefined;
  /** False when the shell threw the line away without running it: a syntax error, history expansion. */
  executed: boolean;
  readonly capture: Capture;
  /** What `story` has rendered. */
  rendered?: string;
  /** Watched variables that it left empty. */
  empty: readonly string[];
  /** What stood between prompt and Return when somebody else typed it: the lines as the screen shows them. */
  byHand?: Promise<string>;
}

export interface SessionOptions {
  readonly size: Size;
  /** Shown between the marks of a prompt. */
  readonly prompt: string;
  /** Names of variables whose emptiness every command is to tell. */
  readonly watched: readonly string[];
  /** Milliseconds until the first prompt must have come. */
  readonly startMs: number;
  readonly signal: AbortSignal;
  /** Gets everything that people may see, as it comes, without the marks; the first prompt, too. */
  readonly onOutput?: (chunk: string) => void;
  /** Default: the machine's. */
  readonly clock?: Clock;
  /** Tells which program has the terminal of the shell with this process id. Default: asks the system. */
  readonly foreground?: (shell: number | undefined) => Foreground | undefined;
}

export interface WaitOptions {
  readonly ms: number;
  readonly signal: AbortSignal;
  /** Calls `quiet` when nothing came for so long; the wait ends when it says true, else it goes on. */
  readonly quietMs?: number;
  readonly quiet?: () => boolean;
}

export type WaitOutcome<T> =
  { readonly kind: 'held'; readonly value: T } | { readonly kind: 'quiet' | 'timeout' | 'closed' | 'aborted' };

/** Ended commands that are remembered, for placeholders in URLs. */
const historyLimit = 500;
/** Longest output that is remembered there, in characters. */
const storyLimit = 32 * 1024;
/** bash has PS0 since 4.4. */
const oldestBash = [4, 4];
/**
 * How long a program gets to end after each of ^C, ^C again, ^\ and SIGKILL, in milliseconds.
 * `docker-compose up` needs some ten seconds to stop its containers after the first.
 */
const interruptPatience = [12_000, 3_000, 2_000, 2_000] as const;
const impatience = [2_000, 1_000, 500, 1_000] as const;
/** Switching to the alternate screen. */
const alternateScreen = /\x1b\[\?(?:1049|1047|47)h/;
/** How often a ^C for the shell itself is repeated, and after how many milliseconds. */
const lostInterrupts = 5;
const lostInterruptMs = 300;
/** How long a shell may take to print its first marks when it is asked to. */
const adoptMs = 5_000;

/** One open shell on a target: its state by marks, its screen, the output of its commands. */
export class Session {
  readonly token = randomBytes(12).toString('hex');
  readonly screen: Screen;
  #size: Size;
  /** Commands that have ended, oldest first. */
  readonly history: ShellCommand[] = [];
  /** Text that came since something was last typed: what a `wait` may look at. */
  readonly window = new PlainWindow();
  readonly #options: SessionOptions;
  readonly #clock: Clock;
  readonly #foregroundOf: (shell: number | undefined) => Foreground | undefined;
  readonly #marks: MarkParser;
  readonly #waiters = new Set<() => void>();
  readonly #outputListeners = new Set<(chunk: string) => void>();
  readonly #closeListeners = new Set<() => void>();
  readonly #commandListeners = new Set<(command: ShellCommand) => void>();
  #tty: Tty | undefined;
  #state: ShellState = 'starting';
  #command: ShellCommand | undefined;
  #lastExitCode: number | undefined;
  #echoing = false;
  /** The screen is behind. */
  #behind = false;
  /** Whoever reads the output is behind. */
  #held = false;
  /** The lines of the command that is being typed, as the screen shows them. */
  #lines: Promise<string>[] = [];
  #exitCode: number | undefined;
  /** The last prompt came with a D mark, from PROMPT_COMMAND: the shell is a bash, and marks the start of outputs too. */
  #announced = false;
  /** The same of the shell at the time when the line was typed. */
  #marksStart = false;
  #inPrompt = false;
  /** Something since the last prompt may have switched to the alternate screen. */
  #mayBeAlternate = false;
  /** Keys or answers may have left something on the line that is being edited. */
  #dirty = false;
  #refusal: string | undefined;
  /** The terminal of a person gets the output as it is, and answers the queries of programs. */
  #answeredElsewhere = false;

  private constructor(options: SessionOptions) {
    this.#options = options;
    this.#size = options.size;
    this.#clock = options.clock ?? systemClock;
    this.#foregroundOf = options.foreground ?? foregroundOf;
    if (options.onOutput) this.#outputListeners.add(options.onOutput);
    this.#marks = new MarkParser(this.token);
    this.screen = new Screen({
      size: options.size,
      onReply: (data) => {
        // An answer that comes after the program has ended would be typed at the prompt.
        if (this.#state !== 'running' || this.#answeredElsewhere) return;
        this.#dirty = true;
        this.#write(data);
      },
      onPressure: (behind) => {
        this.#behind = behind;
        this.#applyPressure();
      },
    });
  }

  /** Opens a shell on `target` and waits for its first prompt. Throws TargetError when there is none. */
  static async open(target: Target, options: SessionOptions): Promise<Session> {
    const session = new Session(options);
    const tty = await target.open(
      { size: options.size, env: markEnvironment(session.token, options.prompt, options.watched) },
      options.signal,
    );
    session.#attach(tty);
    const outcome = await session.until(() => (session.#state === 'prompt' ? true : undefined), {
      ms: options.startMs,
      signal: options.signal,
    });
    if (outcome.kind === 'held' && session.#refusal === undefined) return session;
    const shown = session.window.text.trim();
    await session.close();
    if (session.#refusal !== undefined) throw new TargetError(session.#refusal);
    if (outcome.kind === 'aborted') throw new TargetError('interrupted while the shell was starting');
    const happened =
      outcome.kind === 'closed'
        ? `ended at once with exit code ${session.#exitCode ?? 'unknown'}`
        : `showed no prompt within ${options.startMs / 1000} s`;
    throw new TargetError(`the shell on ${target.name} ${happened}${shown ? `; it said: ${shown}` : ''}`);
  }

  get state(): ShellState {
    return this.#state;
  }

  get size(): Size {
    return this.#size;
  }

  /** Calls `listener` with everything that people may see; returns the function that stops it. */
  onOutput(listener: (chunk: string) => void): () => void {
    this.#outputListeners.add(listener);
    return () => this.#outputListeners.delete(listener);
  }

  /** Calls `listener` once, when the shell is gone; at once when it is already. */
  onClosed(listener: () => void): void {
    if (this.#state === 'closed') listener();
    else this.#closeListeners.add(listener);
  }

  /** Calls `listener` with every command that was run and has ended; returns the function that stops it. */
  onCommand(listener: (command: ShellCommand) => void): () => void {
    this.#commandListeners.add(listener);
    return () => this.#commandListeners.delete(listener);
  }

  /** The command that was typed last, ended or not. */
  get command(): ShellCommand | undefined {
    return this.#command;
  }

  /** Exit code of the shell itself, once it is closed. */
  get exitCode(): number | undefined {
    return this.#exitCode;
  }

  /** Exit code of the last command that has ended; undefined when none has. */
  get lastExitCode(): number | undefined {
    return this.#lastExitCode;
  }

  /** The program that has the terminal, where the system tells. */
  get foreground(): Foreground | undefined {
    return this.#state === 'running' ? this.#foregroundOf(this.#tty?.pid) : undefined;
  }

  /** Starts a new command: its first line will be typed next. */
  begin(text: string): void {
    this.#command = newCommand(text);
  }

  /** Adds a line to the command that is being typed. */
  extend(line: string): void {
    if (this.#command) this.#command.text += `\n${line}`;
  }

  /** Types a line and Return, at a prompt or as the continuation of a command. */
  typeLine(line: string): void {
    this.window.clear();
    this.#expectCommand();
    // Control characters (tabs in heredocs) are quoted with ^V, or readline would act on them; the line editing of
    // the terminal itself knows ^V too. ^U clears the line of what keys or a late answer left on it.
    const quoted = line.replace(/[\x00-\x1f\x7f]/g, (character) => `\x16${character}`);
    this.#write(`${this.#dirty ? '\x15' : ''}${quoted}\r`);
    this.#dirty = false;
  }

  /** Types keys as they are, for whatever has the terminal. At a prompt, Return among them starts a command. */
  typeKeys(keys: string): void {
    this.window.clear();
    this.#dirty = true;
    if (this.#state === 'prompt') {
      // At a prompt keys edit a line; Return runs it, whatever it is.
      const isRun = /[\r\n]/.test(keys);
      this.#command = isRun ? newCommand('') : undefined;
      if (isRun) this.#expectCommand();
    }
    this.#write(keys);
  }

  /** Bytes of input that wait for a program to read. */
  get unwritten(): number {
    return this.#tty?.unwritten ?? 0;
  }

  /** Leaves queries of programs (cursor position, colours) to the terminal that gets the output from now on. */
  leaveAnswers(): void {
    this.#answeredElsewhere = true;
  }

  /** Passes on what a person types or pastes, whatever the shell is doing. */
  input(keys: string): void {
    if (this.#state === 'prompt' || this.#state === 'continuation') {
      const isRun = /[\r\n]/.test(keys);
      if (this.#state === 'prompt') this.#command = isRun ? newCommand('') : undefined;
      this.#dirty = true;
      if (isRun) {
        this.window.clear();
        this.#expectCommand();
      }
    }
    this.#write(keys);
  }

  /** Stops reading from the shell while `held`: whoever gets the output is behind. */
  hold(held: boolean): void {
    this.#held = held;
    this.#applyPressure();
  }

  /**
   * Waits until `probe` gives something, which is asked again after everything that comes. Ends with `timeout`,
   * with `closed` when the shell is gone, with `aborted` by the signal, with `quiet` as the options say.
   */
  until<T>(probe: () => T | undefined, options: WaitOptions): Promise<WaitOutcome<T>> {
    const already = probe();
    if (already !== undefined) return Promise.resolve({ kind: 'held', value: already });
    return new Promise((resolve) => {
      let cancelQuiet: (() => void) | undefined;
      const finish = (outcome: WaitOutcome<T>): void => {
        cancelTimer();
        cancelQuiet?.();
        this.#waiters.delete(check);
        options.signal.removeEventListener('abort', abort);
        unsubscribe();
        resolve(outcome);
      };
      const abort = (): void => {
        finish({ kind: 'aborted' });
      };
      const restartQuiet = (): void => {
        if (options.quietMs === undefined) return;
        cancelQuiet?.();
        cancelQuiet = this.#clock.after(options.quietMs, () => {
          // While reading is paused, silence says nothing.
          if (!this.#behind && !this.#held && (options.quiet?.() ?? true)) finish({ kind: 'quiet' });
          else restartQuiet();
        });
      };
      const check = (): void => {
        const value = probe();
        if (value !== undefined) finish({ kind: 'held', value });
        else if (this.#state === 'closed') finish({ kind: 'closed' });
        else restartQuiet();
      };
      const cancelTimer = this.#clock.after(options.ms, () => {
        finish({ kind: 'timeout' });
      });
      // Full-screen programs are judged by the screen, which is a little behind the bytes.
      const unsubscribe = this.screen.onChange(() => {
        if (this.screen.alternate) check();
      });
      this.#waiters.add(check);
      options.signal.addEventListener('abort', abort);
      if (options.signal.aborted) abort();
      else check();
    });
  }

  /** Waits for the prompt (or the continuation prompt) after something was typed. */
  untilPrompt(options: WaitOptions): Promise<WaitOutcome<'prompt' | 'continuation'>> {
    return this.until(
      () => (this.#state === 'prompt' || this.#state === 'continuation' ? this.#state : undefined),
      options,
    );
  }

  /** Ends what runs: ^C, again, then ^\, then by force. False when no prompt comes back: then the session is closed. */
  async interrupt(patience: readonly number[] = this.#patience()): Promise<boolean> {
    const { signal } = new AbortController();
    const type = (key: string) => (): void => {
      this.#write(key);
    };
    const kill = (): void => {
      this.#kill();
    };
    const means = [type('\x03'), type('\x03'), type('\x1c'), kill];
    for (const [index, end] of means.entries()) {
      // While the shell itself has the terminal, a ^C in the wrong moment is lost on it, and another one helps.
      const isShell = this.#state !== 'running';
      for (let tries = isShell ? lostInterrupts : 1; tries > 0; tries--) {
        if (this.#state === 'closed') return false;
        if (this.#state === 'prompt') return true;
        end();
        const ms = isShell ? lostInterruptMs : (patience[index] ?? 0);
        const back = await this.until(() => (this.#state === 'prompt' ? true : undefined), { ms, signal });
        if (back.kind === 'held') return true;
      }
    }
    // A shell that cannot be had back is of no use to the steps that follow.
    await this.close();
    return false;
  }

  /** Somebody who has interrupted the run does not want to wait for a program to end in order. */
  #patience(): readonly number[] {
    return this.#options.signal.aborted ? impatience : interruptPatience;
  }

  /** Kills the program that has the terminal, not the shell. */
  #kill(): void {
    const stubborn = this.foreground;
    if (!stubborn || stubborn.isShell) return;
    try {
      process.kill(-stubborn.pid, 'SIGKILL');
    } catch {
      // ended meanwhile
    }
  }

  /** Makes a shell that prints no marks (in a container, over ssh) print them. False when it does not take to it. */
  async adopt(signal: AbortSignal): Promise<boolean> {
    const host = this.foreground?.pid;
    const command = this.#command;
    this.#write(`${markCommand(this.token, this.#options.prompt)}\r`);
    const outcome = await this.until(
      () => (this.#state === 'prompt' || command?.exitCode !== undefined ? true : undefined),
      {
        ms: adoptMs,
        signal,
      },
    );
    // The prompt of the outer shell says that the program took the line for something else, and has ended.
    return outcome.kind === 'held' && !this.#announced && this.#foregroundOf(this.#tty?.pid)?.pid === host;
  }

  /** Rendered output of a command as it is now. */
  render(command: ShellCommand): Promise<string> {
    return renderOutput(command.capture.text(), this.size);
  }

  /** What was typed and what came back, oldest first; each output is rendered once. */
  async story(): Promise<readonly { readonly command: string; readonly output: string }[]> {
    const story: { command: string; output: string }[] = [];
    for (const command of this.history) {
      command.rendered ??= await this.render(command);
      story.push({ command: command.text, output: command.rendered });
    }
    return story;
  }

  resize(size: Size): void {
    this.#size = size;
    this.#tty?.resize(size);
    this.screen.resize(size);
  }

  /** Ends the shell and everything in its session. */
  async close(): Promise<void> {
    await this.#tty?.close();
    this.#closed();
  }

  #closed(): void {
    this.#state = 'closed';
    this.#notify();
    for (const listener of this.#closeListeners) listener();
    this.#closeListeners.clear();
  }

  #applyPressure(): void {
    if (this.#behind || this.#held) this.#tty?.pause();
    else this.#tty?.resume();
  }

  #expectCommand(): void {
    if (this.#state !== 'continuation') {
      this.#marksStart = this.#announced;
      this.#announced = false;
    }
    this.#state = 'typed';
    this.#echoing = true;
  }

  #attach(tty: Tty): void {
    this.#tty = tty;
    tty.onData((chunk) => {
      for (const piece of this.#marks.feed(chunk)) {
        if ('text' in piece) this.#onText(piece.text);
        else this.#onMark(piece.mark);
      }
      this.#notify();
    });
    void tty.closed.then(({ exitCode }) => {
      this.#exitCode = exitCode;
      this.#closed();
    });
  }

  #onText(text: string): void {
    for (const listener of this.#outputListeners) listener(text);
    if (alternateScreen.test(text)) this.#mayBeAlternate = true;
    this.screen.write(text);
    if (this.#state === 'typed' && this.#echoing) {
      // The echo of the line ends with it. What follows without a C mark is a message of the shell itself,
      // or the output of a command in a shell that has no C mark (sh, dash).
      const end = text.indexOf('\n');
      if (end < 0) return;
      this.#echoing = false;
      text = text.slice(end + 1);
      if (!this.#marksStart) this.#state = 'running';
    }
    if (this.#inPrompt) return;
    if (this.#command?.exitCode === undefined) this.#command?.capture.add(text);
    this.window.add(text);
  }

  #onMark(mark: Mark): void {
    switch (mark.kind) {
      case 'outputStart':
        // A pasted list of lines gives several of them; only the first starts a command.
        if (this.#state === 'running') return;
        this.#echoing = false;
        this.window.clear();
        this.#command = { ...newCommand(this.#state === 'typed' ? (this.#command?.text ?? '') : ''), executed: true };
        this.#lines.push(this.screen.lineTyped());
        if (this.#command.text === '')
          this.#command.byHand = Promise.all(this.#lines).then((lines) => lines.join('\n'));
        this.#lines = [];
        this.#state = 'running';
        return;
      case 'commandEnd':
        this.#announced = true;
        if (this.#state === 'starting') this.#judgeVersion(mark.shellVersion);
        this.#end(mark.exitCode, mark.empty);
        return;
      case 'promptStart':
        if (mark.exitCode !== undefined) {
          this.#end(mark.exitCode, []);
          this.#lines = [];
        } else {
          this.#lines.push(this.screen.lineTyped());
        }
        if (this.#mayBeAlternate) this.screen.leaveAlternate();
        this.#mayBeAlternate = false;
        this.#inPrompt = true;
        return;
      case 'promptEnd':
        this.#inPrompt = false;
        this.screen.lineStarts();
        this.#state = mark.continuation ? 'continuation' : 'prompt';
        return;
    }
  }

  /** The command that runs, or the line that was typed, has ended. */
  #end(exitCode: number, empty: readonly string[]): void {
    const command = this.#command;
    if (!command || command.exitCode !== undefined) return;
    if (this.#state !== 'running' && this.#state !== 'typed') return;
    this.#lastExitCode = exitCode;
    // A shell that marks the start of outputs did not run a line without one.
    command.executed = this.#state === 'running';
    command.exitCode = exitCode;
    command.empty = empty;
    if (!command.executed) return;
    for (const listener of this.#commandListeners) listener(command);
    // Placeholders are resolved from tables of a few lines; a flood is of no use there.
    if (command.capture.length > storyLimit) return;
    this.history.push(command);
    if (this.history.length > historyLimit) this.history.shift();
  }

  #judgeVersion(version: string): void {
    const [major = 0, minor = 0] = version.split('.').map(Number);
    const [oldMajor = 0, oldMinor = 0] = oldestBash;
    if (major > oldMajor || (major === oldMajor && minor >= oldMinor)) return;
    this.#refusal =
      `bash ${version} is too old, ${oldMajor}.${oldMinor} is needed. ` +
      'On macOS: brew install bash, and name it in runner.config.json (targets.local.shell)';
  }

  #write(data: string): void {
    if (this.#state !== 'closed') this.#tty?.write(data);
  }

  #notify(): void {
    for (const waiter of [...this.#waiters]) waiter();
  }
}

function newCommand(text: string): ShellCommand {
  return { text, exitCode: undefined, executed: false, capture: new Capture(), empty: [] };
}
