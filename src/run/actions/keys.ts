import { message } from '../../messages/message.ts';
import { type Action, type ActionOutcome, shellEnded, type StepContext } from '../action.ts';

/** Names of keys as decks write them (those of tmux send-keys), and what a terminal sends for them. */
const namedKeys: Readonly<Record<string, string>> = {
  space: ' ',
  enter: '\r',
  return: '\r',
  escape: '\x1b',
  esc: '\x1b',
  tab: '\t',
  btab: '\x1b[Z',
  bspace: '\x7f',
  backspace: '\x7f',
  up: '\x1b[A',
  down: '\x1b[B',
  right: '\x1b[C',
  left: '\x1b[D',
  home: '\x1b[H',
  end: '\x1b[F',
  ppage: '\x1b[5~',
  pageup: '\x1b[5~',
  npage: '\x1b[6~',
  pagedown: '\x1b[6~',
  ic: '\x1b[2~',
  dc: '\x1b[3~',
  delete: '\x1b[3~',
};

/** What a terminal sends for a key such as `^C`, `C-c`, `Escape`, `Space`, `q`; undefined when there is no such key. */
function keySequence(name: string): string | undefined {
  const trimmed = name.trim() || name.slice(0, 1);
  const control = /^(?:\^|C-)(.)$/u.exec(trimmed)?.[1];
  if (control !== undefined) {
    if (control === '?') return '\x7f';
    const code = control.toUpperCase().charCodeAt(0);
    return code >= 0x40 && code <= 0x5f ? String.fromCharCode(code - 0x40) : undefined;
  }
  if (/^.$/u.test(trimmed)) return trimmed;
  const named = trimmed.toLowerCase();
  return Object.hasOwn(namedKeys, named) ? namedKeys[named] : undefined;
}

/** How long the shell gets to come back to its prompt after a key that should bring it back. */
const backMs = 5_000;

async function performKey(context: StepContext): Promise<ActionOutcome> {
  const { step, session } = context;
  if (session.state === 'closed') return shellEnded(context);
  const keys = keySequence(step.input);
  if (keys === undefined)
    return { verdict: { status: 'failed', reason: message('run/unknown-key', { key: step.input }) } };
  const wasRunning = session.state === 'running';
  session.typeKeys(keys);
  // ^C and ^D end most programs; what comes next must not be typed before the prompt is back. A program that goes
  // on is no failure here: the deck may send more keys to it.
  if (wasRunning && (keys === '\x03' || keys === '\x04')) {
    await session.untilPrompt({ ms: Math.min(context.remaining(), backMs), signal: context.signal });
  }
  return { verdict: { status: 'passed' } };
}

function performKeys(context: StepContext): Promise<ActionOutcome> {
  const { step, session } = context;
  if (session.state === 'closed') return Promise.resolve(shellEnded(context));
  session.typeKeys(step.input.replace(/\n/g, '\r'));
  return Promise.resolve({ verdict: { status: 'passed' } });
}

/** `key`: one key by its name. `keys`: text as it is, Return only where it has a line end. */
export const key: Action = { name: 'key', perform: performKey };
export const keys: Action = { name: 'keys', perform: performKeys };
