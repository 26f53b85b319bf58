import { message } from '../../messages/message.ts';
import { keySequence, wholeKey } from '../../plan/keys.ts';
import { type Action, type ActionOutcome, shellEnded, type StepContext } from '../action.ts';

/** How long the shell gets to come back to its prompt after a key that should bring it back. */
const backMs = 5_000;

async function performKey(context: StepContext): Promise<ActionOutcome> {
  const { step } = context;
  const keys = keySequence(step.input);
  // The plan leaves such a step out; this one comes from elsewhere.
  if (keys === undefined)
    return { verdict: { status: 'failed', reason: message('run/unknown-key', { key: step.input }) } };
  return press(context, keys);
}

async function press(context: StepContext, keys: string): Promise<ActionOutcome> {
  const { session } = context;
  if (session.state === 'closed') return shellEnded(context);
  const wasRunning = session.state === 'running';
  session.typeKeys(keys);
  // ^C and ^D end most programs; what comes next must not be typed before the prompt is back. A program that goes
  // on is no failure here: the deck may send more keys to it.
  if (wasRunning && (keys === '\x03' || keys === '\x04')) {
    await session.untilPrompt({ ms: Math.min(context.remaining(), backMs), signal: context.signal });
  }
  return { verdict: { status: 'passed' } };
}

async function performKeys(context: StepContext): Promise<ActionOutcome> {
  const { input } = context.step;
  const key = wholeKey(input);
  return key === undefined ? typeText(context, input) : press(context, key);
}

/** Types a text as it is for whatever has the terminal, Return where it has a line end. */
export function typeText(context: StepContext, text: string): Promise<ActionOutcome> {
  const { session } = context;
  if (session.state === 'closed') return Promise.resolve(shellEnded(context));
  session.typeKeys(text.replace(/\n/g, '\r'));
  return Promise.resolve({ verdict: { status: 'passed' } });
}

/** `key`: one key by its name. `keys`: the same where the whole text is such a name, else text as it is. */
export const key: Action = { name: 'key', perform: performKey };
export const keys: Action = { name: 'keys', perform: performKeys };
