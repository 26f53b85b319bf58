import { randomBytes } from 'node:crypto';
import type { Plan } from '../../plan/step.ts';
import { firstTerminal, mostTerminals, TerminalList } from '../../plan/terminals.ts';
import type { NodeStatus, Size, Terminals } from '../../protocol.ts';
import type { LentTerminals } from '../../run/run-terminals.ts';
import { NodeMemory } from '../../run/terminal/command-log.ts';
import type { Session } from '../../run/terminal/session.ts';
import type { Target } from '../../target/target.ts';
import { Terminal } from './terminal.ts';

export interface MachineOptions {
  readonly target: Target;
  /** The course as it is now. */
  readonly plan: () => Pick<Plan, 'steps' | 'watchedVariables'>;
  readonly size: Size;
  readonly startMs: number;
  readonly lang: 'en' | 'fr';
  /** How the node is: that is how its first terminal is. */
  readonly onStatus: (status: NodeStatus, reason: string | undefined) => void;
  /** There is something new in the ring of a terminal. */
  readonly onOutput: (terminal: Terminal) => void;
  /** A shell was opened: the first one of a terminal, or the next after it has ended. */
  readonly onShell: (session: Session, terminal: string) => void;
  /** The shell of a terminal has ended; of the first, a new one is opened. */
  readonly onShellEnd: (terminal: string) => void;
  /** A terminal was opened, or has ended. */
  readonly onTerminals: () => void;
}

/** A workspace's node: a target and the terminals that are open on it. */
export class Machine implements LentTerminals {
  /** Changes with every new machine. */
  readonly id = randomBytes(9).toString('base64url');
  readonly target: Target;
  readonly list = new TerminalList();
  readonly first: Terminal;
  readonly #options: MachineOptions;
  readonly #memory = new NodeMemory();
  readonly #ending = new AbortController();
  readonly #prepared: Promise<void>;
  readonly #terminals = new Map<string, Terminal>();
  #size: Size;
  #isLeft = false;

  constructor(options: MachineOptions) {
    this.#options = options;
    this.target = options.target;
    this.#size = options.size;
    this.#prepared = Promise.resolve().then(() => options.target.prepare(this.#ending.signal));
    // Each terminal gets the failure.
    this.#prepared.catch(() => undefined);
    this.first = this.#add(firstTerminal);
  }

  get size(): Size {
    return this.#size;
  }

  /** What the node is called, once it is there, if it goes on without the server. */
  get node(): Promise<string | undefined> {
    return this.#prepared.then(() => this.target.node).catch(() => undefined);
  }

  /** The terminal of this name that is open; the one that steps are for when there is none, or no name. */
  terminal(name?: string): Terminal {
    return this.#terminals.get(name ?? '') ?? this.#terminals.get(this.list.current) ?? this.first;
  }

  /** Which terminals are open, and which one steps are for. */
  get terminals(): Terminals {
    return { names: this.list.names, current: this.list.current };
  }

  /** Opens one more terminal, by a name that the course does not use. Undefined when there are too many. */
  openMore(onFailure: (error: unknown) => void): Terminal | undefined {
    if (this.list.names.length >= mostTerminals) return undefined;
    const taken = new Set([...this.list.names, ...this.#options.plan().steps.map(({ terminal }) => terminal)]);
    let number = 2;
    while (taken.has(String(number))) number++;
    this.open(String(number)).catch(onFailure);
    return this.#terminals.get(String(number));
  }

  async open(name: string): Promise<Session> {
    const known = this.#terminals.get(name);
    const terminal = known ?? this.#add(name);
    if (!known) this.#options.onTerminals();
    try {
      return await terminal.shell();
    } catch (error) {
      if (terminal !== this.first) this.#ended(terminal);
      throw error;
    }
  }

  async close(name: string): Promise<void> {
    const terminal = this.#terminals.get(name);
    if (terminal && terminal !== this.first) await terminal.close();
  }

  resize(size: Size): void {
    this.#size = size;
    for (const terminal of this.#terminals.values()) terminal.resize(size);
  }

  /** Ends every shell and all that is on the node. */
  async end(): Promise<void> {
    if (this.#isLeft) return;
    this.#ending.abort();
    await Promise.all([...this.#terminals.values()].map((terminal) => terminal.close()));
    await this.target.close();
  }

  /** Lets go of the node, which goes on with its shells; where it cannot, ends it. */
  async leave(): Promise<void> {
    if (!this.target.leave) return this.end();
    this.#isLeft = true;
    this.#ending.abort();
    await this.target.leave();
  }

  #add(name: string): Terminal {
    const { target, startMs, lang, onStatus, onOutput, onShell } = this.#options;
    const terminal: Terminal = new Terminal({
      ...{ name, target, startMs, lang, memory: this.#memory },
      watched: () => this.#options.plan().watchedVariables,
      size: this.#size,
      prepared: this.#prepared,
      signal: this.#ending.signal,
      onStatus: (status, reason) => {
        if (name === firstTerminal) onStatus(status, reason);
      },
      onOutput: () => {
        onOutput(terminal);
      },
      onShell: (session) => {
        onShell(session, name);
      },
      onEnd: () => {
        if (!this.#ending.signal.aborted) this.#options.onShellEnd(name);
        if (name !== firstTerminal) this.#ended(terminal);
      },
    });
    this.#terminals.set(name, terminal);
    this.list.add(name, 'beside');
    return terminal;
  }

  #ended(terminal: Terminal): void {
    if (this.#terminals.get(terminal.name) !== terminal) return;
    this.#terminals.delete(terminal.name);
    this.list.close(terminal.name);
    if (!this.#ending.signal.aborted) this.#options.onTerminals();
  }
}
