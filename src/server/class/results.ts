import type { Heat } from '../../protocol.ts';
import type { HelpRecord } from './class-events.ts';
import type { ClassState, StoredPerson } from './class-state.ts';
import { factsOf, heatOf, medianOf } from './wall.ts';

/** How a student got on with a step. */
interface StepResult {
  readonly step: string;
  readonly tries: number;
  readonly failures: number;
  /** Why it failed first, in one sentence. */
  readonly firstError?: string;
  /** Seconds from the step that they passed before, or from the first try where there is none, to the pass. */
  readonly secondsToPass?: number;
  readonly passed: boolean;
}

/** How a student got on, and who helped them. Times are ISO 8601. */
interface StudentResult {
  readonly name: string;
  readonly joined: string;
  readonly steps: readonly StepResult[];
  readonly help: readonly (Pick<HelpRecord, 'what' | 'by'> & { readonly visitor: string; readonly at: string })[];
}

/** How a class got on with a step. */
interface StepSummary extends Omit<Heat, 'unit'> {
  readonly step: string;
  readonly medianSeconds?: number;
}

/** What came of a class, in the order in which it came to the steps. */
export interface ClassResults {
  readonly students: readonly StudentResult[];
  readonly steps: readonly StepSummary[];
}

/** What came of a class, by what is known of its people. */
export function resultsOf({ persons }: Pick<ClassState, 'persons'>): ClassResults {
  const students = [...persons.values()].filter(({ role }) => role === 'student');
  const order = stepsOf(students);
  const took = new Map(students.map((student) => [student, factsOf(student.units, order).took]));
  const nameOf = (id: string): string => persons.get(id)?.name ?? '';
  return {
    students: students.map((student) => ({
      name: student.name,
      joined: dateOf(student.joined),
      steps: order.flatMap((step) => stepOf(student, step, took.get(student)?.get(step))),
      help: student.help.map(({ visitor, at, ...rest }) => ({ ...rest, visitor: nameOf(visitor), at: dateOf(at) })),
    })),
    steps: order.map((step) => {
      const { unit, ...heat } = heatOf(step, students);
      const times = students.flatMap((student) => took.get(student)?.get(step) ?? []);
      const median = times.length === 1 ? times[0] : medianOf(times);
      return { step: unit, ...heat, ...(median !== undefined && { medianSeconds: inSeconds(median) }) };
    }),
  };
}

/** The steps that somebody has begun, those that somebody began first first. */
function stepsOf(students: readonly StoredPerson[]): readonly string[] {
  const begun = new Map<string, number>();
  for (const { units } of students) {
    for (const [step, { begun: at }] of units) {
      if (at !== undefined) begun.set(step, Math.min(at, begun.get(step) ?? Infinity));
    }
  }
  return [...begun].sort(([, one], [, other]) => one - other).map(([step]) => step);
}

function stepOf({ units }: StoredPerson, step: string, took: number | undefined): readonly StepResult[] {
  const record = units.get(step);
  if (record?.begun === undefined) return [];
  const { ends, failures, firstError, passed } = record;
  return [
    {
      ...{ step, tries: ends, failures },
      ...(firstError !== undefined && { firstError }),
      ...(took !== undefined && { secondsToPass: inSeconds(took) }),
      passed: passed !== undefined,
    },
  ];
}

function inSeconds(ms: number): number {
  return Math.round(ms / 100) / 10;
}

function dateOf(at: number): string {
  return new Date(at).toISOString();
}
