import { message } from '../messages/message.ts';
import { isFailure, type RunEvent } from '../plan/events.ts';
import type { Plan } from '../plan/step.ts';
import type { StepResult } from '../plan/verdict.ts';
import { run, type RunOptions } from '../run/run.ts';
import type { Target } from '../target/target.ts';
import { InOrder } from './in-order.ts';

export interface AtOnceOptions {
  /** So many decks at a time. */
  readonly jobs: number;
  /** A target of its own for each deck; it is prepared and closed here. */
  readonly newTarget: () => Target;
  readonly close: (target: Target) => Promise<void>;
  readonly run: Omit<RunOptions, 'terminals' | 'notRunBecause'>;
  /** Begin no further deck after one that did not pass. */
  readonly stops: boolean;
  /** Told at once, whatever runs besides. */
  readonly onEvent: (event: RunEvent, deck: string) => void;
  /** Told in the order of the decks. */
  readonly take: (event: RunEvent) => Promise<void>;
}

/** Runs several decks at the same time, each on a node of its own; what came of each. Throws TargetError. */
export async function runAtOnce(
  plans: readonly Plan[],
  options: AtOnceOptions,
): Promise<ReadonlyMap<Plan, readonly StepResult[]>> {
  const { jobs, take, stops, newTarget, close, onEvent } = options;
  const order = new InOrder(plans.length, take);
  const results: (readonly StepResult[])[] = plans.map(() => []);
  // The first that cannot go on ends the others.
  const ending = new AbortController();
  const signal = AbortSignal.any([options.run.signal, ending.signal]);
  const queue = plans.entries();
  let failed: string | undefined;
  const runOne = async (at: number, plan: Plan): Promise<void> => {
    const notRun = stops && failed !== undefined ? { notRunBecause: message('run/not-run-after', { id: failed }) } : {};
    const target = newTarget();
    try {
      if (!('notRunBecause' in notRun) && !signal.aborted) await target.prepare(signal);
      for await (const event of run(plan, target, { ...options.run, ...notRun, signal })) {
        onEvent(event, plan.file);
        await order.onEvent(at, event);
        if (event.type === 'runEnd') results[at] = event.results;
      }
    } finally {
      await close(target);
    }
    failed ??= results[at]?.find(({ verdict }) => isFailure(verdict.status))?.stepId;
    await order.end(at);
  };
  const worker = async (): Promise<void> => {
    for (const [at, plan] of queue) await runOne(at, plan);
  };
  try {
    const workers = Array.from({ length: Math.min(jobs, plans.length) }, async () =>
      worker().catch((error: unknown) => {
        ending.abort();
        throw error;
      }),
    );
    const ends = await Promise.allSettled(workers);
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  } finally {
    order.close();
  }
  return new Map(plans.map((plan, at) => [plan, results[at] ?? []]));
}
