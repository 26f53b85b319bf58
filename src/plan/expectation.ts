import type { Matchers } from '../match/matcher.ts';
import { type Message, message } from '../messages/message.ts';
import { MessageError } from '../messages/message-error.ts';
import type { StepExpectation } from './step.ts';

/** An expectation of a step from its source, or why the matcher can make nothing of it. */
export function parseExpectation(
  matchers: Matchers,
  name: string,
  source: string,
  from: Pick<StepExpectation, 'place' | 'origin' | 'region'>,
): StepExpectation | { readonly problem: Message } {
  const matcher = matchers.get(name);
  if (!matcher) return { problem: message('plan/no-matcher', { name }) };
  try {
    const expectation = matcher.parse(source);
    return { matcher: name, source, test: (actual) => expectation.test(actual), ...from };
  } catch (error) {
    if (!(error instanceof MessageError)) throw error;
    return { problem: error.told };
  }
}
