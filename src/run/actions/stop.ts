import type { StepContext } from '../action.ts';

/** Ends what runs because of a failure: the screen that the report shows is the one before. False when no prompt comes back. */
export async function stopAfterFailure(context: Pick<StepContext, 'session' | 'snapshot'>): Promise<boolean> {
  await context.snapshot();
  return context.session.interrupt();
}
