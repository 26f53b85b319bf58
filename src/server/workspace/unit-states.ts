import type { Unit } from '../../plan/units.ts';
import type { UnitState, UnitStatus } from '../../protocol.ts';

const followed: ReadonlySet<UnitStatus> = new Set(['passed', 'skipped', 'manual']);

/** How a unit is that nothing has happened to. */
export const idle: UnitState = { status: 'idle' };

/** Whether the next unit of the queue may run after one in this state. */
export function mayBeFollowed({ status }: UnitState): boolean {
  return followed.has(status);
}

/** The progress of a course: how each of its units is. */
export class UnitStates {
  readonly #states = new Map<string, UnitState>();
  readonly #onChange: (unit: Unit, state: UnitState) => void;
  readonly #amend: (unit: Unit, state: UnitState) => UnitState;

  /** `amend` adds to a state what is known besides. */
  constructor(
    onChange: (unit: Unit, state: UnitState) => void,
    amend: (unit: Unit, state: UnitState) => UnitState = (_, state) => state,
  ) {
    this.#onChange = onChange;
    this.#amend = amend;
  }

  get(unit: Unit): UnitState {
    return this.#states.get(unit.id) ?? idle;
  }

  set(unit: Unit, state: UnitState): void {
    const amended = this.#amend(unit, state);
    this.#states.set(unit.id, amended);
    this.#onChange(unit, amended);
  }

  /** Those that are not idle, by the ids of their units. */
  snapshot(): Readonly<Record<string, UnitState>> {
    return Object.fromEntries(
      [...this.#states].filter(([, { status, note }]) => status !== 'idle' || note !== undefined),
    );
  }
}
