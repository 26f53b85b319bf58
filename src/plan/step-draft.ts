import type { Diagnostic, Exercise, Point, Position, Severity, Slide, Snippet } from '../deck/model.ts';
import type { Message } from '../messages/message.ts';
import type { ActionName, CommandLine, ExpectedExit, Policy, SourceLocation, StepExpectation } from './step.ts';
import { firstTerminal } from './terminals.ts';

/** A step while the plan is being made: no id, limits and overrides yet. */
export interface StepDraft {
  readonly action: ActionName;
  readonly input: string;
  readonly lines: readonly CommandLine[];
  readonly slide: Slide;
  readonly exercise: Exercise;
  /** Id of the snippet, URL or exercise of the deck that it is made of. */
  readonly region: string;
  readonly place: SourceLocation;
  /** Where it starts in the file, in UTF-16 code units. */
  readonly offset: number;
  readonly hidden: boolean;
  readonly skip: Message | undefined;
  policy: Policy;
  /** Why this policy. */
  reason: Message | undefined;
  /** It reads, but takes its own time. */
  waits: boolean;
  stopsCommand: boolean;
  checksExitCode: boolean;
  exit: ExpectedExit | undefined;
  /** Name of the terminal that it is expected to be for, or to lead to. */
  terminal: string;
  /** For `repl`: the program that should have the terminal. */
  readonly program: string | undefined;
  readonly assigns: readonly string[];
  readonly expectations: StepExpectation[];
  /** What a `timeout` and a `retry` snippet say, in milliseconds. */
  timeoutMs: number | undefined;
  retryMs: number | undefined;
}

/** What a draft must say of itself; the rest has a default. */
export type StepDraftParts = Pick<
  StepDraft,
  'action' | 'input' | 'slide' | 'exercise' | 'region' | 'place' | 'offset'
> &
  Partial<StepDraft>;

/** A draft that runs once, with nothing expected of it. */
export function makeDraft(parts: StepDraftParts): StepDraft {
  return {
    lines: [],
    hidden: false,
    skip: undefined,
    policy: 'once',
    reason: undefined,
    waits: false,
    stopsCommand: false,
    checksExitCode: true,
    exit: undefined,
    terminal: firstTerminal,
    program: undefined,
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
): Pick<StepDraft, 'region' | 'place' | 'offset'> {
  return { region: id, place: locationOf(file, start), offset: start.offset };
}

/** Where a point is. `file` is that of the deck. */
export function locationOf(file: string, point: Point): SourceLocation {
  return { file: point.file ?? file, line: point.line, column: point.column };
}

/** A step that nothing is done for, in the place of a snippet: why is its `skip`. */
export function noneDraft(
  snippet: Snippet,
  { file, slide, exercise }: { readonly file: string; readonly slide: Slide; readonly exercise: Exercise },
  skip: Message,
): StepDraft {
  const { data, hidden } = snippet;
  return makeDraft({ ...startOf(file, snippet), action: 'none', input: data.trim(), slide, exercise, hidden, skip });
}

/** True for a step that types commands. */
export function isShell({ action }: Pick<StepDraft, 'action'>): boolean {
  return action === 'bash' || action === 'hide';
}

/** Tells the author of a deck about a place in it. */
export type Diagnose = (severity: Severity, rule: string, position: Position, reason: Message) => void;

/** Adds diagnostics to `messages`. `file` is that of the deck. */
export function diagnoseInto(messages: Diagnostic[], file: string): Diagnose {
  return (severity, rule, { start }, reason) => {
    messages.push({ ...locationOf(file, start), severity, rule, reason });
  };
}
