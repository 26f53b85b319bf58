import { type Action, type ActionOutcome, interrupted, shellEnded, type StepContext } from '../action.ts';

/** Waits for the prompt, and checks that the last command ended with exit code 0. */
async function performCheck(context: StepContext): Promise<ActionOutcome> {
  const { session, signal, words } = context;
  context.waiting(words.awaitedPrompt);
  const outcome = await session.untilPrompt({ ms: context.remaining(), signal });
  if (outcome.kind === 'closed') return shellEnded(context);
  if (outcome.kind === 'aborted') return interrupted(words);
  if (outcome.kind !== 'held') {
    const seconds = Math.round(context.step.limits.timeoutMs / 1000);
    const reason = words.commandTimeout(session.command?.text ?? '', seconds, session.foreground?.name);
    await session.interrupt();
    return { verdict: { status: 'timedOut', reason, awaited: words.awaitedPrompt } };
  }
  const code = session.lastExitCode;
  if (code !== 0) {
    const reason = code === undefined ? words.nothingToCheck : words.checkFailed(code);
    return { verdict: { status: 'failed', reason, ...(code === undefined ? {} : { exitCode: code }) } };
  }
  return passedWithLastOutput(context);
}

/** Tests the output of the last command (also of one that still runs) against the step's expectations. */
async function performExpect(context: StepContext): Promise<ActionOutcome> {
  if (context.session.command === undefined) {
    return { verdict: { status: 'failed', reason: context.words.nothingToCheck } };
  }
  return passedWithLastOutput(context);
}

async function passedWithLastOutput({ session }: StepContext): Promise<ActionOutcome> {
  const output = session.command ? await session.render(session.command) : '';
  return { verdict: { status: 'passed' }, outputs: [output] };
}

export const check: Action = { name: 'check', perform: performCheck };
export const expect: Action = { name: 'expect', perform: performExpect };
