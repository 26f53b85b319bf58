import { message } from '../../messages/message.ts';
import { type Action, type ActionOutcome, interrupted, noPrompt, shellEnded, type StepContext } from '../action.ts';
import { ownerGone, ownerIn } from './owner.ts';
import { markStopped, stopAfterFailure } from './stop.ts';

/** The command was started in the background, so its text may still come after the prompt. */
const inBackground = /&\s*(?:#.*)?$/m;

/** Waits for a text in what came since something was last typed, or on the screen of a full-screen program. */
async function performWait(context: StepContext): Promise<ActionOutcome> {
  const { step, session, signal } = context;
  const owner = ownerIn(context);
  // What an earlier program has printed says nothing of one that was never started.
  if (owner.kind === 'gone' && owner.how !== 'ended') return ownerGone(owner);
  const awaited = message('run/awaited-text', { text: step.input });
  context.waiting(awaited);
  const shown = (): boolean =>
    session.window.includes(step.input) || (session.screen.alternate && session.screen.text().includes(step.input));
  const outcome = await session.until<'shown' | 'ended'>(
    () => {
      if (shown()) return 'shown';
      const command = session.command;
      // The command has ended without it, and nothing else runs: it will not come any more.
      const isOver = session.state === 'prompt' && command?.exitCode !== undefined;
      return isOver && !inBackground.test(command.text) ? 'ended' : undefined;
    },
    { ms: context.remaining(), signal },
  );
  if (outcome.kind === 'held' && outcome.value === 'shown') {
    if (step.stopsCommand && session.state === 'running') {
      const back = await session.interrupt();
      markStopped(session);
      if (!back) return noPrompt();
    }
    return { verdict: { status: 'passed' } };
  }
  if (outcome.kind === 'aborted') {
    await session.interrupt();
    return interrupted();
  }
  if (outcome.kind === 'closed') return shellEnded(context);
  if (outcome.kind === 'held') {
    const code = session.command?.exitCode ?? 0;
    return {
      verdict: {
        status: 'failed',
        reason: message('run/ended-without-text', { text: step.input, exitCode: code }),
        exitCode: code,
      },
    };
  }
  if (session.state === 'running') {
    await stopAfterFailure(context);
    markStopped(session);
  }
  const seconds = Math.round(step.limits.timeoutMs / 1000);
  return {
    verdict: { status: 'timedOut', reason: message('run/text-timeout', { text: step.input, seconds }), awaited },
    hints: [message('run/hint-longer', { id: step.id })],
  };
}

/** `wait` and `longwait` differ only in their limits, which the plan sets. */
export const wait: Action = { name: 'wait', perform: performWait };
export const longwait: Action = { name: 'longwait', perform: performWait };
