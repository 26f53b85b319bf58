import type { Message } from '../messages/message.ts';
import { message } from '../messages/message.ts';
import { isFailure, type RunEvent } from '../plan/events.ts';
import type { Step } from '../plan/step.ts';
import type { CommandResult, StepResult } from '../plan/verdict.ts';
import type { Target } from '../target/target.ts';
import type { Action, ActionOutcome } from './action.ts';
import { type Attempt, attempts } from './attempts.ts';
import type { Clock } from './clock.ts';
import { freePrompt } from './free-prompt.ts';
import { judge } from './judge.ts';
import type { RunTerminals } from './run-terminals.ts';
import type { Handover } from './terminal/handover.ts';

/** An event of a step, without the moment. */
type StepEvent = StepEventOf<RunEvent>;
type StepEventOf<E> = E extends RunEvent ? Omit<E, 'at'> : never;

export interface PerformOptions {
  readonly terminals: RunTerminals;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Aborting it ends the tries of a step that is repeated: what came last counts. */
  readonly enough?: AbortSignal | undefined;
  readonly address: string;
  readonly runScript: Target['runScript'];
  /** What the target has refused so far. */
  readonly refused: () => readonly string[];
  /** Calls `listener` when that may have grown; gives what ends that. */
  readonly onRefused: (listener: () => void) => () => void;
  readonly emit: (event: StepEvent) => void;
  /** Called when its shell is there, and its prompt free where commands are to be typed; nobody's time. */
  readonly ready: () => Promise<void>;
}

/** Milliseconds that a command may go on after something was refused: a loop would try for ever. */
const refusedMs = 3_000;
/** Refusals of one step that are kept. */
const mostRefused = 20;

/** Exit codes from here on are of programs that a signal has ended: a key of the deck, mostly. */
const signalled = 128;

/** What was done before the step's own time began. */
type Prepared = { readonly note?: Message } | { readonly outcome: ActionOutcome };

/**
 * Performs one step: gets a shell, frees its prompt where commands are to be typed, and tries until it holds. Neither the start of
 * the shell nor the end of what an earlier step has left counts as time of the step.
 */
export async function performStep(step: Step, action: Action, options: PerformOptions): Promise<StepResult> {
  const { terminals, clock, signal, emit } = options;
  let screen: string | undefined;
  const snapshot = async (): Promise<void> => {
    await terminals.session?.screen.settled();
    screen ??= terminals.session?.screen.textSinceMark();
  };
  const prepared = await prepare(step, action, options, snapshot);
  if (!('outcome' in prepared)) await options.ready();
  const began = clock.now();
  const attempt =
    'outcome' in prepared
      ? { outcome: prepared.outcome, tries: 1, commands: [] }
      : await attempts(
          step,
          (deadline, isFirst) => {
            screen = undefined;
            return tryOnce(step, action, { ...options, snapshot, deadline, isFirst });
          },
          {
            clock,
            signal,
            enough: options.enough,
            onRetry: (number, reason, pauseMs) => {
              emit({ type: 'retry', stepId: step.id, attempt: number, reason, pauseMs });
            },
          },
        );
  const outcome = 'note' in prepared ? withNote(attempt.outcome, prepared.note) : attempt.outcome;
  const failed = isFailure(outcome.verdict.status);
  // The emulator is behind the bytes; only a failure's screen is worth waiting for it.
  if (failed) await snapshot();
  return {
    stepId: step.id,
    verdict: outcome.verdict,
    durationMs: clock.now() - began,
    tries: attempt.tries,
    commands: attempt.commands,
    hints: failed ? [...(outcome.hints ?? []), ...behind(step, terminals)] : [],
    ...(failed ? { screen: screen ?? '' } : {}),
  };
}

/** What a script that goes on beside the steps has to do with it that one did not pass. */
function behind({ action }: Step, { session }: RunTerminals): readonly Message[] {
  const failure = action === 'setup' ? undefined : session?.memory.scripts.failure;
  return failure ? [failure] : [];
}

async function prepare(
  step: Step,
  action: Action,
  { terminals, clock, signal, emit }: PerformOptions,
  snapshot: () => Promise<void>,
): Promise<Prepared> {
  const session = await terminals.open();
  if ('verdict' in session) return { outcome: session };
  session.screen.mark();
  if (action.needsPrompt !== true) return {};
  const waiting = (awaited: Message): void => {
    emit({ type: 'waiting', stepId: step.id, awaited });
  };
  const freed = await freePrompt({ step, session, signal, clock, waiting, snapshot });
  if (freed === undefined || 'note' in freed) {
    const late = lateEnd(session.handover);
    if (late === undefined) return freed ?? {};
    return { note: freed ? message('text/sequence', { parts: [freed.note, late] }) : late };
  }
  session.handover = { step, command: undefined };
  return { outcome: freed };
}

/** What a command that ran on when its step had passed, and that has failed since by itself, has to be told of. */
function lateEnd(handover: Handover | undefined): Message | undefined {
  const { exitCode = 0 } = handover?.command ?? {};
  if (handover?.left !== true || handover.gone || exitCode === 0 || exitCode >= signalled) return undefined;
  return message('run/ended-later', { id: handover.step.id, line: handover.step.place.line, exitCode });
}

async function tryOnce(
  step: Step,
  action: Action,
  options: PerformOptions & {
    readonly snapshot: () => Promise<void>;
    readonly deadline: number;
    readonly isFirst: boolean;
  },
): Promise<Attempt> {
  const { terminals, clock, address, runScript, refused, emit, snapshot, deadline, isFirst } = options;
  const commands: CommandResult[] = [];
  const session = await terminals.open();
  if ('verdict' in session) return { outcome: session, commands };
  const terminal = terminals.list.current;
  if (!isFirst) session.screen.mark();
  // The first try has not failed yet: it may take the whole time.
  const limit =
    step.policy === 'eventually' && !isFirst ? Math.min(deadline, clock.now() + step.limits.tryMs) : deadline;
  const { length } = refused();
  const watch = untilRefused(options, length);
  const outcome = await action.perform({
    step,
    session,
    terminal,
    terminals,
    signal: watch.signal,
    clock,
    address,
    runScript,
    snapshot,
    remaining: () => Math.max(0, limit - clock.now()),
    commandBegin: (text) => {
      emit({ type: 'commandBegin', stepId: step.id, text });
    },
    commandEnd: (result) => {
      commands.push(result);
      emit({ type: 'commandEnd', stepId: step.id, result });
    },
    waiting: (awaited) => {
      emit({ type: 'waiting', stepId: step.id, awaited });
    },
  });
  watch.end();
  const said = refused()
    .slice(length, length + mostRefused)
    .map((each) => each.split('\n', 1)[0] ?? '');
  if (said[0] !== undefined && !options.signal.aborted) {
    const verdict = { status: 'broken', reason: message('run/refused', { said: said[0] }), refused: said } as const;
    return { outcome: { ...outcome, verdict, hints: [], retryable: false }, commands };
  }
  return { outcome: outcome.verdict.status === 'passed' ? judge(step, outcome, commands) : outcome, commands };
}

/** A signal that is aborted with the run's, and some time after the target has refused more than `length` things. */
function untilRefused(
  { signal, clock, refused, onRefused }: Pick<PerformOptions, 'signal' | 'clock' | 'refused' | 'onRefused'>,
  length: number,
): { readonly signal: AbortSignal; readonly end: () => void } {
  const controller = new AbortController();
  const abort = (): void => {
    controller.abort(signal.reason);
  };
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort);
  let cancel: (() => void) | undefined;
  const stop = onRefused(() => {
    if (refused().length > length) cancel ??= clock.after(refusedMs, abort);
  });
  return {
    signal: controller.signal,
    end: () => {
      stop();
      cancel?.();
      signal.removeEventListener('abort', abort);
    },
  };
}

/** What had to be done before a step is remarked when it passes. */
function withNote(outcome: ActionOutcome, note: Message | undefined): ActionOutcome {
  const { verdict } = outcome;
  if (note === undefined || verdict.status !== 'passed') return outcome;
  const parts = verdict.note === undefined ? [note] : [note, verdict.note];
  return { ...outcome, verdict: { ...verdict, note: message('text/sequence', { parts }) } };
}
