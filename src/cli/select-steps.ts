import { message } from '../messages/message.ts';
import { parseDuration } from '../plan/duration.ts';
import { nearest } from '../plan/nearest.ts';
import type { Plan, Step } from '../plan/step.ts';
import { UsageError } from './errors.ts';

/** Which steps of a run are wanted, as the command line says it. */
interface Selection {
  readonly only: readonly string[];
  readonly from?: string | undefined;
  /** Longest that a step may take, as a duration. */
  readonly timeout?: string;
}

/** The plans with the steps that `--only` and `--from` leave, and their limits. Throws UsageError for an unknown id. */
export function selectSteps(plans: readonly Plan[], { only, from, timeout }: Selection): readonly Plan[] {
  const all = plans.flatMap(({ steps }) => steps);
  const wanted = new Set(only.length > 0 ? only.flatMap((id) => findSteps(id, all)) : all);
  const [first] = from === undefined ? [] : findSteps(from, all);
  const rest = new Set(all.slice(first === undefined ? 0 : all.indexOf(first)));
  const limit = timeout === undefined ? Infinity : parseDuration(timeout);
  if (limit === undefined) {
    const option = `--timeout ${timeout ?? ''}`;
    throw new UsageError(message('cli/in-option', { option, mistake: message('cli/duration-form') }));
  }
  const selected = plans.map((plan) => ({
    ...plan,
    steps: plan.steps
      .filter((step) => wanted.has(step) && rest.has(step))
      .map((step) => ({ ...step, limits: { ...step.limits, timeoutMs: Math.min(step.limits.timeoutMs, limit) } })),
  }));
  const left = selected.filter(({ steps }) => steps.length > 0);
  if (left.length === 0) throw new UsageError(message('cli/no-step-left'));
  return left;
}

/** The step of that id, or all of the slide of that id. */
export function findSteps(wanted: string, all: readonly Step[]): readonly Step[] {
  const found = all.filter(({ id }) => id === wanted || id.replace(/\.\d+$/, '') === wanted);
  if (found.length > 0) return found;
  const meant = nearest(
    wanted,
    all.map(({ id }) => id),
  );
  throw new UsageError(message('cli/unknown-step', { id: wanted, meant }));
}
