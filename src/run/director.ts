import { type Message, message } from '../messages/message.ts';
import type { Step } from '../plan/step.ts';
import type { StepResult, Verdict } from '../plan/verdict.ts';

/** What a run does next. `at`: with which step of the plan, counted from 0. */
export type Turn =
  /** Performs it, again if need be. `instead`: as a person has edited it. `enough`: aborted when it is not to be tried any longer. */
  | { readonly kind: 'perform'; readonly at: number; readonly instead?: Step; readonly enough?: AbortSignal }
  /** Gives it a verdict without performing it. */
  | { readonly kind: 'settle'; readonly at: number; readonly verdict: Verdict }
  /** Runs nothing more: steps without a verdict are `notRun` for this reason. */
  | { readonly kind: 'end'; readonly reason: Message };

/** Says in which order a run performs its steps, and when it has done; a person, mostly. */
export interface Director {
  /**
   * Asked at the beginning and after each turn, with what came of that. A run that is aborted waits for the answer: it
   * has to come then, whatever it is.
   */
  next(last: StepResult | undefined): Promise<Turn> | Turn;
}

/** The verdict on a step that was performed as a person has edited it: when it passed, it says so. */
export function editedVerdict(verdict: Verdict, { place, lines, input }: Step): Verdict {
  if (verdict.status !== 'passed') return verdict;
  const edited = message('run/edited', { ...(lines[0]?.place ?? place), command: input });
  const note = verdict.note ? message('text/sequence', { parts: [edited, verdict.note] }) : edited;
  return { ...verdict, note };
}

/** A result with the verdict that a person has given it; `before`: what came of the step until then. */
export function settledResult(step: Step, verdict: Verdict, before: StepResult | undefined): StepResult {
  const { durationMs = 0, tries = 0, commands = [] } = before ?? {};
  return { stepId: step.id, verdict, durationMs, tries, commands, hints: [] };
}
