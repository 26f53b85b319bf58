import { performance } from 'node:perf_hooks';
import { isEndless, isHopeless } from '../../plan/policy.ts';
import type { CommandLine } from '../../plan/step.ts';
import type { CommandResult } from '../../plan/verdict.ts';
import { type Action, type ActionOutcome, interrupted, shellEnded, type StepContext } from '../action.ts';
import { hintsFor } from '../hints.ts';

/** Silence after which a program that reads the terminal is taken to wait for somebody to type. */
const inputSilenceMs = 5_000;
/** Silence after which the last line of an output may be the prompt of a shell without marks. */
const promptSilenceMs = 1_000;
/** An endless command that never is silent has shown enough after so many times its settle time. */
const settleCap = 5;
/** Programs that can have a shell inside. */
const shellHosts =
  /^(?:docker|kubectl|podman|nerdctl|ssh|su|sudo|sh|dash|ash|bash|zsh|busybox|chroot|nsenter|toolbox)$/;
const promptLine = /(?:^|[\s\w~\])/:@-])[#$%>] $/;

/** What became of one complete command. `left`: it still runs, and the next step takes over. */
type CommandEnd =
  | { readonly kind: 'done'; readonly note?: string }
  | { readonly kind: 'left' }
  | { readonly kind: 'bad'; readonly outcome: ActionOutcome };

/** Types the lines of a `bash` or `hide` step, complete command by complete command; the first that fails fails the step. */
async function performShell(context: StepContext): Promise<ActionOutcome> {
  const { step, session, words } = context;
  if (session.state === 'closed') return shellEnded(context);
  // The deck left something running (a server that no later step stops): a line typed now would go to it.
  if (session.state !== 'prompt' && !(await session.interrupt())) return noPrompt(context);
  const results: CommandResult[] = [];
  const watching: StepContext = {
    ...context,
    commandEnd: (result) => {
      results.push(result);
      context.commandEnd(result);
    },
  };
  let notes: string[] = [];
  for (let at = 0; at < step.lines.length;) {
    const typed = await typeCommand(watching, at);
    if (typed.kind === 'bad') return typed.outcome;
    const end = await finishCommand(watching, typed.lines, typed.next >= step.lines.length);
    if (end.kind === 'bad') return end.outcome;
    if (end.kind === 'left') return { verdict: { status: 'passed' } };
    notes = end.note === undefined ? notes : [...notes, end.note];
    at = typed.next;
  }
  const shown = results.map(({ output }) => output).filter(Boolean);
  const empty = step.assigns.filter((name) => session.command?.empty.includes(name));
  if (empty.length > 0) {
    const reason = words.leftEmpty(empty, 'empty');
    return { verdict: { status: 'failed', reason, exitCode: 0 }, hints: [words.hints.leftEmpty(empty.join(', '))] };
  }
  return {
    verdict: { status: 'passed', ...(notes.length > 0 ? { note: notes.join('; ') } : {}) },
    outputs: [shown.join('\n'), shown.at(-1) ?? ''],
  };
}

type Typed = { readonly kind: 'typed'; readonly lines: readonly CommandLine[]; readonly next: number };

/** Types lines from `at` on until the shell has a complete command. */
async function typeCommand(
  context: StepContext,
  at: number,
): Promise<Typed | { readonly kind: 'bad'; readonly outcome: ActionOutcome }> {
  const { step, session, signal, words } = context;
  const lines: CommandLine[] = [];
  for (;;) {
    const line = step.lines[at];
    if (!line) {
      await session.interrupt();
      const reason = words.incomplete(titleOf(lines));
      return bad({ verdict: { status: 'failed', reason }, hints: [words.hints.incomplete] });
    }
    if (lines.length === 0) {
      session.begin(line.text);
      context.commandBegin(line.text);
    } else {
      session.extend(line.text);
    }
    lines.push(line);
    session.typeLine(line.text);
    at++;
    const outcome = await session.until(() => (session.state === 'typed' ? undefined : session.state), {
      ms: context.remaining(),
      signal,
    });
    if (outcome.kind === 'held' && outcome.value === 'continuation') continue;
    if (outcome.kind === 'aborted') {
      await session.interrupt();
      return bad(interrupted(words));
    }
    return { kind: 'typed', lines, next: at };
  }
}

/** Waits for the end of the command that was typed, or for what its policy asks for instead. */
async function finishCommand(
  context: StepContext,
  lines: readonly CommandLine[],
  isLast: boolean,
): Promise<CommandEnd> {
  const { step, session, signal, words } = context;
  const started = performance.now();
  const text = lines.map((line) => line.text).join('\n');
  const title = titleOf(lines);
  const endless = step.policy === 'endless' && (isLast || isEndless(text));
  if (isLast && step.policy === 'handedOver' && session.state === 'running') return { kind: 'left' };

  let settled = false;
  let awaited: string | undefined;
  const outcome = await session.until(
    () => (session.state === 'prompt' || session.state === 'continuation' ? true : undefined),
    {
      ms: endless ? Math.min(context.remaining(), settleLimit(step.limits.settleMs)) : context.remaining(),
      signal,
      quietMs: endless ? step.limits.settleMs : promptSilenceMs,
      quiet: () => {
        if (endless) return (settled = (session.command?.capture.length ?? 0) > 0);
        const program = session.foreground;
        const silence = performance.now() - started;
        if (program && shellHosts.test(program.name) && promptLine.test(lastLine(session.window.text))) return true;
        if (program?.readsTerminal && silence >= inputSilenceMs) awaited = program.name;
        return awaited !== undefined;
      },
    },
  );
  const shown = session.command?.capture.length ?? 0;

  const finish = async (): Promise<CommandResult> => {
    const command = session.command;
    const result: CommandResult = {
      text,
      place: lines[0]?.place ?? step.place,
      exitCode: command?.exitCode,
      durationMs: performance.now() - started,
      output: command ? await session.render(command) : '',
      omitted: command?.capture.omitted ?? 0,
    };
    context.commandEnd(result);
    return result;
  };

  switch (outcome.kind) {
    case 'held': {
      const command = session.command;
      if (!command) return { kind: 'done' };
      const result = await finish();
      if (!command.executed) {
        if (isBlank(text)) return { kind: 'done' };
        const reason = words.notExecuted(title, result.output);
        const hints = /event not found/.test(result.output) ? [words.hints.history] : [words.hints.incomplete];
        return bad({ verdict: { status: 'failed', reason, exitCode: command.exitCode ?? 1 }, hints, hopeless: true });
      }
      const code = command.exitCode ?? 0;
      if (code === 0) return { kind: 'done', ...(endless ? { note: words.endedByItself } : {}) };
      if (isLast && !step.checksExitCode) return { kind: 'done', note: words.exitCodeUnchecked(code) };
      return bad({
        verdict: { status: 'failed', reason: words.exitCode(title, code), exitCode: code },
        hints: hintsFor(words, text, code, result.output),
        hopeless: isHopeless(text, code),
      });
    }
    case 'closed': {
      await finish();
      return bad(shellEnded(context));
    }
    case 'aborted': {
      await session.interrupt();
      await finish();
      return bad(interrupted(words));
    }
    case 'quiet': {
      if (settled) return stopEndless();
      if (awaited !== undefined) {
        await session.interrupt();
        await finish();
        return bad({
          verdict: { status: 'timedOut', reason: words.waitsForInput(awaited), awaited: words.awaitedEnd(title) },
          hints: [words.hints.waitsForInput],
        });
      }
      const host = session.foreground?.name ?? '';
      if (await session.adopt(signal)) {
        return { kind: 'done', note: words.nestedShell(host) };
      }
      await session.interrupt();
      await finish();
      return bad({
        verdict: { status: 'timedOut', reason: words.waitsForInput(host), awaited: words.awaitedPrompt },
        hints: [words.hints.waitsForInput],
      });
    }
    case 'timeout': {
      if (endless && shown > 0) return stopEndless();
      const program = session.foreground?.name;
      const seconds = Math.round((performance.now() - started) / 1000);
      const back = await session.interrupt();
      await finish();
      if (!back) return bad(noPrompt(context));
      const reason = endless ? words.nothingShown(title, seconds) : words.commandTimeout(title, seconds, program);
      const awaitedWhat = endless ? words.awaitedOutput(title) : words.awaitedEnd(title);
      return bad({
        verdict: { status: 'timedOut', reason, awaited: awaitedWhat },
        hints: [words.hints.endless, words.hints.longer(step.id)],
      });
    }
  }

  async function stopEndless(): Promise<CommandEnd> {
    // The last one stays when the deck stops it by a key of its own.
    if (isLast && !step.stopsCommand) return { kind: 'left' };
    const seconds = Math.round((performance.now() - started) / 1000);
    if (!(await session.interrupt())) {
      await finish();
      return bad(noPrompt(context));
    }
    await finish();
    return { kind: 'done', note: words.stoppedAfter(seconds) };
  }
}

/** How long an endless command may go on before it is stopped though it still talks, or never did. */
function settleLimit(settleMs: number): number {
  return settleMs * settleCap;
}

function noPrompt({ words, session }: StepContext): ActionOutcome {
  if (session.state === 'closed') {
    return { verdict: { status: 'broken', reason: words.shellEnded(session.exitCode) }, hints: [words.hints.newShell] };
  }
  return { verdict: { status: 'broken', reason: words.noPromptAfterInterrupt(19) }, hints: [words.hints.newShell] };
}

function bad(outcome: ActionOutcome): { readonly kind: 'bad'; readonly outcome: ActionOutcome } {
  return { kind: 'bad', outcome };
}

/** A command as a sentence can hold it: its first line, shortened. */
function titleOf(lines: readonly CommandLine[]): string {
  const [first, ...rest] = lines.map((line) => line.text.trim()).filter(Boolean);
  const text = first ?? '';
  const short = text.length > 80 ? `${text.slice(0, 79)}…` : text;
  return rest.length > 0 && !short.endsWith('…') ? `${short} …` : short;
}

/** Nothing for the shell to run: an empty line, a comment. */
function isBlank(text: string): boolean {
  return text.split('\n').every((line) => /^\s*(?:#.*)?$/.test(line));
}

function lastLine(text: string): string {
  return text.slice(text.lastIndexOf('\n') + 1);
}

/** `bash`: commands as the audience sees them. `hide`: the same, not shown in the slide. */
export const bash: Action = { name: 'bash', perform: performShell };
export const hide: Action = { name: 'hide', perform: performShell };
