import type { DriveState, Size } from '../../protocol.ts';
import type { Actions } from '../../run/action.ts';
import type { Secrets } from '../../run/mask.ts';
import type { Target } from '../../target/target.ts';
import type { Clients } from './clients.ts';
import type { LiveCourse } from './live-course.ts';
import type { Machine } from './machine.ts';
import type { Owner } from './owner.ts';
import { Progress } from './progress.ts';
import type { UnitNews } from './unit-news.ts';
import { idle } from './unit-states.ts';

/** What every node of a workspace is made with. */
export interface NodeOptions {
  readonly actions: Actions;
  /** Makes a target for a new machine. */
  readonly target: () => Target;
  readonly startMs: number;
  readonly lang: 'en' | 'fr';
  /** To take out of what people take away. Default: none. */
  readonly secrets?: Secrets;
  /** Something that is wrong with the program itself. */
  readonly onError: (error: unknown) => void;
}

export interface CurrentNodeOptions extends NodeOptions {
  readonly course: LiveCourse;
  readonly size: Size;
  /** Index of the slide that is shown. */
  readonly slide: () => number;
  /** How steps are run. */
  readonly drive: () => DriveState;
  readonly clients: Clients;
  readonly news: UnitNews;
  readonly owner: () => Owner | undefined;
}

/** The node that a workspace has now, with the progress of the course on it: a person may throw it away for a new one. */
export class CurrentNode {
  readonly #options: CurrentNodeOptions;
  #progress: Progress;
  #replacing: Promise<void> | undefined;
  #isLeft = false;

  constructor(options: CurrentNodeOptions) {
    this.#options = options;
    this.#progress = this.#begin(options.size);
  }

  get progress(): Progress {
    return this.#progress;
  }

  /** Begins a new one. While one is being replaced, more clicks are the same click. */
  renew(): void {
    this.#replacing ??= this.#renew()
      .catch(this.#options.onError)
      .finally(() => (this.#replacing = undefined));
  }

  /** Fulfilled when no node is being replaced any more. */
  async settled(): Promise<void> {
    await this.#replacing;
  }

  /** What comes of it is neither kept nor told any more. */
  leave(): void {
    this.#isLeft = true;
  }

  /** Its owner is told what the machine is called, once it is there. */
  tellName(): void {
    const { machine } = this.#progress;
    void machine.node.then((node) => {
      if (node !== undefined && machine === this.#progress.machine) this.#options.owner()?.onNamed?.(node);
    });
  }

  async #renew(): Promise<void> {
    const { course, clients, owner } = this.#options;
    const old = this.#progress;
    const next = this.#begin(old.machine.size);
    this.#progress = next;
    owner()?.onNewNode();
    this.tellName();
    this.#tellTerminals(next.machine);
    for (const unit of course.units) clients.broadcast({ type: 'unit', unit: unit.id, state: idle });
    clients.broadcast({ type: 'node', node: next.machine.id, status: next.machine.first.status });
    old.demo.leave();
    await old.queue.close();
    await old.machine.end();
  }

  /** A new machine. Events of one that was replaced are ignored. */
  #begin(size: Size): Progress {
    const { clients, news, owner } = this.#options;
    const isCurrent = (): boolean => this.#progress === progress && !this.#isLeft;
    const progress: Progress = new Progress({
      ...this.#options,
      size,
      onCommand: () => owner()?.onCommand,
      target: this.#options.target(),
      tell: (message) => {
        if (isCurrent()) clients.broadcast(message);
      },
      onUnit: (unit, state, before) => {
        if (isCurrent()) news.tell(unit, state, before);
      },
      onOutput: (terminal) => {
        if (isCurrent()) clients.feed(terminal);
      },
      onTerminals: () => {
        if (isCurrent()) this.#tellTerminals(progress.machine);
      },
    });
    return progress;
  }

  #tellTerminals(machine: Machine): void {
    const { clients } = this.#options;
    clients.showInstead(machine.id, machine.terminal(), (source) => machine.terminal(source.name) !== source);
    clients.broadcast({ type: 'terminals', terminals: machine.terminals });
  }
}
