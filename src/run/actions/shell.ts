import { type Message, message } from '../../messages/message.ts';
import { ownLines } from '../../plan/cell.ts';
import { isEndless } from '../../plan/policy.ts';
import type { CommandLine } from '../../plan/step.ts';
import { type Action, type ActionOutcome, interrupted, shellEnded, type StepContext } from '../action.ts';
import { type CommandEnd, finishCommand, type RunningCommand } from './command.ts';
import { stopAfterFailure } from './stop.ts';

/** Types the lines of a step, complete command by complete command; the first one that fails fails the step. */
async function performShell(context: StepContext): Promise<ActionOutcome> {
  const { step, session } = context;
  session.handover = { step, command: undefined };
  if (session.state === 'closed') return shellEnded(context);
  const outputs: string[] = [];
  const notes: Message[] = [];
  for (let at = 0; at < step.lines.length;) {
    const typed = await typeCommand(context, at);
    if ('verdict' in typed) return typed;
    at += typed.length;
    session.handover = { step, command: session.command };
    if (session.command) session.command.chapter = step.place.file;
    const end = await finishCommand(context, describe(context, typed, at >= step.lines.length));
    if (end.kind === 'bad') return end.outcome;
    if (end.kind === 'left') {
      session.handover = { step, command: session.command, left: true };
      return passed([...outputs, end.output], notes);
    }
    collect(end, outputs, notes);
  }
  return passed(outputs, notes);
}

function passed(outputs: readonly string[], notes: readonly Message[]): ActionOutcome {
  return {
    verdict: { status: 'passed', ...(notes.length > 0 ? { note: message('text/sequence', { parts: notes }) } : {}) },
    // What an expectation is about: all that was printed, or what the last command that printed something said.
    outputs: [outputs.join('\n'), outputs.at(-1) ?? ''],
  };
}

function collect(end: CommandEnd & { kind: 'done' }, outputs: string[], notes: Message[]): void {
  if (end.output !== '') outputs.push(end.output);
  if (end.note !== undefined) notes.push(end.note);
}

/** Types lines from `at` on until the shell has a complete command; gives these lines, or why there is none. */
async function typeCommand(context: StepContext, at: number): Promise<readonly CommandLine[] | ActionOutcome> {
  const { step, session, signal } = context;
  const lines: CommandLine[] = [];
  for (;;) {
    const line = step.lines[at + lines.length];
    if (!line) {
      await stopAfterFailure(context);
      const verdict = { status: 'failed', reason: message('run/incomplete', { command: titleOf(lines) }) } as const;
      return { verdict, hints: [message('run/hint-incomplete')], retryable: false };
    }
    if (lines.length === 0) {
      session.begin(line.text);
      context.commandBegin(line.text);
    } else {
      session.extend(line.text);
    }
    lines.push(line);
    session.typeLine(line.text);
    const outcome = await session.until(() => (session.state === 'typed' ? undefined : session.state), {
      ms: context.remaining(),
      signal,
    });
    if (outcome.kind === 'held' && outcome.value === 'continuation') continue;
    if (outcome.kind !== 'aborted') return lines;
    await session.interrupt();
    return interrupted();
  }
}

function describe({ step, clock }: StepContext, lines: readonly CommandLine[], isLast: boolean): RunningCommand {
  const text = lines.map((line) => line.text).join('\n');
  return {
    text,
    title: titleOf(lines),
    place: lines[0]?.place ?? step.place,
    started: clock.now(),
    isLast,
    // One that is not the last is not detached: whatever comes next needs the prompt.
    endless: isLast ? step.policy === 'endless' : step.policy !== 'once' && isEndless(text),
  };
}

/** A command as a sentence can hold it: its first line, shortened. */
function titleOf(lines: readonly CommandLine[]): string {
  const own = ownLines(lines.map((line) => line.text).join('\n'));
  const [text = '', ...rest] = own.map((line) => line.trim()).filter(Boolean);
  if (text.length > 80) return `${text.slice(0, 79)}…`;
  return rest.length > 0 ? `${text} …` : text;
}

/** `bash`: commands as the audience sees them. `hide`: the same, not shown in the slide. */
export const bash: Action = { name: 'bash', needsPrompt: true, perform: performShell };
export const hide: Action = { name: 'hide', needsPrompt: true, perform: performShell };
