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
function editedVerdict(verdict: Verdict, { place, lines, input }: Step): Verdict {
  if (verdict.status !== 'passed') return verdict;
  const edited = message('run/edited', { ...(lines[0]?.place ?? place), command: input });
  const note = verdict.note ? message('text/sequence', { parts: [edited, verdict.note] }) : edited;
  return { ...verdict, note };
}

/** A result with the verdict that a person has given it; `before`: what came of the step until then. */
function settledResult(step: Step, verdict: Verdict, before: StepResult | undefined): StepResult {
  const { durationMs = 0, tries = 0, commands = [] } = before ?? {};
  return { stepId: step.id, verdict, durationMs, tries, commands, hints: [] };
}

/** The run that a director directs. */
interface DirectedRun {
  readonly steps: readonly Step[];
  readonly signal: AbortSignal;
  /** What came of a step last. */
  resultOf(at: number): StepResult | undefined;
  perform(step: Step, at: number, enough: AbortSignal | undefined): Promise<StepResult>;
  /** A step is not performed: what it would have started is not there. */
  passOver(step: Step): void;
  /** Tells what came of a step; gives it as it is told. */
  ended(step: Step, at: number, result: StepResult): Promise<StepResult>;
}

/** Does what a director says, until it says no more or the run is aborted; why nothing more is to be run. */
export async function follow(director: Director, run: DirectedRun): Promise<Message> {
  for (let last: StepResult | undefined; ;) {
    const turn = await director.next(last);
    if (turn.kind === 'end') return turn.reason;
    if (run.signal.aborted) return message('run/interrupted');
    last = await take(turn, run);
  }
}

async function take(turn: Exclude<Turn, { kind: 'end' }>, run: DirectedRun): Promise<StepResult | undefined> {
  const { at } = turn;
  const planned = run.steps[at];
  if (!planned) return undefined;
  if (turn.kind === 'settle') {
    run.passOver(planned);
    return run.ended(planned, at, settledResult(planned, turn.verdict, run.resultOf(at)));
  }
  const { instead, enough } = turn;
  const result = await run.perform(instead ?? planned, at, enough);
  const verdict = instead ? editedVerdict(result.verdict, instead) : result.verdict;
  return run.ended(instead ?? planned, at, { ...result, verdict });
}
