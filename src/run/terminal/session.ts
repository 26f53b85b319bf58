import type { Message } from '../../messages/message.ts';
import type { Size, Tty } from '../../target/target.ts';
import { systemClock } from '../clock.ts';
import type { Chunk } from './bulk.ts';
import { type LoggedCommand, NodeMemory } from './command-log.ts';
import { Emitter } from './emitter.ts';
import { type Foreground, foregroundOf, killForeground, readerOf } from './foreground.ts';
import type { Handover } from './handover.ts';
import { impatience, interrupt, interruptPatience } from './interrupt.ts';
import { withoutNotices } from './notices.ts';
import { renderOutput } from './render.ts';
import { Screen } from './screen.ts';
import type { SessionOptions } from './session-options.ts';
import { ShellReader } from './shell-reader.ts';
import { type ShellCommand, type ShellState, ShellTracker } from './tracker.ts';
import { Typist } from './typist.ts';
import { type Source, until, type WaitOptions, type WaitOutcome } from './wait.ts';
import { wayOut } from './ways-out.ts';

/** One open shell on a target: a terminal, what its marks tell (`ShellTracker`), and what a person would see (`Screen`). */
export class Session {
  readonly screen: Screen;
  /** What the last step that types commands has handed over to those after it. */
  handover: Handover | undefined;
  /** Why the shell was given up, although it had not ended; undefined when it was not. */
  lost: Message | undefined;
  /** Only the connection to the shell has ended, and who opens the terminal again may find it; or the whole node is gone. */
  cut: 'connection' | 'node' | undefined;
  readonly #options: SessionOptions;
  readonly #tty: Tty;
  readonly #tracker: ShellTracker;
  readonly memory: NodeMemory;
  /** Saves the shell's state. */
  readonly link: SessionOptions['link'];
  readonly #source: Source;
  /** A chunk was taken in, or the shell is gone. */
  readonly #change = new Emitter<undefined>();
  readonly #output = new Emitter<Chunk>();
  readonly #commandEnd = new Emitter<ShellCommand>();
  readonly #close = new Emitter<undefined>();
  /** Who asks for a pause in reading (back-pressure): the emulator, or whoever gets the output, or the events of a run. */
  readonly #pauses = new Set<'screen' | 'reader' | 'run'>();
  readonly #typist: Typist;
  readonly #reader: ShellReader;
  /** The terminal of a person answers the queries of programs. */
  #answeredElsewhere = false;

  /** Follows the shell behind `tty`, which prints marks with this token. */
  constructor(tty: Tty, token: string, options: SessionOptions) {
    this.#options = options;
    this.#tty = tty;
    this.#tracker = new ShellTracker(tty.attached === 'inProgram');
    this.memory = options.memory ?? new NodeMemory();
    this.link = options.link;
    if (options.onOutput) this.#output.on(options.onOutput);
    this.screen = new Screen({
      size: options.size,
      onReply: (data) => {
        // An answer that comes after the program has ended would be typed at the prompt.
        if (this.state === 'running' && !this.#answeredElsewhere) this.#typist.answer(data);
      },
      onPressure: (behind) => {
        this.#pause('screen', behind);
      },
    });
    const write = (data: string): void => {
      if (this.state !== 'closed') tty.write(data);
    };
    this.#source = {
      clock: options.clock ?? systemClock,
      isClosed: () => this.state === 'closed',
      isPaused: () => this.#pauses.size > 0,
      onChange: (listener) => this.#change.on(listener),
    };
    this.#typist = new Typist({
      ...{ tracker: this.#tracker, mayBeBound: tty.readsStartup },
      write: (keys) => {
        write(keys);
        this.#reader.typed(keys);
      },
      reader: () => (this.screen.alternate ? 'program' : readerOf(this.#foreground())),
      clock: this.#source.clock,
    });
    this.#reader = new ShellReader({
      ...{ tracker: this.#tracker, token, clock: this.#source.clock, link: options.link },
      ...{ watched: options.watched ?? [], pid: tty.pid },
      ...{ foreground: () => this.#foreground(), write, until: (probe, wait) => this.until(probe, wait) },
      onText: (text) => {
        this.#output.emit(text);
        this.screen.write(text);
      },
      onEvent: (event) => {
        this.screen.follow(event);
        if (event.kind !== 'commandEnd') return;
        this.memory.log.add(event.command);
        this.#commandEnd.emit(event.command);
      },
      onChange: () => {
        this.#change.emit(undefined);
      },
      onLost: (reason) => {
        this.lost = reason;
        void this.close();
      },
    });
    // Full-screen programs are judged by the screen, which is a little behind the bytes.
    this.screen.onChange(() => {
      if (this.screen.alternate) this.#change.emit(undefined);
    });
    if (tty.attached === 'atPrompt') this.#reader.ask();
    tty.onData((chunk) => {
      this.#reader.read(chunk);
      this.#change.emit(undefined);
    });
    void tty.closed.then(({ exitCode, lost, gone }) => {
      this.cut = gone ? 'node' : lost && 'connection';
      this.lost ??= gone;
      this.#closed(exitCode);
    });
  }

  get state(): ShellState {
    return this.#tracker.state;
  }
  /** The shell ran before, and was attached again. */
  get isAttached(): boolean {
    return this.#tty.attached !== undefined;
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
  /** Exit codes of the last command and of the shell itself, and the shell's version. */
  get shell(): Pick<ShellTracker, 'exitCode' | 'lastExitCode' | 'facts' | 'depth'> {
    return this.#tracker;
  }
  /** A line editor without our marks shows a prompt: that of a shell inside, when a shell has the terminal. */
  get showsEditor(): boolean {
    return this.#reader.showsEditor;
  }
  /** The shell that shows a prompt has been asked how its command ended. */
  get isAsked(): boolean {
    return this.#tracker.awaitsAnswer;
  }
  /** The program that has the terminal, where the system tells. */
  get foreground(): Foreground | undefined {
    return this.state === 'running' ? this.#foreground() : undefined;
  }
  /** The shell at the bottom reads a command: no program and no other shell has the terminal. */
  get isAtPrompt(): boolean {
    if (this.state !== 'prompt' && this.state !== 'continuation') return false;
    return this.#foreground()?.isShell ?? this.#tracker.isAnnounced;
  }
  /** Bytes of input that wait for a program to read. */
  get unwritten(): number {
    return this.#tty.unwritten;
  }

  /** Calls `listener` with everything that people may see; returns the function that stops it. */
  onOutput(listener: (chunk: Chunk) => void): () => void {
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
  /** Starts a new command: its first line will be typed next. `extend`: another line of the command that is being typed. */
  begin(text: string): void {
    this.#tracker.begin(text);
  }
  extend(line: string): void {
    this.#tracker.extend(line);
  }
  /** Types a line and Return, at a prompt or as the continuation of a command. `typeKeys`: as they are, for whatever has the terminal. */
  typeLine(line: string): void {
    this.#typist.line(line);
  }
  typeKeys(keys: string): void {
    this.#typist.keys(keys);
  }
  /** Types a piece of the line that will be typed later, for people to see it come; undefined takes all of it back. */
  typeAhead(piece: string | undefined): void {
    if (piece === undefined) this.#typist.takeBack();
    else this.#typist.ahead(piece);
  }
  /** Passes on what a person types or pastes; while keys are held, at the end of that. `who` tells people apart. */
  input(keys: string, who?: unknown): void {
    this.#typist.input(keys, who);
  }

  /** Holds the keys of a person back while the runner types, and gives them back when it has done. */
  holdKeys(held: boolean): void {
    if (held) this.#typist.hold();
    else this.#typist.giveBack();
  }

  /** Leaves queries of programs (cursor position, colours) to the terminal that gets the output from now on. */
  leaveAnswers(): void {
    this.#answeredElsewhere = true;
  }

  /** Stops reading from the shell while `held`: whoever gets the output (`reader`), or the events of a run, is behind. */
  hold(held: boolean, who: 'reader' | 'run' = 'reader'): void {
    this.#pause(who, held);
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
          this.#tracker.keysTyped(keys);
          this.#typist.answer(keys);
        },
        kill: () => {
          killForeground(this.foreground);
        },
        wayOut: () => wayOut(this.foreground),
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
    return this.#reader.adopt(signal);
  }

  /** Rendered output of a command as it is now. */
  render(command: ShellCommand): Promise<string> {
    return renderOutput(withoutNotices(command.capture.text(), command.jobs ?? ''), this.size);
  }

  /** What was typed for a chapter (a file of the deck) and what came back, oldest first. */
  commandLog(chapter: string): Promise<readonly LoggedCommand[]> {
    return this.memory.log.read(chapter, (command) => this.render(command));
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

  #closed(exitCode: number | undefined): void {
    this.#reader.stop();
    this.#tracker.close(exitCode);
    this.#change.emit(undefined);
    this.#close.emit(undefined);
    this.#close.clear();
  }

  #pause(who: 'screen' | 'reader' | 'run', isBehind: boolean): void {
    if (isBehind) this.#pauses.add(who);
    else this.#pauses.delete(who);
    if (this.#pauses.size > 0) this.#tty.pause();
    else this.#tty.resume();
  }

  #foreground(): Foreground | undefined {
    return (this.#options.foreground ?? foregroundOf)(this.#tty.pid);
  }
}
