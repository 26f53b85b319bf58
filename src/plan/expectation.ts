import type { Matchers } from '../match/matcher.ts';
import type { StepExpectation } from './step.ts';

/** An expectation of a step from its source, or the reason why the matcher can make nothing of it, for people. */
export function parseExpectation(
  matchers: Matchers,
  name: string,
  source: string,
  from: Pick<StepExpectation, 'place' | 'origin' | 'region'>,
): StepExpectation | { readonly problem: string } {
  const matcher = matchers.get(name);
  if (!matcher) return { problem: `There is no way to compare called "${name}".` };
  try {
    const expectation = matcher.parse(source);
    return { matcher: name, source, test: (actual) => expectation.test(actual), ...from };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { problem: error.message };
  }
}
