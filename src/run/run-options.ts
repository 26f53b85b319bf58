import type { Message } from '../messages/message.ts';
import type { Step } from '../plan/step.ts';
import type { StepResult } from '../plan/verdict.ts';
import type { Size } from '../target/target.ts';
import type { Actions } from './action.ts';
import type { Clock } from './clock.ts';
import type { Director } from './director.ts';
import type { Resumed, StepJournal } from './journal.ts';
import type { Secrets } from './mask.ts';
import type { Replay } from './replay.ts';
import type { LentTerminals } from './run-terminals.ts';

/** What is to be done with a step; decided by a person or a policy. */
export type StepDecision = 'run' | 'skip' | 'stop';

export interface RunOptions {
  readonly actions: Actions;
  /** Aborting it ends the command that runs, and the run; what was done so far is reported. */
  readonly signal: AbortSignal;
  /** Asked before every step. Default: run it. */
  readonly beforeStep?: (step: Step) => Promise<StepDecision> | StepDecision;
  /** Go on after a step that did not pass; or whether to, after this one. */
  readonly keepGoing?: boolean | ((result: StepResult) => boolean);
  /** Says which step is next. Default: each once, in order, until one does not pass. */
  readonly director?: Director;
  /** Terminals to type into; whoever lends them closes them. Default: the run's own. */
  readonly terminals?: LentTerminals;
  /** Size of the terminal. Default: 120 by 40. */
  readonly size?: Size;
  /** Shown as the shell's prompt. Default: the target's, or `$ ` after the folder. */
  readonly prompt?: string;
  /** Milliseconds until the shell's first prompt. Default: 10,000. */
  readonly startMs?: number;
  /** Secrets to take out of everything that is reported. */
  readonly secrets?: Secrets;
  /** Nothing is run, every step is `notRun` for this reason: an earlier deck did not pass. */
  readonly notRunBecause?: Message;
  /** Keeps what is done, for a run that goes on from there. */
  readonly journal?: StepJournal | undefined;
  /** Where an earlier run was; without it the run begins anew. */
  readonly resumed?: Resumed | undefined;
  /** Steps that are only done for what they make. */
  readonly replay?: Replay | undefined;
  /** Look at the node around steps: what each has changed (`step`), or all from the first on (`run`). Default: nothing is looked at. */
  readonly changes?: 'step' | 'run' | undefined;
  /** Default: the machine's. */
  readonly clock?: Clock;
}
