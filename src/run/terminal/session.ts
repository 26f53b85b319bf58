import { type Message, message } from '../../messages/message.ts';
import type { Size, Tty } from '../../target/target.ts';
import { type Clock, systemClock } from '../clock.ts';
import { Adoption } from './adoption.ts';
import { asPaste, quoteControls } from './ansi.ts';
import { Asking } from './asking.ts';
import { CommandLog, type LoggedCommand } from './command-log.ts';
import { Emitter } from './emitter.ts';
import { type Foreground, foregroundOf, killForeground, stderrOf } from './foreground.ts';
import { impatience, interrupt, interruptPatience } from './interrupt.ts';
import { MarkParser, type Piece } from './marks.ts';
import { withoutNotices } from './notices.ts';
import { Pasted } from './pasted.ts';
import { renderOutput } from './render.ts';
import { Screen } from './screen.ts';
import { type ShellCommand, type ShellEvent, type ShellState, ShellTracker } from './tracker.ts';
import { type Source, until, type WaitOptions, type WaitOutcome } from './wait.ts';

export interface SessionOptions {
  readonly size: Size;
  /** Variables whose emptiness every command tells, also in shells inside. Default: none. */
  readonly watched?: readonly string[];
  readonly signal: AbortSignal;
  /** Gets everything that people may see, as it comes, without the marks; the first prompt, too. */
  readonly onOutput?: (chunk: string) => void;
  /** Default: the machine's. */
  readonly clock?: Clock;
  /** Tells which program has the terminal of the shell with this process id. Default: asks the system. */
  readonly foreground?: (shell: number | undefined) => Foreground | undefined;
}

/** Commands after which the prompts of the shell may go elsewhere, and when that is looked at, in milliseconds. */
const mayRedirect = /\bexec\b|\bsource\b|(?:^|[;&|])\s*\.\s/;
const promptsMs = 1_000;

/** One open shell on a target: a terminal, what its marks tell (`ShellTracker`), and what a person would see (`Screen`). */
export class Session {
  readonly screen: Screen;
  readonly #options: SessionOptions;
  readonly #tty: Tty;
  readonly #token: string;
  readonly #asking: Asking;
  readonly #adoption: Adoption;
  readonly #tracker = new ShellTracker();
  readonly #log = new CommandLog();
  readonly #pasted = new Pasted();
  readonly #source: Source;
  /** A chunk was taken in, or the shell is gone. */
  readonly #change = new Emitter<undefined>();
  readonly #output = new Emitter<string>();
  readonly #commandEnd = new Emitter<ShellCommand>();
  readonly #close = new Emitter<undefined>();
  /** Who asks for a pause in reading (back-pressure): the emulator, or whoever gets the output. */
  readonly #pauses = new Set<'screen' | 'reader'>();
  /** Keys or answers may have left something on the line that is being edited. */
  #dirty = false;
  #lost: Message | undefined;
  #cancelWatch: (() => void) | undefined;
  /** The terminal of a person gets the output as it is, and answers the queries of programs. */
  #answeredElsewhere = false;

  /** Follows the shell behind `tty`, which prints marks with this token. */
  constructor(tty: Tty, token: string, options: SessionOptions) {
    this.#options = options;
    this.#tty = tty;
    this.#token = token;
    if (options.onOutput) this.#output.on(options.onOutput);
    this.screen = new Screen({
      size: options.size,
      onReply: (data) => {
        // An answer that comes after the program has ended would be typed at the prompt.
        if (this.state !== 'running' || this.#answeredElsewhere) return;
        this.#dirty = true;
        tty.write(data);
      },
      onPressure: (behind) => {
        this.#pause('screen', behind);
      },
    });
    this.#source = {
      clock: options.clock ?? systemClock,
      isClosed: () => this.state === 'closed',
      isPaused: () => this.#pauses.size > 0,
      onChange: (listener) => this.#change.on(listener),
    };
    const { clock } = this.#source;
    const write = (data: string): void => {
      this.#write(data);
    };
    this.#asking = new Asking({
      ...{ tracker: this.#tracker, clock, write },
      onEvents: (events) => {
        this.#follow(events);
        this.#change.emit(undefined);
      },
      onLost: () => void this.#lose(message('run/marks-lost')),
    });
    this.#adoption = new Adoption({
      ...{ tracker: this.#tracker, token, clock, write, signal: options.signal, watched: options.watched ?? [] },
      until: (probe, wait) => this.until(probe, wait),
      foreground: () => this.#foreground(),
      onText: (text) => {
        this.#show(text);
        this.#tracker.feed({ text });
      },
    });
    // Full-screen programs are judged by the screen, which is a little behind the bytes.
    this.screen.onChange(() => {
      if (this.screen.alternate) this.#change.emit(undefined);
    });
    this.#read();
  }

  get state(): ShellState {
    return this.#tracker.state;
  }

  get size(): Size {
    return this.screen.size;
  }

  /** Text that came since something was last typed: what a `wait` may look at. */
  get window(): ShellTracker['window'] {
    return this.#tracker.window;
  }

  /** The command that was typed last, ended or not. */
  get command(): ShellCommand | undefined {
    return this.#tracker.command;
  }

  /** Exit code of the last command that has ended; undefined when none has. */
  get lastExitCode(): number | undefined {
    return this.#tracker.lastExitCode;
  }

  /** Exit code of the shell itself, once it is closed. */
  get exitCode(): number | undefined {
    return this.#tracker.exitCode;
  }

  /** `BASH_VERSION` of the shell that printed the first prompt; undefined when it is no bash. */
  get shellVersion(): string | undefined {
    return this.#tracker.shellVersion;
  }

  /** Why the shell was given up although it had not ended; undefined when it was not. */
  get lost(): Message | undefined {
    return this.#lost;
  }

  /** `$-` at the last prompt: the options of the shell, `e` for `set -e`. */
  get flags(): string {
    return this.#tracker.flags;
  }

  /** Shells inside each other that print marks, the first one among them. */
  get depth(): number {
    return this.#tracker.depth;
  }

  /** The program that has the terminal, where the system tells. */
  get foreground(): Foreground | undefined {
    return this.state === 'running' ? this.#foreground() : undefined;
  }

  /** Bytes of input that wait for a program to read. */
  get unwritten(): number {
    return this.#tty.unwritten;
  }

  /** Calls `listener` with everything that people may see; returns the function that stops it. */
  onOutput(listener: (chunk: string) => void): () => void {
    return this.#output.on(listener);
  }

  /** Calls `listener` once, when the shell is gone; at once when it is already. */
  onClosed(listener: () => void): void {
    if (this.state === 'closed') listener();
    else this.#close.on(listener);
  }

  /** Calls `listener` with every command that was run and has ended; returns the function that stops it. */
  onCommand(listener: (command: ShellCommand) => void): () => void {
    return this.#commandEnd.on(listener);
  }

  /** Starts a new command: its first line will be typed next. */
  begin(text: string): void {
    this.#tracker.begin(text);
  }

  /** Adds a line to the command that is being typed. */
  extend(line: string): void {
    this.#tracker.extend(line);
  }

  /** Types a line and Return, at a prompt or as the continuation of a command. */
  typeLine(line: string): void {
    const { takesPaste } = this.#tracker;
    this.#tracker.lineTyped();
    // ^U clears the line of what keys or a late answer left on it.
    this.#write(`${this.#dirty ? '\x15' : ''}${takesPaste ? asPaste(line) : quoteControls(line)}\r`);
    this.#dirty = false;
  }

  /** Types keys as they are, for whatever has the terminal. */
  typeKeys(keys: string): void {
    this.window.clear();
    this.#dirty = true;
    this.#type(keys);
  }

  /** Passes on what a person types or pastes, whatever the shell is doing. */
  input(keys: string): void {
    if (this.#type(keys)) this.#dirty = true;
  }

  /** Leaves queries of programs (cursor position, colours) to the terminal that gets the output from now on. */
  leaveAnswers(): void {
    this.#answeredElsewhere = true;
  }

  /** Stops reading from the shell while `held`: whoever gets the output is behind. */
  hold(held: boolean): void {
    this.#pause('reader', held);
  }

  /** Waits until `probe` gives something; it is asked again after everything that comes. */
  until<T>(probe: () => T | undefined, options: WaitOptions): Promise<WaitOutcome<T>> {
    return until(this.#source, probe, options);
  }

  /** Waits for the prompt (or the continuation prompt) after something was typed. */
  untilPrompt(options: WaitOptions): Promise<WaitOutcome<'prompt' | 'continuation'>> {
    return this.until(
      () => (this.state === 'prompt' || this.state === 'continuation' ? this.state : undefined),
      options,
    );
  }

  /** Ends what runs. False when no prompt comes back: then the session is closed, and of no use to the steps that follow. */
  async interrupt(
    patience: readonly number[] = this.#options.signal.aborted ? impatience : interruptPatience,
  ): Promise<boolean> {
    const { signal } = new AbortController();
    const isBack = await interrupt(
      {
        state: () => this.state,
        type: (keys) => {
          this.#type(keys);
        },
        kill: () => {
          killForeground(this.foreground);
        },
        prompt: async (ms) =>
          (await this.until(() => (this.state === 'prompt' ? true : undefined), { ms, signal })).kind === 'held',
      },
      patience,
    );
    if (!isBack) await this.close();
    return isBack;
  }

  /** Makes a shell that prints no marks (in a container, over ssh) print them, unseen. False when it does not take to it. */
  adopt(signal: AbortSignal): Promise<boolean> {
    return this.#adoption.start(signal);
  }

  /** Rendered output of a command as it is now. */
  render(command: ShellCommand): Promise<string> {
    return renderOutput(withoutNotices(command.capture.text(), command.jobs ?? ''), this.size);
  }

  /** What was typed and what came back, oldest first. */
  commandLog(): Promise<readonly LoggedCommand[]> {
    return this.#log.read((command) => this.render(command));
  }

  resize(size: Size): void {
    this.#tty.resize(size);
    this.screen.resize(size);
  }

  /** Ends the shell and everything in its session. */
  async close(): Promise<void> {
    await this.#tty.close();
    this.#closed(undefined);
  }

  #read(): void {
    const marks = new MarkParser(this.#token);
    this.#tty.onData((chunk) => {
      for (const piece of marks.feed(chunk)) this.#take(piece);
      this.#asking.check();
      this.#adoption.check(chunk);
      this.#change.emit(undefined);
    });
    void this.#tty.closed.then(({ exitCode }) => {
      this.#closed(exitCode);
    });
  }

  #take(piece: Piece): void {
    if (this.#adoption.takes(piece)) return;
    if ('text' in piece) this.#show(piece.text);
    this.#follow(this.#tracker.feed(piece));
  }

  #show(text: string): void {
    this.#output.emit(text);
    this.screen.write(text);
  }

  #follow(events: readonly ShellEvent[]): void {
    for (const event of events) {
      this.screen.follow(event);
      if (event.kind === 'commandStart') this.#watchPrompts(event.command);
      if (event.kind !== 'commandEnd') continue;
      this.#pasted.follow(event.command);
      this.#log.add(event.command);
      this.#commandEnd.emit(event.command);
    }
  }

  /** A shell whose prompts go elsewhere (`exec 2>file`) will never say that its command has ended. */
  #watchPrompts(command: ShellCommand): void {
    this.#cancelWatch?.();
    if (!mayRedirect.test(command.text)) return;
    this.#cancelWatch = this.#source.clock.after(promptsMs, () => {
      const elsewhere = this.foreground?.isShell === true ? stderrOf(this.#tty.pid) : undefined;
      if (elsewhere !== undefined) void this.#lose(message('run/prompts-elsewhere', { file: elsewhere }));
    });
  }

  /** Gives the shell up. */
  async #lose(reason: Message): Promise<void> {
    this.#lost ??= reason;
    await this.close();
  }

  #closed(exitCode: number | undefined): void {
    this.#asking.stop();
    this.#adoption.stop();
    this.#cancelWatch?.();
    this.#tracker.close(exitCode);
    this.#change.emit(undefined);
    this.#close.emit(undefined);
    this.#close.clear();
  }

  #pause(who: 'screen' | 'reader', isBehind: boolean): void {
    if (isBehind) this.#pauses.add(who);
    else this.#pauses.delete(who);
    if (this.#pauses.size > 0) this.#tty.pause();
    else this.#tty.resume();
  }

  /** Types keys; says whether they went to the shell. */
  #type(keys: string): boolean {
    const isForShell = this.#tracker.keysTyped(keys);
    this.#write(keys);
    if (keys.includes('\x03')) this.#asking.interrupted();
    return isForShell;
  }

  #foreground(): Foreground | undefined {
    return (this.#options.foreground ?? foregroundOf)(this.#tty.pid);
  }

  #write(data: string): void {
    if (this.state !== 'closed') this.#tty.write(data);
  }
}
