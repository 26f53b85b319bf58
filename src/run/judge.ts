import type { Mismatch } from '../match/matcher.ts';
import type { Step } from '../plan/step.ts';
import type { ActionOutcome } from './action.ts';

/** A step that did what it should still fails when its output is not as expected. */
export function judge(step: Step, outcome: ActionOutcome): ActionOutcome {
  const outputs = outcome.outputs ?? [''];
  const mismatches = step.expectations
    .map((expectation) => {
      const found = outputs.map((output) => expectation.test(output));
      return found.includes(undefined) ? undefined : found[0];
    })
    .filter((mismatch): mismatch is Mismatch => mismatch !== undefined);
  const [first] = mismatches;
  return first ? { ...outcome, verdict: { status: 'failed', reason: first.reason, mismatches } } : outcome;
}
