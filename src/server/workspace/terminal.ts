import { message } from '../../messages/message.ts';
import { reasonOf, wordError } from '../../messages/message-error.ts';
import { word } from '../../messages/word.ts';
import { firstTerminal } from '../../plan/terminals.ts';
import { flow, limits, type NodeStatus, type Size } from '../../protocol.ts';
import type { NodeMemory } from '../../run/terminal/command-log.ts';
import { openSession } from '../../run/terminal/open-session.ts';
import type { Session } from '../../run/terminal/session.ts';
import { type Target, TargetError } from '../../target/target.ts';
import { Ring } from './ring.ts';

export interface TerminalOptions {
  readonly name: string;
  readonly target: Target;
  /** Fulfilled when the target is ready. Rejects with a TargetError when it cannot be had. */
  readonly prepared: Promise<void>;
  /** Aborted when the machine ends. */
  readonly signal: AbortSignal;
  /** Shared with the other terminals. */
  readonly memory: NodeMemory;
  /** Variables that a new shell is to tell of when they are empty. */
  readonly watched: () => readonly string[];
  readonly size: Size;
  readonly startMs: number;
  readonly lang: 'en' | 'fr';
  readonly onStatus: (status: NodeStatus, reason: string | undefined) => void;
  /** There is something new in the ring. */
  readonly onOutput: () => void;
  /** A shell was opened: the first one, or the next after it has ended. */
  readonly onShell: (session: Session) => void;
  /** The shell has ended; with it the terminal, unless it is the first. */
  readonly onEnd: () => void;
}

/** A shell that ended within this many milliseconds of its start, so often in a row, is not opened again. */
const shortLife = { ms: 3_000, times: 3 } as const;

/** Where no other screen is shown, this would bring back a cursor that was never saved. */
const normalScreen = '\x1b[?1049l';
/**
 * A soft reset (DECSTR), and what that leaves in xterm.js: the mouse and its encoding, line feeds that return,
 * a cursor that blinks.
 */
const everythingOff = '\x1b[!p\x1b[?1003l\x1b[?1006l\x1b[20l\x1b[?12l';

/** One terminal of a machine: its shell, and what that has printed. The first has a new shell whenever one has ended. */
export class Terminal {
  readonly name: string;
  readonly ring = new Ring(flow.ring);
  readonly #options: TerminalOptions;
  readonly #started: Promise<Session>;
  #session: Session | undefined;
  /** Variables that the shell tells of when they are empty. */
  #watched: readonly string[] = [];
  #opening: Promise<Session> | undefined;
  #size: Size;
  #status: NodeStatus = 'starting';
  #reason: string | undefined;
  #shortLives = 0;
  #typedAhead = '';
  #isClosing = false;

  constructor(options: TerminalOptions) {
    this.#options = options;
    this.name = options.name;
    this.#size = options.size;
    this.#started = Promise.resolve().then(() => this.#start());
    // A caller of shell() gets the failure; clients get it as the status.
    this.#started.catch(() => undefined);
  }

  get status(): NodeStatus {
    return this.#status;
  }

  get reason(): string | undefined {
    return this.#reason;
  }

  get size(): Size {
    return this.#size;
  }

  /** The open shell, if there is one. */
  get session(): Session | undefined {
    return this.#session?.state === 'closed' ? undefined : this.#session;
  }

  /** Whether its shell tells when a variable is empty: one that is older than a deck that was saved does not know all of them. */
  watches(name: string): boolean {
    return this.#watched.includes(name);
  }

  /** The shell to type into, once it is there. Throws TargetError when there is none to be had. */
  async shell(): Promise<Session> {
    const first = await this.#started;
    return this.session ?? this.#opening ?? first;
  }

  /** Passes on what a person types; while there is no shell yet it waits. False when there is too much of it. */
  input(keys: string, who: unknown): boolean {
    const { session } = this;
    if ((session?.unwritten ?? this.#typedAhead.length) + keys.length > limits.pendingInput) return false;
    if (session) session.input(keys, who);
    else this.#typedAhead += keys;
    return true;
  }

  resize(size: Size): void {
    this.#size = size;
    this.#session?.resize(size);
  }

  /** Makes the shell wait with its output, or go on. */
  hold(held: boolean): void {
    this.session?.hold(held);
  }

  /** The screen as sequences, and the offset in the ring that it belongs to. */
  async screen(): Promise<{ readonly offset: number; readonly screen: string }> {
    for (;;) {
      const size = this.#size;
      const offset = this.ring.end;
      const screen = (await this.#session?.screen.serialized()) ?? '';
      // Rows of another size would be wrapped where they were not.
      if (size === this.#size) return { offset, screen };
    }
  }

  /** Ends the shell. */
  async close(): Promise<void> {
    this.#isClosing = true;
    await this.#started.catch(() => undefined);
    await this.#opening?.catch(() => undefined);
    await this.#session?.close();
  }

  get #isEnding(): boolean {
    return this.#isClosing || this.#options.signal.aborted;
  }

  async #start(): Promise<Session> {
    try {
      await this.#options.prepared;
      return await this.#open();
    } catch (error) {
      this.#setStatus('broken', wordError(error, this.#options.lang));
      throw error instanceof TargetError ? error : new TargetError(reasonOf(error), { cause: error });
    }
  }

  async #open(): Promise<Session> {
    const { name, target, startMs, memory, signal, onOutput, onShell } = this.#options;
    const began = performance.now();
    const watched = this.#options.watched();
    const session = await openSession(target, {
      terminal: name,
      // Asked around units what they have changed in it.
      saves: target.inventory !== undefined,
      memory,
      signal,
      watched,
      size: this.#size,
      startMs,
      onOutput: (chunk) => {
        this.ring.push(chunk);
        onOutput();
      },
    });
    session.resize(this.#size);
    this.#session = session;
    this.#watched = watched;
    this.#setStatus('ready', undefined);
    // Nothing waits for what a person's command has printed.
    session.onCommand(({ byPerson }) => {
      if (byPerson) session.window.clear();
    });
    onShell(session);
    if (this.#typedAhead !== '') session.input(this.#typedAhead);
    this.#typedAhead = '';
    session.onClosed(() => {
      const livedMs = performance.now() - began;
      // On a node that goes on by itself the shell may still be there.
      if (session.cut === 'connection' && target.node !== undefined && !this.#isEnding && livedMs > shortLife.ms) {
        this.#reopen();
        return;
      }
      this.#options.onEnd();
      if (name === firstTerminal) this.#shellEnded(livedMs, session.screen.alternate);
    });
    return session;
  }

  /** The connection was cut: the shell may still be there. */
  #reopen(): void {
    this.#setStatus('starting', undefined);
    this.#opening = this.#open();
    this.#opening.catch((error: unknown) => {
      this.#setStatus('broken', wordError(error, this.#options.lang));
      if (this.name !== firstTerminal) this.#options.onEnd();
    });
  }

  #shellEnded(livedMs: number, wasFullScreen: boolean): void {
    if (this.#isEnding) return;
    const { lang } = this.#options;
    this.#shortLives = livedMs < shortLife.ms ? this.#shortLives + 1 : 0;
    if (this.#shortLives >= shortLife.times) {
      this.#setStatus('ended', word(message('server/shell-keeps-ending'), lang));
      return;
    }
    // Whatever a program left switched on ends with its shell.
    this.#print(
      `${wasFullScreen ? normalScreen : ''}${everythingOff}\r\n\x1b[90m${word(message('server/new-shell'), lang)}\x1b[0m\r\n`,
    );
    this.#reopen();
  }

  /** Something of ours in the terminal. */
  #print(text: string): void {
    this.ring.push(text);
    this.#options.onOutput();
  }

  #setStatus(status: NodeStatus, reason: string | undefined): void {
    this.#status = status;
    this.#reason = reason;
    if (!this.#isEnding) this.#options.onStatus(status, reason);
  }
}
