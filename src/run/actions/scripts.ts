import { message } from '../../messages/message.ts';
import { type ScriptEnd, TargetError } from '../../target/target.ts';
import { type Action, type ActionOutcome, interrupted, type StepContext } from '../action.ts';
import { withDeadline } from '../clock.ts';
import { endOf } from '../node-scripts.ts';

/** Milliseconds that a script may go on beside the steps: as long as a node. */
const backgroundMs = 7 * 24 * 3_600_000;

/** Runs a script of a step on its node; the outcome of the step where that cannot be. */
async function ended(context: StepContext): Promise<ScriptEnd | ActionOutcome> {
  const { step, signal, runScript } = context;
  if (!runScript) return { verdict: { status: 'broken', reason: message('run/no-scripts') }, retryable: false };
  context.waiting(message('run/awaited-script'));
  try {
    return await runScript(step.input, { ms: context.remaining(), signal });
  } catch (error) {
    if (signal.aborted) return interrupted();
    if (!(error instanceof TargetError)) throw error;
    return { verdict: { status: 'broken', reason: error.told }, retryable: false };
  }
}

/** Runs a script that says by its exit code whether what was asked for is done. */
async function performVerify(context: StepContext): Promise<ActionOutcome> {
  const end = await ended(context);
  if ('verdict' in end) return end;
  const { exitCode, output } = end;
  if (exitCode === undefined) return late(context);
  if (exitCode === 0) return { verdict: { status: 'passed' }, outputs: [output] };
  return { verdict: { status: 'failed', reason: endOf(end), exitCode } };
}

/** Runs a script that prepares the node; without one, waits for those that were started to go on beside the steps. */
async function performSetup(context: StepContext): Promise<ActionOutcome> {
  if (context.step.input === '') return waitForScripts(context);
  const end = await ended(context);
  if ('verdict' in end) return end;
  if (end.exitCode === 0) return { verdict: { status: 'passed' }, outputs: [end.output] };
  if (end.exitCode === undefined) return late(context);
  return { verdict: { status: 'broken', reason: message('run/setup-failed', { why: endOf(end) }) } };
}

async function waitForScripts({ session, remaining, clock, signal, waiting }: StepContext): Promise<ActionOutcome> {
  const { scripts } = session.memory;
  waiting(message('run/awaited-script'));
  await withDeadline(remaining(), clock, signal, (limit) => {
    return new Promise<void>((resolve) => {
      limit.addEventListener('abort', () => {
        resolve();
      });
      void scripts.ended().then(resolve);
    });
  });
  if (signal.aborted) return interrupted();
  const { failure, running } = scripts;
  if (failure) return { verdict: { status: 'broken', reason: failure } };
  const note = message('run/scripts-go-on', { count: running });
  return { verdict: { status: 'passed', ...(running > 0 ? { note } : {}) } };
}

/** Starts a script that goes on beside the steps, until it ends or its node does. */
// eslint-disable-next-line @typescript-eslint/require-await -- an action is a promise, and this one waits for nothing
async function performBackground({ step, session, runScript }: StepContext): Promise<ActionOutcome> {
  if (!runScript) return { verdict: { status: 'broken', reason: message('run/no-scripts') } };
  session.memory.scripts.add(step, runScript(step.input, { ms: backgroundMs, signal: new AbortController().signal }));
  return { verdict: { status: 'passed' } };
}

function late({ step }: StepContext): ActionOutcome {
  const seconds = Math.round(step.limits.timeoutMs / 1000);
  const awaited = message('run/awaited-script');
  return { verdict: { status: 'timedOut', reason: message('run/script-timeout', { seconds }), awaited } };
}

export const verify: Action = { name: 'verify', perform: performVerify };
export const setup: Action = { name: 'setup', perform: performSetup };
export const background: Action = { name: 'background', perform: performBackground };
