import type { Message } from '../messages/message.ts';
import type { Plan, Step } from './step.ts';
import type { CommandResult, StepResult, VerdictStatus } from './verdict.ts';

/** How many steps ended in each way. */
export type Totals = Readonly<Record<VerdictStatus, number>>;

/** One run as it happens. `at` is in milliseconds since `runBegin`, monotonic. */
export type RunEvent =
  | {
      readonly type: 'runBegin';
      readonly at: number;
      /** ISO 8601. */
      readonly startedAt: string;
      readonly target: string;
      readonly plan: Plan;
    }
  | { readonly type: 'stepBegin'; readonly at: number; readonly step: Step; readonly ordinal: number }
  | { readonly type: 'commandBegin'; readonly at: number; readonly stepId: string; readonly text: string }
  /** `terminal`: its name; absent for the first. */
  | { readonly type: 'output'; readonly at: number; readonly chunk: string; readonly terminal?: string }
  /** Another terminal is chosen: it is opened, and steps are for it from now on. */
  | { readonly type: 'terminal'; readonly at: number; readonly name: string }
  | { readonly type: 'commandEnd'; readonly at: number; readonly stepId: string; readonly result: CommandResult }
  /** A try did not hold; the next one starts in `pauseMs`. */
  | {
      readonly type: 'retry';
      readonly at: number;
      readonly stepId: string;
      /** Number of the try that is to come: 2, 3, ... */
      readonly attempt: number;
      /** Why the last one did not hold, one sentence. */
      readonly reason: Message;
      readonly pauseMs: number;
    }
  /** The step waits for something other than the end of its command. */
  | { readonly type: 'waiting'; readonly at: number; readonly stepId: string; readonly awaited: Message }
  | { readonly type: 'stepEnd'; readonly at: number; readonly step: Step; readonly result: StepResult }
  | {
      readonly type: 'runEnd';
      readonly at: number;
      readonly totals: Totals;
      readonly results: readonly StepResult[];
      readonly interrupted: boolean;
    };

const none: Totals = { passed: 0, failed: 0, timedOut: 0, broken: 0, skipped: 0, manual: 0, notRun: 0 };

/** Counts results by verdict. */
export function tally(results: readonly StepResult[]): Totals {
  const totals: Record<VerdictStatus, number> = { ...none };
  for (const { verdict } of results) totals[verdict.status]++;
  return totals;
}

/** How many steps ask for what the target does not do. */
export function countRefused(results: readonly StepResult[]): number {
  return results.filter(({ verdict }) => verdict.status === 'broken' && verdict.refused !== undefined).length;
}

/** True when a verdict makes the run fail. */
export function isFailure(status: VerdictStatus): boolean {
  return status === 'failed' || status === 'timedOut' || status === 'broken';
}
