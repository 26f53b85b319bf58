import type { StepContext } from '../action.ts';
import type { Session } from '../terminal/session.ts';

/** Ends what runs because of a failure: the screen that the report shows is the one before. False when no prompt comes back. */
export async function stopAfterFailure(context: Pick<StepContext, 'session' | 'snapshot'>): Promise<boolean> {
  await context.snapshot();
  return context.session.interrupt();
}

/** Remembers that the program of the handover was stopped: what follows belongs to nothing any more. */
export function markStopped(session: Session): void {
  if (session.handover) session.handover = { ...session.handover, gone: 'stopped' };
}
