import type { Plan } from '../../plan/step.ts';
import { type Successor, successorsOf } from '../../plan/successors.ts';
import { type Unit, unitsOf } from '../../plan/units.ts';

/** A course, as a workspace shows it. */
export interface WorkspaceCourse {
  readonly plan: Plan;
  /** Indexes of the slides that are shown; the first one is the one to begin with. */
  readonly slides: readonly number[];
  /** Of the page that shows it (`Course.version`). */
  readonly version: string;
}

/** A course that was saved anew. */
export interface NextCourse extends WorkspaceCourse {
  /** The slide that is shown in the place of one before; both by their indexes. */
  readonly slideAfter: (slide: number) => number;
}

/** The course of a workspace as it is now: its deck may be saved anew while people work. */
export class LiveCourse {
  #course: WorkspaceCourse;
  #units: readonly Unit[];
  #byId: ReadonlyMap<string, Unit>;

  constructor(course: WorkspaceCourse) {
    this.#course = course;
    this.#units = unitsOf(course.plan);
    this.#byId = byId(this.#units);
  }

  get plan(): Plan {
    return this.#course.plan;
  }

  get version(): string {
    return this.#course.version;
  }

  get units(): readonly Unit[] {
    return this.#units;
  }

  unit(id: string): Unit | undefined {
    return this.#byId.get(id);
  }

  /** Takes another course; what has become of the units. */
  replace(course: WorkspaceCourse): ReadonlyMap<Unit, Successor> {
    const before = this.#units;
    this.#course = course;
    this.#units = unitsOf(course.plan);
    this.#byId = byId(this.#units);
    return successorsOf(before, this.#units);
  }
}

function byId(units: readonly Unit[]): ReadonlyMap<string, Unit> {
  return new Map(units.map((unit) => [unit.id, unit]));
}
