import { verbatim } from '../../src/messages/message.ts';
import type { Plan, Step } from '../../src/plan/step.ts';

/** A step as the plan would make it, for tests of the engine alone. */
export function step(action: Step['action'], input: string, more: Partial<Step> = {}): Step {
  const place = { file: 'deck.md', line: 1, column: 1 };
  return {
    id: `${action}-${input.slice(0, 20)}`,
    action,
    input,
    lines: input.split('\n').map((text, index) => ({ text, place: { ...place, line: 1 + index } })),
    slide: { index: 1, number: 1, title: 'A slide' },
    region: '1',
    place,
    hidden: false,
    policy: 'once',
    policyReason: verbatim(''),
    stopsCommand: false,
    checksExitCode: true,
    assigns: [],
    expectations: [],
    skip: undefined,
    ...more,
    limits: { timeoutMs: 10_000, tryMs: 1_000, pauseMs: 50, settleMs: 300, ...more.limits },
  };
}

export function planOf(...steps: Step[]): Plan {
  const watchedVariables = [...new Set(steps.flatMap((each) => each.assigns))];
  return { file: 'deck.md', title: 'A deck', slides: 1, steps, watchedVariables };
}
