import type { ProcessInfo } from '../workload.ts';
import { Turns } from './turns.ts';

/** Why a process ends: the reason of its `signal`. */
export class Killed extends Error {
  readonly by: NodeJS.Signals;
  constructor(by: NodeJS.Signals) {
    super(by);
    this.by = by;
  }
}

/** Takes a signal; false: it does nothing with it. */
type Handler = (signal: NodeJS.Signals) => boolean;

/** One process of a container. */
export interface Process extends ProcessInfo {
  /** Aborted, with a Killed as its reason, when a signal ends it. */
  readonly signal: AbortSignal;
  /** What it does with a signal other than SIGKILL, where it does something; false: nothing, so that it is treated as the kernel does. */
  handler: Handler | undefined;
  /** What is typed in front of it is not for it. */
  isBackground: boolean;
  /** Of what it was made of by `exec`. */
  rename(command: readonly string[]): void;
  /** It has ended. */
  end(): void;
}

/** What a new process is made of. */
export type Birth = Omit<ProcessInfo, 'pid' | 'started'>;

/** A container has no room for one more process. */
export class NoMoreProcesses extends Error {}

const mostProcesses = 200;

/** Signals that do nothing to what does not ask for them. */
const harmless: ReadonlySet<NodeJS.Signals> = new Set([
  'SIGCHLD',
  'SIGCONT',
  'SIGURG',
  'SIGWINCH',
  'SIGTSTP',
  'SIGSTOP',
  'SIGTTIN',
  'SIGTTOU',
]);

/** The processes of one container. */
export class Processes {
  readonly #all = new Map<number, Process>();
  /** Process 1 passes signals on, as docker's --init does. */
  readonly #hasInit: boolean;
  #last = 0;
  #isOver = false;
  readonly #turns: Turns;
  #turn = performance.now();
  #busy = 0;
  #paused: Promise<void> | undefined;
  #resume: () => void = () => undefined;

  /** `turns`: those of the node. */
  constructor(hasInit = false, turns = new Turns()) {
    this.#turns = turns;
    this.#hasInit = hasInit;
    if (hasInit) this.#last = 1;
  }

  /** Throws NoMoreProcesses, and Killed where the container has ended: who was between two turns then is not to begin anew. */
  spawn(birth: Birth): Process {
    if (this.#isOver) throw new Killed('SIGKILL');
    if (this.#all.size >= mostProcesses) throw new NoMoreProcesses();
    const controller = new AbortController();
    let command = birth.command;
    const process: Process = {
      ...birth,
      pid: ++this.#last,
      started: Date.now(),
      get command() {
        return command;
      },
      signal: controller.signal,
      handler: undefined,
      isBackground: false,
      rename: (words) => {
        command = words;
      },
      end: () => {
        this.#all.delete(process.pid);
      },
    };
    this.#all.set(process.pid, process);
    controller.signal.addEventListener('abort', () => {
      process.end();
    });
    this.#aborts.set(process, (by) => {
      controller.abort(new Killed(by));
    });
    return process;
  }
  readonly #aborts = new WeakMap<Process, (by: NodeJS.Signals) => void>();

  list(): readonly Process[] {
    return [...this.#all.values()];
  }
  find(pid: number): Process | undefined {
    return this.#all.get(pid);
  }

  /** Delivers a signal: to its handler, or as the kernel does, which spares a process 1 that has none. */
  deliver(process: Process, signal: NodeJS.Signals): void {
    if (signal !== 'SIGKILL') {
      const { handler } = process;
      if (handler?.(signal) === true || harmless.has(signal)) return;
      if (process.pid === 1) return;
    }
    this.#aborts.get(process)?.(signal);
  }

  /** Ends all of them: process 1 has ended. */
  killAll(): void {
    this.#isOver = true;
    for (const process of this.list()) this.#aborts.get(process)?.('SIGKILL');
  }

  get hasInit(): boolean {
    return this.#hasInit;
  }

  /** Called by programs between two pieces of work: gives everything else a turn, and waits while the container is paused. */
  async breathe(): Promise<void> {
    if (this.#paused !== undefined) await this.#paused;
    const turn = this.#turns.over(this);
    if (turn === undefined) return;
    this.#busy += Math.min(performance.now() - this.#turn, 100);
    await turn;
    this.#turn = performance.now();
  }

  /** Milliseconds of CPU, as far as its own programs took turns. */
  get busy(): number {
    return this.#busy;
  }
  /** Fulfilled when the container is not paused. */
  get awake(): Promise<void> | undefined {
    return this.#paused;
  }
  pause(): void {
    this.#paused ??= new Promise((resolve) => {
      this.#resume = resolve;
    });
  }
  unpause(): void {
    this.#paused = undefined;
    this.#resume();
  }
}
