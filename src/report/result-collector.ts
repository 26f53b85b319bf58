import { message } from '../messages/message.ts';
import type { RunEvent } from '../plan/events.ts';
import type { Plan, Step } from '../plan/step.ts';
import type { StepResult } from '../plan/verdict.ts';

/** What is known of one deck's run so far; filled event by event, complete or not. */
export interface RunRecord {
  readonly plan: Plan;
  readonly target: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly results: ReadonlyMap<string, StepResult>;
  /** Milliseconds from begin to the last event. */
  readonly durationMs: number;
  /** False while `runEnd` has not come. */
  readonly complete: boolean;
}

/** Keeps what reports need that are written once in the end: one record for each deck, in order. */
export interface ResultCollector {
  record(event: RunEvent): void;
  readonly runs: readonly RunRecord[];
}

/** A collector without any run yet. */
export function createResultCollector(): ResultCollector {
  const runs: RunRecord[] = [];
  let results = new Map<string, StepResult>();
  return {
    runs,
    record(event) {
      if (event.type === 'runBegin') {
        results = new Map();
        const { plan, target, startedAt } = event;
        runs.push({ plan, target, startedAt, results, durationMs: 0, complete: false });
        return;
      }
      const last = runs.at(-1);
      if (last === undefined) return;
      if (event.type === 'stepEnd') results.set(event.step.id, event.result);
      if (event.type === 'runEnd') for (const result of event.results) results.set(result.stepId, result);
      runs[runs.length - 1] = { ...last, durationMs: event.at, complete: last.complete || event.type === 'runEnd' };
    },
  };
}

/** The result of a step; `notRun` when the run ended before it had one. */
export function resultOf(run: RunRecord, step: Step): StepResult {
  const reason = message(run.complete ? 'report/ended-before' : 'report/cut-off-before');
  return (
    run.results.get(step.id) ?? {
      stepId: step.id,
      verdict: { status: 'notRun', reason },
      durationMs: 0,
      tries: 0,
      commands: [],
      hints: [],
    }
  );
}
