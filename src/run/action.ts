import type { Text } from '../messages/message.ts';
import type { ActionName, Step } from '../plan/step.ts';
import type { CommandResult, Verdict } from '../plan/verdict.ts';
import type { Clock } from './clock.ts';
import type { Session } from './terminal/session.ts';
import type { Words } from './words.ts';

/** What an action may use to perform a step. */
export interface StepContext {
  readonly step: Step;
  readonly session: Session;
  /** Aborted when the run is to stop. */
  readonly signal: AbortSignal;
  readonly words: Words;
  readonly clock: Clock;
  /** Where pages of the node can be reached from here. */
  readonly address: string;
  /** Milliseconds that this try may still take. */
  readonly remaining: () => number;
  /** Tells that a command is typed. */
  readonly commandBegin: (text: string) => void;
  /** Tells that a command has ended, and remembers its result. */
  readonly commandEnd: (result: CommandResult) => void;
  /** Tells what the step waits for. */
  readonly waiting: (awaited: Text) => void;
}

export interface ActionOutcome {
  readonly verdict: Verdict;
  /** What a person may try when it did not pass. */
  readonly hints?: readonly Text[];
  /** Text that the expectations of the step are about, the whole first, then its most likely part. */
  readonly outputs?: readonly string[];
  /** False: repeating it is useless whatever the policy says. */
  readonly retryable?: boolean;
}

/** How one kind of step is performed. */
export interface Action {
  readonly name: ActionName;
  perform(context: StepContext): Promise<ActionOutcome>;
}

/** Actions by name. */
export type Actions = ReadonlyMap<ActionName, Action>;

/** The outcome of a step whose run was interrupted. */
export function interrupted(words: Words): ActionOutcome {
  return { verdict: { status: 'notRun', reason: words.interrupted } };
}

/** The outcome of a step whose shell is gone. */
export function shellEnded({ session, words }: StepContext): ActionOutcome {
  return {
    verdict: { status: 'broken', reason: words.shellEnded(session.exitCode) },
    hints: [words.hints.newShell],
  };
}

/** The outcome of a step after which the shell did not come back to its prompt. */
export function noPrompt(context: StepContext): ActionOutcome {
  const { words } = context;
  return { verdict: { status: 'broken', reason: words.noPromptAfterInterrupt }, hints: [words.hints.newShell] };
}
