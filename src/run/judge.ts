import type { Mismatch } from '../match/matcher.ts';
import type { Step } from '../plan/step.ts';
import type { CommandResult } from '../plan/verdict.ts';
import type { ActionOutcome } from './action.ts';

/** A step that did what it should still fails when its output is not as expected. `commands` are those of this try. */
export function judge(
  step: Step,
  outcome: ActionOutcome,
  commands: readonly Pick<CommandResult, 'output'>[] = [],
): ActionOutcome {
  const mismatches = step.expectations
    .map((expectation) => {
      const { command } = expectation;
      const own = command === undefined ? undefined : commands.at(command);
      const outputs = own ? [own.output] : (outcome.outputs ?? ['']);
      const found = outputs.map((output) => expectation.test(output));
      return found.includes(undefined) ? undefined : found[0];
    })
    .filter((mismatch): mismatch is Mismatch => mismatch !== undefined);
  const [first] = mismatches;
  return first ? { ...outcome, verdict: { status: 'failed', reason: first.reason, mismatches } } : outcome;
}
