import type { Message } from '../messages/message.ts';
import type { Step } from '../plan/step.ts';
import type { CommandResult } from '../plan/verdict.ts';
import type { ActionOutcome } from './action.ts';
import { type Clock, delay } from './clock.ts';

/** Milliseconds of the first pause, and how much longer each is than the one before. */
const firstPauseMs = 100;
const pauseGrowth = 1.5;

/** One try of a step. */
export interface Attempt {
  readonly outcome: ActionOutcome;
  readonly commands: readonly CommandResult[];
}

interface AttemptsOptions {
  readonly clock: Clock;
  /** Aborting it ends the pause between two tries, and no other one is made. */
  readonly signal: AbortSignal;
  /** Aborting it does that, too, and nothing else. */
  readonly enough?: AbortSignal | undefined;
  /** Another try will be made after `pauseMs` milliseconds; `attempt` counts from 1. */
  readonly onRetry: (attempt: number, reason: Message, pauseMs: number) => void;
}

/**
 * Performs a step, again and again when it only reads, until it holds or its time is over. `tryOnce` gets the moment by
 * the clock at which the whole step must be done, and whether it is the first. The pause between two tries grows up to the step's `pauseMs`: many
 * people may ask the same cluster at once.
 */
export async function attempts(
  step: Step,
  tryOnce: (deadline: number, isFirst: boolean) => Promise<Attempt>,
  { clock, signal, enough = signal, onRetry }: AttemptsOptions,
): Promise<Attempt & { readonly tries: number }> {
  const { timeoutMs, pauseMs: longestPauseMs, tryMs } = step.limits;
  let pauseMs = Math.min(firstPauseMs, longestPauseMs);
  const deadline = clock.now() + timeoutMs;
  for (let tries = 1; ; tries++) {
    const started = clock.now();
    const attempt = await tryOnce(deadline, tries === 1);
    const now = clock.now();
    // A try that the deadline would cut short says less than the one before it.
    const next = Math.min(tryMs, 2 * (now - started));
    const isTime = deadline - now > pauseMs + next;
    const { verdict } = attempt.outcome;
    const isEnough = signal.aborted || enough.aborted;
    if (!isTime || isEnough || verdict.status === 'passed' || !mayHoldLater(step, attempt.outcome)) {
      return { ...attempt, tries };
    }
    onRetry(tries + 1, verdict.reason, pauseMs);
    await pause(pauseMs, clock, [signal, enough]);
    pauseMs = Math.min(pauseGrowth * pauseMs, longestPauseMs);
    // Interrupted in the pause: what changes something must not be typed once more.
    if (isAborted(signal) || isAborted(enough)) return { ...attempt, tries };
  }
}

/** Fulfilled after `ms` milliseconds, or as soon as one of the signals is aborted. */
async function pause(ms: number, clock: Clock, signals: readonly AbortSignal[]): Promise<void> {
  const either = new AbortController();
  const end = (): void => {
    either.abort();
  };
  for (const signal of signals) {
    if (signal.aborted) end();
    signal.addEventListener('abort', end);
  }
  await delay(ms, clock, either.signal);
  for (const signal of signals) signal.removeEventListener('abort', end);
}

function mayHoldLater(step: Step, { verdict, retryable }: ActionOutcome): boolean {
  const isBad = verdict.status === 'failed' || verdict.status === 'timedOut';
  return isBad && step.policy === 'eventually' && retryable !== false;
}

/** A function, since the compiler takes what was false before a pause to be false after it. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
