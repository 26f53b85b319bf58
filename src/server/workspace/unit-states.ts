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

/** The progress of a course: how each of its units is. */
export class UnitStates {
  readonly #states = new Map<string, UnitState>();
  readonly #onChange: (unit: Unit, state: UnitState, before: UnitState) => void;
  readonly #amend: (unit: Unit, state: UnitState) => UnitState;

  /** `amend` adds to a state what is known besides. */
  constructor(
    onChange: (unit: Unit, state: UnitState, before: UnitState) => void,
    amend: (unit: Unit, state: UnitState) => UnitState = (_, state) => state,
  ) {
    this.#onChange = onChange;
    this.#amend = amend;
  }

  get(unit: Unit): UnitState {
    return this.#states.get(unit.id) ?? idle;
  }

  set(unit: Unit, state: UnitState): void {
    const before = this.get(unit);
    const amended = this.#amend(unit, state);
    this.#states.set(unit.id, amended);
    this.#onChange(unit, amended, before);
  }

  /** Those that are not idle, by the ids of their units. */
  snapshot(): Readonly<Record<string, UnitState>> {
    return Object.fromEntries(
      [...this.#states].filter(([, { status, note }]) => status !== 'idle' || note !== undefined),
    );
  }
}
