import { type Message, message } from '../messages/message.ts';
import { isEndless } from '../plan/policy.ts';
import type { Step } from '../plan/step.ts';
import { type ActionOutcome, interrupted, noPrompt, shellEnded } from './action.ts';
import { stopAfterFailure } from './actions/stop.ts';
import type { Clock } from './clock.ts';
import { askWhoReads, hasShellPrompt, waitsForPerson } from './terminal/nested-shell.ts';
import type { Session } from './terminal/session.ts';

interface FreePromptContext {
  readonly step: Step;
  readonly session: Session;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly waiting: (awaited: Message) => void;
  readonly snapshot: () => Promise<void>;
}

/** What the terminal had to be freed of; undefined: it was free. */
export type FreedPrompt = { readonly note: Message } | ActionOutcome | undefined;

/** Silence after which a program that reads is taken to wait for somebody, in milliseconds. */
const readSilenceMs = 1_000;

/**
 * Waits until a command can be typed: whatever an earlier step left running would get it. A shell inside a program (`ssh`,
 * `su -`) is adopted; a command that does not end by itself is stopped, which is told; one that waits for somebody to type makes the
 * step `broken`; any other has as much time to end as a step has. What a person has started is never stopped.
 *
 * None of this is time of the step that is about to run.
 */
export async function freePrompt(context: FreePromptContext): Promise<FreedPrompt> {
  const { session, signal, step, clock } = context;
  if (session.state === 'prompt' || session.state === 'closed') return undefined;
  const { command } = session;
  const text = command?.text ?? '';
  const title = text === '' ? (session.foreground?.name ?? '?') : titleOf(text);
  if (isEndless(text) && session.state === 'running') {
    return (await session.interrupt()) ? { note: message('run/stopped-before', { command: title }) } : noPrompt();
  }
  context.waiting(message('run/awaited-end', { command: title }));
  const began = clock.now();
  let found: 'shell' | 'program' | undefined;
  const outcome = await session.untilPrompt({
    ms: step.limits.timeoutMs,
    signal,
    ...askWhoReads(session),
    quiet: () => {
      found = whoReads(session, clock.now() - began);
      return found !== undefined;
    },
  });
  switch (outcome.kind) {
    case 'held':
      return undefined;
    case 'closed':
      return shellEnded({ session });
    case 'aborted':
      if (command?.byPerson !== true) await session.interrupt();
      return interrupted();
    case 'quiet': {
      const program = session.foreground?.name ?? title;
      if (found === 'shell' && (await session.adopt(signal))) return { note: message('run/nested-shell', { program }) };
      return taken(context, program);
    }
    case 'timeout': {
      if (command?.byPerson !== true && !(await stopAfterFailure(context))) return noPrompt();
      const awaited = message('run/awaited-end', { command: title });
      const reason = message('run/still-runs', { command: title });
      return {
        verdict: { status: 'timedOut', reason, awaited },
        hints: [message('run/hint-endless')],
        retryable: false,
      };
    }
  }
}

/** A program that waits for somebody to type has the terminal, and the deck has nothing for it. */
async function taken(context: FreePromptContext, program: string): Promise<ActionOutcome> {
  const { session } = context;
  await context.snapshot();
  const { command, handover } = session;
  if (command?.byPerson === true) {
    const reason = message('run/taken-by-person', { program });
    return {
      verdict: { status: 'broken', reason },
      hints: [message('run/hint-leave-program', { program })],
      retryable: false,
    };
  }
  const reason = message('run/taken', { program, id: handover?.step.id, line: handover?.step.place.line });
  const back = await session.interrupt();
  return {
    verdict: { status: 'broken', reason },
    hints: back ? [] : [message('run/hint-new-shell')],
    retryable: false,
  };
}

/** Who has the terminal for certain, after `ms` milliseconds. */
function whoReads(session: Session, ms: number): 'shell' | 'program' | undefined {
  if (hasShellPrompt(session)) return 'shell';
  if (ms < readSilenceMs) return undefined;
  const { foreground, screen } = session;
  if (screen.alternate) return 'program';
  return foreground && waitsForPerson(foreground) ? 'program' : undefined;
}

/** A command as a sentence can hold it: its first line, shortened. */
function titleOf(text: string): string {
  const [first = '', ...rest] = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  if (first.length > 80) return `${first.slice(0, 79)}…`;
  return rest.length > 0 ? `${first} …` : first;
}
