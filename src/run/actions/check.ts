import { message } from '../../messages/message.ts';
import { isExpectedExit } from '../../plan/exit.ts';
import { type Action, type ActionOutcome, interrupted, shellEnded, type StepContext } from '../action.ts';
import { exitReason } from '../hints.ts';
import { ownerGone, ownerIn } from './owner.ts';
import { stopAfterFailure } from './stop.ts';

/** Waits for the prompt, and checks that the last command ended with exit code 0. */
async function performCheck(context: StepContext): Promise<ActionOutcome> {
  const { session, signal } = context;
  const owner = ownerIn(context);
  if (owner.kind === 'gone' && owner.how !== 'ended') return ownerGone(owner);
  context.waiting(message('run/awaited-prompt'));
  const outcome = await session.untilPrompt({ ms: context.remaining(), signal });
  if (outcome.kind === 'closed') return shellEnded(context);
  if (outcome.kind === 'aborted') return interrupted();
  if (outcome.kind !== 'held') {
    const seconds = Math.round(context.step.limits.timeoutMs / 1000);
    const reason = message('run/command-timeout', {
      command: session.command?.text ?? '',
      seconds,
      program: session.foreground?.name,
    });
    await stopAfterFailure(context);
    return { verdict: { status: 'timedOut', reason, awaited: message('run/awaited-prompt') } };
  }
  const code = session.shell.lastExitCode;
  const { exit = 0 } = context.step;
  if (code === undefined || !isExpectedExit(code, exit)) {
    const reason =
      code === undefined
        ? message('run/nothing-to-check')
        : exit === 0
          ? message('run/check-failed', { exitCode: code })
          : exitReason(session.command?.text ?? '', code, exit);
    return { verdict: { status: 'failed', reason, ...(code === undefined ? {} : { exitCode: code }) } };
  }
  return passedWithLastOutput(context);
}

/** Tests the output of the last command (also of one that still runs) against the step's expectations. */
async function performExpect(context: StepContext): Promise<ActionOutcome> {
  const owner = ownerIn(context);
  if (owner.kind === 'gone' && owner.how !== 'ended' && owner.how !== 'stopped') return ownerGone(owner);
  if (context.session.command === undefined) {
    return { verdict: { status: 'failed', reason: message('run/nothing-to-check') } };
  }
  return passedWithLastOutput(context);
}

async function passedWithLastOutput({ session }: StepContext): Promise<ActionOutcome> {
  const output = session.command ? await session.render(session.command) : '';
  return { verdict: { status: 'passed' }, outputs: [output] };
}

export const check: Action = { name: 'check', perform: performCheck };
export const expect: Action = { name: 'expect', perform: performExpect };
