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

/** What is so now: the state of each unit, and the variables that are empty in the shell that a unit is for. */
export interface ShellNow {
  readonly stateOf: (unit: Unit) => UnitState;
  readonly empty: (unit: Unit) => readonly string[];
}

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

  /** Variables that one unit sets and a later one reads: the shell is to tell which of them are empty. */
  get shared(): readonly string[] {
    const set = new Set<string>();
    return this.#known.flatMap(({ sets, uses }) => {
      const read = [...uses].filter((name) => set.has(name));
      for (const name of sets) set.add(name);
      return read;
    });
  }

  /**
   * The units before one whose work is missing: never done, done on a node that is gone, in a shell that has ended and that they had left
   * something in, or that set a variable which is empty again and is needed.
   */
  missingBefore(unit: Unit, { stateOf, empty }: ShellNow): readonly Unit[] {
    const at = this.#known.findIndex((each) => each.unit === unit);
    const needed = new Set(this.#known[at]?.uses);
    const gone = new Set(empty(unit));
    const missing: Unit[] = [];
    // From the last one on: what sets a variable may need others.
    for (const each of this.#known.slice(0, Math.max(0, at)).reverse()) {
      const isLost = [...each.sets].some((name) => needed.has(name) && gone.has(name));
      const { status } = stateOf(each.unit);
      if (each.unit.shown?.action === 'manual') continue;
      if (!isMissing(each, stateOf(each.unit)) && !(isLost && status !== 'skipped')) continue;
      missing.unshift(each.unit);
      for (const name of each.uses) needed.add(name);
    }
    return missing;
  }

  /** Why a unit may have failed: a variable that it reads is set by an earlier one, which has not been done in this shell, or is empty again. */
  cause(unit: Unit, { stateOf, empty }: ShellNow): Message | undefined {
    const at = this.#known.findIndex((each) => each.unit === unit);
    const gone = empty(unit);
    for (const name of this.#known[at]?.uses ?? []) {
      const setter = this.#known.slice(0, at).findLast(({ sets }) => sets.has(name));
      if (!setter || (!isMissing(setter, stateOf(setter.unit)) && !gone.includes(name))) continue;
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
