import type { Exercise, Point, Slide, Snippet } from '../deck/model.ts';
import type { ActionName, CommandLine, Place, Policy, StepExpectation } from './step.ts';

/** A step while the plan is being made: no id, limits and overrides yet. */
export interface Draft {
  readonly action: ActionName;
  readonly input: string;
  readonly lines: readonly CommandLine[];
  readonly slide: Slide;
  readonly exercise: Exercise;
  /** Id of the snippet, URL or exercise of the deck that it is made of. */
  readonly region: string;
  readonly place: Place;
  /** Where it starts in the file, in UTF-16 code units. */
  readonly offset: number;
  readonly hidden: boolean;
  readonly skip: string | undefined;
  policy: Policy;
  reason: string;
  /** It reads, but takes its own time. */
  waits: boolean;
  stopsCommand: boolean;
  checksExitCode: boolean;
  readonly assigns: readonly string[];
  readonly expectations: StepExpectation[];
  /** What a `timeout` and a `retry` snippet say, in milliseconds. */
  timeoutMs: number | undefined;
  retryMs: number | undefined;
}

/** What a draft must say of itself; the rest has a default. */
export type DraftParts = Pick<Draft, 'action' | 'input' | 'slide' | 'exercise' | 'region' | 'place' | 'offset'> &
  Partial<Draft>;

/** A draft that runs once, with nothing expected of it. */
export function makeDraft(parts: DraftParts): Draft {
  return {
    lines: [],
    hidden: false,
    skip: undefined,
    policy: 'once',
    reason: '',
    waits: false,
    stopsCommand: false,
    checksExitCode: true,
    assigns: [],
    expectations: [],
    timeoutMs: undefined,
    retryMs: undefined,
    ...parts,
  };
}

/** Which part of the deck something is, and where that starts. `file` is that of the deck. */
export function startOf(
  file: string,
  { id, position: { start } }: Pick<Snippet, 'id' | 'position'>,
): Pick<Draft, 'region' | 'place' | 'offset'> {
  return { region: id, place: placeOf(file, start), offset: start.offset };
}

/** A point as a place. `file` is that of the deck. */
export function placeOf(file: string, point: Point): Place {
  return { file: point.file ?? file, line: point.line, column: point.column };
}

/** True for a step that types commands. */
export function isShell({ action }: Pick<Draft, 'action'>): boolean {
  return action === 'bash' || action === 'hide';
}
