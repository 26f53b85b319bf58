import { type Message, message } from '../../messages/message.ts';
import { shellStateOf } from '../../plan/shell-state.ts';
import type { Unit } from '../../plan/units.ts';
import type { UnitState } from '../../protocol.ts';

interface Known {
  readonly unit: Unit;
  readonly sets: ReadonlySet<string>;
  readonly uses: ReadonlySet<string>;
  readonly changes: boolean;
}

type StateOf = (unit: Unit) => UnitState;

/** What the units of a course leave in their shell, and which of it is missing there. */
export class CourseShell {
  readonly #known: readonly Known[];

  constructor(units: readonly Unit[]) {
    this.#known = units.map((unit) => {
      const states = unit.steps
        .filter(({ action }) => action === 'bash' || action === 'hide')
        .map(({ input }) => shellStateOf(input));
      const sets = new Set(states.flatMap((state) => [...state.sets]));
      const uses = new Set(states.flatMap((state) => [...state.uses]));
      return { unit, sets, uses, changes: states.some(({ changes }) => changes) };
    });
  }

  /** The units before one whose work is missing: never done, done on a node that is gone, or in a shell that has ended and that they had left something in. */
  missingBefore(unit: Unit, stateOf: StateOf): readonly Unit[] {
    const at = this.#known.findIndex((each) => each.unit === unit);
    return this.#known
      .slice(0, Math.max(0, at))
      .filter((each) => each.unit.shown?.action !== 'manual' && isMissing(each, stateOf(each.unit)))
      .map((each) => each.unit);
  }

  /** Why a unit may have failed: a variable that it reads is set by an earlier one, which has not been done in this shell. */
  cause(unit: Unit, stateOf: StateOf): Message | undefined {
    const at = this.#known.findIndex((each) => each.unit === unit);
    for (const name of this.#known[at]?.uses ?? []) {
      const setter = this.#known.slice(0, at).findLast(({ sets }) => sets.has(name));
      if (!setter || !isMissing(setter, stateOf(setter.unit))) continue;
      const slide = setter.unit.steps[0]?.slide.number ?? setter.unit.slide;
      return message('server/variable-missing', { name, slide });
    }
    return undefined;
  }

  /** True when a unit leaves something in its shell. */
  leavesSomething(unit: Unit): boolean {
    return this.#known.some((each) => each.unit === unit && each.changes);
  }
}

function isMissing({ changes }: Known, { status, stale }: UnitState): boolean {
  if (status === 'skipped') return false;
  return status !== 'passed' || stale === 'node' || (changes && stale === 'shell');
}
