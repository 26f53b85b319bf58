import { type Message, message } from '../../messages/message.ts';
import { isExpectedExit } from '../../plan/exit.ts';
import { isRetryable } from '../../plan/policy.ts';
import { assignedVariables } from '../../plan/script.ts';
import type { SourceLocation } from '../../plan/step.ts';
import { type ActionOutcome, interrupted, noPrompt, shellEnded, type StepContext, terminalEnd } from '../action.ts';
import { exitReason, hintsFor } from '../hints.ts';
import { askWhoReads, hasShellPrompt, waitsForPerson } from '../terminal/nested-shell.ts';
import { isMultiplexer } from '../terminal/terminal-readers.ts';
import type { ShellCommand } from '../terminal/tracker.ts';
import { isPager } from '../terminal/ways-out.ts';
import { markStopped, stopAfterFailure } from './stop.ts';

/** One complete command that was typed. */
export interface RunningCommand {
  readonly text: string;
  /** As a sentence can hold it. */
  readonly title: string;
  readonly place: SourceLocation;
  /** When it was typed, by the context's clock. */
  readonly started: number;
  /** The last one of its step. */
  readonly isLast: boolean;
  /** It does not end by itself. */
  readonly endless: boolean;
}

/** What became of a command. `left`: it still runs, and the next step takes over. */
export type CommandEnd =
  | { readonly kind: 'done'; readonly output: string; readonly note?: Message }
  | { readonly kind: 'left'; /** What it has shown so far. */ readonly output: string }
  | { readonly kind: 'bad'; readonly outcome: ActionOutcome };

/** Why the waiting was over before the command was. */
type Silence = 'settled' | 'reads' | 'prompt' | 'multiplexer';

/** Milliseconds after which a silent program that reads the terminal is taken to wait for somebody to type. */
const inputSilenceMs = 4_000;
/** An endless command that is never silent has shown enough after so many times its settle time. */
const settleCap = 5;
/** Waits for the end of the command that was typed, or for what its policy asks for instead. */
export async function finishCommand(context: StepContext, command: RunningCommand): Promise<CommandEnd> {
  const { step, session, signal, clock } = context;
  const { endless, isLast, title } = command;
  if (isLast && step.policy === 'detached' && (await isLeftRunning(context))) return { kind: 'left', output: '' };
  let silence: Silence | undefined;
  let firstOutput: number | undefined;
  /** An endless command that is never silent has shown enough after a while. */
  const talksOn = (): boolean => {
    if (!endless || !hasOutput(context)) return false;
    firstOutput ??= clock.now();
    return clock.now() - firstOutput > settleCap * step.limits.settleMs;
  };
  const atPrompt = (): boolean => session.state === 'prompt' || session.state === 'continuation';
  const outcome = await session.until(() => (atPrompt() ? 'ended' : talksOn() ? 'talks' : undefined), {
    ms: context.remaining(),
    signal,
    ...(endless ? { quietMs: step.limits.settleMs } : askWhoReads(session)),
    quiet: () => {
      silence = endless ? settledSilence(context) : programSilence(context, command);
      return silence !== undefined;
    },
  });
  switch (outcome.kind) {
    case 'held':
      return outcome.value === 'ended' ? judgeEnd(context, command) : stopEndless(context, command);
    case 'closed': {
      const output = await report(context, command);
      const note = /^\s*(?:exit(?:\s+\d+)?|logout)\s*$/.test(command.text) ? terminalEnd(context) : undefined;
      return note ? { kind: 'done', output, note } : bad(shellEnded(context));
    }
    case 'aborted':
      await session.interrupt();
      await report(context, command);
      return bad(interrupted());
    case 'quiet':
      if (silence === 'settled') return stopEndless(context, command);
      if (silence === 'prompt') return adoptShell(context, command);
      if (silence === 'multiplexer') return multiplexed(context, command, session.foreground?.name ?? title);
      return waitsForInput(context, command, session.foreground?.name ?? title);
    case 'timeout': {
      if (endless && hasOutput(context)) return stopEndless(context, command);
      const program = session.foreground?.isShell === false ? session.foreground.name : undefined;
      const reason = endless
        ? message('run/nothing-shown', { command: title, seconds: secondsSince(context, command) })
        : message('run/command-timeout', { command: title, seconds: secondsSince(context, command), program });
      return giveUp(context, command, reason, [
        message('run/hint-endless'),
        message('run/hint-longer', { id: step.id }),
      ]);
    }
  }
}

/** Exit codes of the shell for a program that is not there, or that may not be run. */
const neverStarted: ReadonlySet<number> = new Set([126, 127]);
/** Silence after which it is asked whether a program has started, and how long that may take, in milliseconds. */
const askMs = 15;
const startMs = 150;

/** Whether the program of a command that the next step takes over has started; false when the command has ended at once. */
async function isLeftRunning({ session, signal, clock, remaining }: StepContext): Promise<boolean> {
  const began = clock.now();
  const outcome = await session.until(() => (session.state === 'prompt' ? true : undefined), {
    ms: Math.min(remaining(), startMs),
    signal,
    quietMs: askMs,
    quiet: () => clock.now() - began >= startMs || session.foreground?.isStarted === true,
  });
  return outcome.kind !== 'held' && session.state === 'running';
}

/** The prompt is back: judges how the command ended. */
async function judgeEnd(context: StepContext, running: RunningCommand): Promise<CommandEnd> {
  const { step, session } = context;
  const command = session.command;
  const isBlank = running.text.split('\n').every((line) => /^\s*(?:#.*)?$/.test(line));
  if (!command || (!command.executed && isBlank)) return { kind: 'done', output: '' };
  const output = await report(context, running);
  const exitCode = command.exitCode ?? 0;
  if (!command.executed) {
    const hint = output.includes('event not found') ? message('run/hint-history') : message('run/hint-incomplete');
    const verdict = {
      status: 'failed',
      reason: message('run/not-executed', { command: running.title, said: output }),
      exitCode,
    } as const;
    return bad({ verdict, hints: [hint], retryable: false });
  }
  if (exitCode !== 0 && command.leftShell === true && /^\s*(?:exit|logout)\s*$/.test(running.text))
    return { kind: 'done', output, note: message('run/left-shell', { exitCode }) };
  const empty = step.assigns.filter((name) => command.empty.includes(name));
  // Reading the command again costs as much as running `true`.
  const assigned = exitCode === 0 && empty.length > 0 ? assignedVariables(running.text) : [];
  const left = assigned.filter((name) => empty.includes(name));
  if (left.length > 0) {
    // `PORT=$(kubectl ... | jq ...)` has the exit code of jq, which is 0 on empty input.
    const verdict = { status: 'failed', reason: message('run/left-empty', { names: left }), exitCode } as const;
    return bad({
      verdict,
      hints: [...hintsFor(running.text, exitCode, output), message('run/hint-left-empty', { name: left.join(', ') })],
    });
  }
  // What the deck says about the exit code is about the last command.
  const expected = running.isLast ? (step.exit ?? 0) : 0;
  if (isExpectedExit(exitCode, expected)) {
    const note = running.endless && exitCode === 0 ? message('run/ended-by-itself') : undefined;
    const told = exitCode === 0 ? note : message('run/exit-as-expected', { exitCode });
    return { kind: 'done', output, ...(told ? { note: told } : {}) };
  }
  if (running.isLast && !step.checksExitCode && !neverStarted.has(exitCode))
    return { kind: 'done', output, note: message('run/exit-code-unchecked', { exitCode }) };
  return bad({
    verdict: { status: 'failed', reason: exitReason(running.title, exitCode, expected), exitCode },
    hints: hintsFor(running.text, exitCode, output),
    retryable: isRetryable(running.text, exitCode),
  });
}

/** An endless command has shown enough. */
async function stopEndless(context: StepContext, command: RunningCommand): Promise<CommandEnd> {
  // The last one stays when the deck stops it by a key of its own.
  if (command.isLast && !context.step.stopsCommand) return { kind: 'left', output: await outputOf(context) };
  const note = message('run/stopped-after', { seconds: secondsSince(context, command) });
  const back = await context.session.interrupt();
  markStopped(context.session);
  const output = await report(context, command);
  return back ? { kind: 'done', output, note } : bad(noPrompt());
}

/** A shell without marks seems to have the terminal: it is asked to print them, so that steps can go on inside. */
async function adoptShell(context: StepContext, command: RunningCommand): Promise<CommandEnd> {
  const { session, signal } = context;
  const host = session.foreground?.name ?? '';
  if (!(await session.adopt(signal))) {
    // It was no shell, and has ended meanwhile: it is judged like any other.
    if (session.state === 'prompt') return judgeEnd(context, command);
    return waitsForInput(context, command, host);
  }
  const output = await report(context, command);
  return { kind: 'done', output, note: message('run/nested-shell', { program: host }) };
}

/** A program waits for somebody to type, and the step has nothing for it. */
function waitsForInput(context: StepContext, command: RunningCommand, program: string): Promise<CommandEnd> {
  const hint = isPager(program) ? message('run/hint-pager') : message('run/hint-waits-for-input');
  return giveUp(context, command, message('run/waits-for-input', { program }), [hint]);
}

/** Shells inside a multiplexer cannot be judged: nothing is typed into them. */
async function multiplexed(context: StepContext, command: RunningCommand, program: string): Promise<CommandEnd> {
  const back = await stopAfterFailure(context);
  markStopped(context.session);
  await report(context, command);
  const verdict = { status: 'broken', reason: message('run/multiplexer', { program }) } as const;
  return back ? bad({ verdict, hints: [message('run/hint-multiplexer')], retryable: false }) : bad(noPrompt());
}

/** Ends a command that took too long. */
async function giveUp(
  context: StepContext,
  command: RunningCommand,
  reason: Message,
  hints: readonly Message[],
): Promise<CommandEnd> {
  const back = await stopAfterFailure(context);
  markStopped(context.session);
  await report(context, command);
  if (!back) return bad(noPrompt());
  return bad({
    verdict: { status: 'timedOut', reason, awaited: message('run/awaited-end', { command: command.title }) },
    hints,
  });
}

/** Tells how the command ended; gives its rendered output. */
async function report(context: StepContext, command: RunningCommand): Promise<string> {
  const { session, commandEnd, clock } = context;
  const seen: ShellCommand | undefined = session.command;
  const output = await outputOf(context);
  commandEnd({
    text: command.text,
    place: command.place,
    exitCode: seen?.exitCode,
    durationMs: clock.now() - command.started,
    output,
    omitted: seen?.capture.omitted ?? 0,
  });
  return output;
}

async function outputOf({ session }: StepContext): Promise<string> {
  return session.command ? session.render(session.command) : '';
}

function settledSilence(context: StepContext): Silence | undefined {
  return hasOutput(context) ? 'settled' : undefined;
}

/** What the silence of a program means: a shell inside waits for a command, or somebody has to type. */
function programSilence({ session, clock }: StepContext, command: RunningCommand): Silence | undefined {
  const program = session.foreground;
  if (!program) return undefined;
  if (hasShellPrompt(session)) return 'prompt';
  if (isMultiplexer(program.leader)) return 'multiplexer';
  const waited = clock.now() - command.started;
  return waited >= inputSilenceMs && waitsForPerson(program) ? 'reads' : undefined;
}

function hasOutput({ session }: StepContext): boolean {
  return (session.command?.capture.length ?? 0) > 0;
}

function secondsSince({ clock }: StepContext, { started }: RunningCommand): number {
  return Math.round((clock.now() - started) / 1000);
}

function bad(outcome: ActionOutcome): CommandEnd {
  return { kind: 'bad', outcome };
}
