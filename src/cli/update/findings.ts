import type { RunEvent } from '../../plan/events.ts';
import type { Step, StepExpectation } from '../../plan/step.ts';
import type { StepResult } from '../../plan/verdict.ts';

/** An expected output that did not come, of a step that was done all the same. */
export interface Finding {
  readonly deck: string;
  readonly step: Step;
  readonly expectation: StepExpectation;
  /** Which of the step's expectations it is. */
  readonly index: number;
  /** What came instead: what the likeliest command printed first. */
  readonly outputs: readonly string[];
}

/** True when nothing is wrong with a step but its output. */
export function differsOnly({ verdict }: StepResult): boolean {
  return verdict.status === 'failed' && (verdict.mismatches?.length ?? 0) > 0;
}

/** Gathers what runs show of expected outputs that no longer hold. */
export class Findings {
  readonly all: Finding[] = [];

  /** An event of the run of that deck; several may run at the same time. */
  onEvent(event: RunEvent, deck: string): void {
    if (event.type !== 'stepEnd' || !differsOnly(event.result)) return;
    const { step, result } = event;
    for (const [index, expectation] of step.expectations.entries()) {
      const outputs = outputsFor(expectation, result);
      if (outputs.some((output) => expectation.test(output) === undefined)) continue;
      this.all.push({ deck, step, expectation, index, outputs });
    }
  }
}

/** What an expectation is about (`judge.ts`): what its command printed; else what the last that printed something said, or all. */
function outputsFor({ command }: StepExpectation, { commands }: StepResult): readonly string[] {
  const own = command === undefined ? undefined : commands.at(command);
  if (own) return [own.output];
  const printed = commands.map(({ output }) => output).filter((output) => output !== '');
  return [...new Set([printed.at(-1) ?? '', printed.join('\n')])];
}
