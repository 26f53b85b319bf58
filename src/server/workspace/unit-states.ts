import type { Successor } from '../../plan/successors.ts';
import type { Unit } from '../../plan/units.ts';
import type { UnitState, UnitStatus } from '../../protocol.ts';

const followed: ReadonlySet<UnitStatus> = new Set(['passed', 'skipped', 'manual']);

const wrong: ReadonlySet<UnitStatus> = new Set(['failed', 'timedOut', 'broken']);

/** Whether a unit has ended, and not well. */
export function isWrongEnd({ status }: UnitState): boolean {
  return wrong.has(status);
}

/** Whether nothing more happens to a unit by itself. */
export function hasEnded({ status }: UnitState): boolean {
  return isWrongEnd({ status }) || mayBeFollowed({ status }) || status === 'notRun';
}

/** How a unit is on a node that was in this state on another, or on the same one before; undefined when that does not matter any more. */
export function staleAfter(state: UnitState | undefined, isSame = false): UnitState | undefined {
  if (isSame) return state;
  if (state?.status === 'skipped') return state;
  return state?.status === 'passed' ? { ...state, stale: 'node' } : undefined;
}

/** How a unit is that nothing has happened to. */
export const idle: UnitState = { status: 'idle' };

/** Whether the next unit of the queue may run after one in this state. */
export function mayBeFollowed({ status }: UnitState): boolean {
  return followed.has(status);
}

/** What of a course that was replaced goes on. */
export interface ReplacedStates {
  /** The unit that runs, of the course before. */
  readonly running: Unit | undefined;
  /** Whether a unit of the new course waits to be run. */
  readonly waits: (unit: Unit) => boolean;
  /** How a unit is that was done, and does something else now. */
  readonly changed: UnitState;
}

/** The progress of a course: how each of its units is. */
export class UnitStates {
  readonly #states = new Map<Unit, UnitState>();
  /** What has taken the place of units of a course that was replaced; undefined: nothing. */
  readonly #successors = new WeakMap<Unit, Unit | undefined>();
  /** Units that do something else now than what runs under their id. */
  readonly #outdated = new WeakSet<Unit>();
  readonly #onChange: (unit: Unit, state: UnitState, before: UnitState) => void;
  readonly #amend: (unit: Unit, state: UnitState) => UnitState;
  /** How a unit is that was done, and does something else now. */
  #changed: UnitState = idle;

  /** `amend` adds to a state what is known besides. */
  constructor(
    onChange: (unit: Unit, state: UnitState, before: UnitState) => void,
    amend: (unit: Unit, state: UnitState) => UnitState = (_, state) => state,
  ) {
    this.#onChange = onChange;
    this.#amend = amend;
  }

  /** The unit that has taken the place of one in the course as it is now, if it does the same; undefined when there is none. */
  current(unit: Unit): Unit | undefined {
    const now = this.#place(unit);
    return this.#successors.has(now) || this.#outdated.has(now) ? undefined : now;
  }

  get(unit: Unit): UnitState {
    return this.#states.get(this.#place(unit)) ?? idle;
  }

  set(unit: Unit, state: UnitState): void {
    const now = this.#place(unit);
    const before = this.get(now);
    const isOver = this.#outdated.has(now) && hasEnded(state);
    if (isOver) this.#outdated.delete(now);
    const amended = isOver ? this.#changed : this.#amend(now, state);
    this.#states.set(now, amended);
    // One that is gone ends unseen.
    if (!this.#successors.has(now)) this.#onChange(now, amended, before);
  }

  /**
   * The course was replaced: units that do the same are as they were. One that does something else now begins anew, with `changed` to say so when
   * it had been done; while what it did before runs, it is shown as that runs.
   */
  replace(
    before: readonly Unit[],
    successors: ReadonlyMap<Unit, Successor>,
    { running, waits, changed }: ReplacedStates,
  ): void {
    this.#changed = changed;
    const states = before.map((unit) => this.get(unit));
    for (const unit of before) this.#successors.set(unit, successors.get(unit)?.unit);
    for (const unit of this.#states.keys()) if (unit !== running) this.#states.delete(unit);
    for (const [at, unit] of before.entries()) {
      const state = states[at] ?? idle;
      const { unit: next, isSame = false } = successors.get(unit) ?? {};
      if (!next) continue;
      if (!isSame && unit === running) this.#outdated.add(next);
      const isDropped = state.status === 'queued' && !waits(next);
      if (isSame || unit === running) this.#states.set(next, isDropped ? idle : state);
      else if (hasEnded(state)) this.#states.set(next, changed);
    }
    if (running && successors.has(running)) this.#states.delete(running);
  }

  #place(unit: Unit): Unit {
    let now = unit;
    for (let next = this.#successors.get(now); next; next = this.#successors.get(now)) now = next;
    return now;
  }

  /** Those that are not idle, by the ids of their units. */
  snapshot(): Readonly<Record<string, UnitState>> {
    return Object.fromEntries(
      [...this.#states].flatMap(([unit, state]) => {
        const isPlain = state.status === 'idle' && state.note === undefined;
        return isPlain || this.#successors.has(unit) ? [] : [[unit.id, state]];
      }),
    );
  }
}
