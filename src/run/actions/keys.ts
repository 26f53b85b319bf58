import { setImmediate } from 'node:timers/promises';
import { message } from '../../messages/message.ts';
import { keySequence, wholeKey } from '../../plan/keys.ts';
import { type Action, type ActionOutcome, interrupted, shellEnded, type StepContext, terminalEnd } from '../action.ts';
import type { Owner } from '../terminal/handover.ts';
import { isRelay } from '../terminal/ways-out.ts';
import { ownerGone, ownerIn } from './owner.ts';

/** How long the shell gets to come back to its prompt after a key that should bring it back, in milliseconds. */
const backMs = 5_000;
/** Silence after which a shell does not end any more, in milliseconds. */
const endMs = 500;
/** Silence after which a program that reads on has not ended, in milliseconds. */
const goesOnMs = 400;
/** How long a program gets to read before keys are typed all the same, in milliseconds. */
const readMs = 3_000;
/** Silence after which it is asked whether the program reads now, in milliseconds. */
const askMs = 20;

const interruptKey = '\x03';
const endOfInput = '\x04';

async function performKey(context: StepContext): Promise<ActionOutcome> {
  const { step } = context;
  const keys = keySequence(step.input);
  // The plan leaves such a step out; this one comes from elsewhere.
  if (keys === undefined)
    return { verdict: { status: 'failed', reason: message('run/unknown-key', { key: step.input }) } };
  return typeFor(context, keys);
}

function performKeys(context: StepContext): Promise<ActionOutcome> {
  const { input } = context.step;
  return typeFor(context, wholeKey(input) ?? input.replace(/\n/g, '\r'));
}

/** Types keys for the program that the step belongs to, and for nothing else. */
export async function typeFor(context: StepContext, keys: string): Promise<ActionOutcome> {
  const { session, signal } = context;
  if (session.state === 'closed') return shellEnded(context);
  const owner = ownerIn(context);
  if (owner.kind === 'gone') return typeForNobody(owner, keys);
  if (session.state === 'running' && !(await untilRead(context, keys))) {
    const now = ownerIn(context);
    if (now.kind === 'gone') return typeForNobody(now, keys);
  }
  if (signal.aborted) return interrupted();
  const wasRunning = session.state === 'running';
  session.typeKeys(keys);
  // ^C and ^D end most programs, and at a prompt they give a new one; what comes next must not be typed before it is there. A
  // program that goes on is no failure here: the deck may send more keys to it.
  const isEnd = keys === interruptKey || keys === endOfInput;
  if (isEnd && (wasRunning || keys === interruptKey)) {
    await session.untilPrompt({
      ms: Math.min(context.remaining(), backMs),
      signal,
      quietMs: goesOnMs,
      // A program that reads again has taken the key for something else than its end.
      quiet: () => {
        const { foreground } = session;
        return foreground?.readsTerminal === true && !foreground.isShell && !isRelay(foreground);
      },
    });
  } else if (keys === endOfInput) {
    // At its prompt it ends the shell; where a line is half typed, it deletes a character.
    await session.until(() => undefined, { ms: backMs, signal, quietMs: endMs, quiet: () => true });
    const note = terminalEnd(context);
    if (note) return { verdict: { status: 'passed', note } };
  }
  return { verdict: { status: 'passed' } };
}

/** Exit code of a program that ^C has ended. */
const interruptedCode = 130;

/** The program is gone. There is nothing to interrupt any more where it has ended well; other keys would be typed at the shell. */
function typeForNobody(owner: Owner & { kind: 'gone' }, keys: string): ActionOutcome {
  const { how, exitCode } = owner;
  const endedWell = how === 'stopped' || (how === 'ended' && (exitCode === 0 || exitCode === interruptedCode));
  if (keys !== interruptKey || !endedWell) return ownerGone(owner);
  return { verdict: { status: 'passed', note: message('run/nothing-to-interrupt') } };
}

/** Waits until the program reads; a key that stops it only has to find it started. False when it has ended meanwhile. */
async function untilRead(context: StepContext, keys: string): Promise<boolean> {
  const { session, signal } = context;
  const isReady = (): boolean => {
    const { foreground, screen } = session;
    if (!foreground || foreground.readsTerminal) return true;
    return !foreground.isShell && (screen.alternate || /^[\x03\x1a\x1c]$/.test(keys));
  };
  // The shell itself reads in a builtin, and also at its next prompt, whose marks are still on their way.
  if (session.foreground?.isShell !== true && isReady()) return true;
  const outcome = await session.until(() => (session.state === 'running' ? undefined : 'ended'), {
    ms: Math.min(context.remaining(), readMs),
    signal,
    quietMs: askMs,
    quiet: isReady,
  });
  // A busy machine may have called the timer before what came was read.
  await setImmediate();
  await setImmediate();
  return outcome.kind !== 'held' && outcome.kind !== 'closed' && session.state === 'running';
}

/** `key`: one key by its name. `keys`: the same where the whole text is such a name, else text as it is. */
export const key: Action = { name: 'key', perform: performKey };
export const keys: Action = { name: 'keys', perform: performKeys };
