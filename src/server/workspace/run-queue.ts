import type { Successor } from '../../plan/successors.ts';
import type { Unit } from '../../plan/units.ts';
import { limits } from '../../protocol.ts';
import { idle, mayBeFollowed, type UnitStates } from './unit-states.ts';

export interface RunQueueOptions {
  /** All units of the course as it is now, in its order. */
  readonly units: () => readonly Unit[];
  readonly states: UnitStates;
  /** The units before one that have to be run first. */
  readonly missingBefore: (unit: Unit) => readonly Unit[];
  /** Runs a unit to its end and keeps its state up to date until then; never rejects. */
  readonly run: (unit: Unit, signal: AbortSignal) => Promise<void>;
}

/** The units that wait to be run, first in, first out, and the one that runs. */
export class RunQueue {
  readonly #options: RunQueueOptions;
  #waiting: Unit[] = [];
  #running: { readonly unit: Unit; readonly stop: AbortController; readonly done: Promise<void> } | undefined;
  #closed = false;

  constructor(options: RunQueueOptions) {
    this.#options = options;
  }

  /** The unit that runs. */
  get running(): Unit | undefined {
    return this.#running?.unit;
  }

  /**
   * Adds one unit, those of its slide from it on (`again`: those that have passed, too), all from it on, or what is missing before it and
   * then it. One that waits or runs is not added again.
   */
  add(first: Unit, scope: 'unit' | 'slide' | 'again' | 'rest' | 'upTo'): void {
    const { states, missingBefore } = this.#options;
    const units = this.#options.units();
    const wanted =
      scope === 'unit'
        ? [first]
        : scope === 'upTo'
          ? [...missingBefore(first), first]
          : units.slice(units.indexOf(first));
    for (const unit of wanted) {
      if ((scope === 'slide' || scope === 'again') && unit.slide !== first.slide) break;
      const { status } = states.get(unit);
      const isDone = (scope === 'slide' || scope === 'rest') && (status === 'passed' || status === 'skipped');
      if (isDone || this.#waiting.includes(unit) || this.running === unit) continue;
      if (this.#waiting.length >= limits.queue) break;
      this.#waiting.push(unit);
      states.set(unit, { status: 'queued' });
    }
    this.#next();
  }

  /**
   * The course was replaced. What runs goes on; of those that wait, the first that does something else now is taken out, with all after it:
   * nobody has asked for that, and what follows may need it.
   */
  replace(successors: ReadonlyMap<Unit, Successor>): void {
    const next = this.#waiting.map((unit) => successors.get(unit));
    const stays = next.findIndex((each) => each?.isSame !== true);
    this.#waiting = next.slice(0, stays < 0 ? undefined : stays).flatMap((each) => each?.unit ?? []);
    const { unit } = (this.#running && successors.get(this.#running.unit)) ?? {};
    if (this.#running && unit) this.#running = { ...this.#running, unit };
  }

  waits(unit: Unit): boolean {
    return this.#waiting.includes(unit);
  }

  /** Takes a unit out again that has not begun. */
  remove(unit: Unit): void {
    const at = this.#waiting.indexOf(unit);
    if (at >= 0) this.#waiting.splice(at, 1);
  }

  /** Takes out all that waits; what runs goes on to its end. */
  pause(): void {
    this.#clear();
  }

  /** Takes out all that waits, and ends the unit that runs. False when none runs. */
  stop(): boolean {
    this.#clear();
    this.#running?.stop.abort();
    return this.#running !== undefined;
  }

  /** Drops all that waits, ends the unit that runs, and takes no more. Fulfilled when it has ended. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#waiting.length = 0;
    this.#running?.stop.abort();
    await this.#running?.done;
  }

  #clear(): void {
    for (const unit of this.#waiting.splice(0)) this.#options.states.set(unit, idle);
  }

  #next(): void {
    if (this.#running || this.#closed) return;
    const unit = this.#waiting.shift();
    if (!unit) return;
    const stop = new AbortController();
    const done = this.#options.run(unit, stop.signal).then(() => {
      this.#running = undefined;
      if (!mayBeFollowed(this.#options.states.get(unit))) this.#clear();
      this.#next();
    });
    this.#running = { unit, stop, done };
  }
}
