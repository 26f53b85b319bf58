import { message } from '../../messages/message.ts';
import type { ActionOutcome, StepContext } from '../action.ts';
import { type Owner, ownerOf } from '../terminal/handover.ts';

/** Whether the program that the step belongs to still has the terminal. */
export function ownerIn({ session }: Pick<StepContext, 'session'>): Owner {
  return ownerOf(session.handover, session.isAtPrompt);
}

/** The outcome of a step whose program is gone: nothing was typed, and nothing was waited for. */
export function ownerGone({ how, step, exitCode }: Owner & { kind: 'gone' }): ActionOutcome {
  const where = { id: step.id, line: step.place.line };
  const reason =
    how === 'ended' ? message('run/owner-ended', { ...where, exitCode }) : message('run/owner-gone', { ...where, how });
  return { verdict: { status: 'broken', reason } };
}
