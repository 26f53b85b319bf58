import { type Message, message, verbatim } from '../messages/message.ts';
import { endlessUsages, finalExitCodes, interactiveUsages, waitingUsages } from './policy-data.ts';
import { lastInvocation, readScript, type ScriptCommand } from './script.ts';
import type { Policy } from './step.ts';
import { findUsage, nameOf, onlyReads } from './usage.ts';

const shows: ReadonlySet<string> = new Set(['top', 'htop', 'less', 'more', 'man']);

/** How often the text of a `bash` step may run, and why. */
export interface TextPolicy {
  readonly policy: Exclude<Policy, 'detached'>;
  /** Half a sentence: `only reads (kubectl describe)`. */
  readonly reason: Message;
  /** It reads, but takes its own time (`sleep`, `kubectl wait`): a try must not be cut short. */
  readonly waits: boolean;
}

/**
 * Decides how often a piece of bash may run, by the tables in policy-data.ts.
 *
 * `endless` when a command in the foreground does not end by itself; `eventually` when every command only reads, so that
 * repeating it is safe; `once` in every other case, also when bash would not understand it.
 */
export function policyOf(text: string): TextPolicy {
  const { error, commands, effects, loopsForever, hasLoop, hasSubstitution } = readScript(text);
  const once = (reason: Message): TextPolicy => ({ policy: 'once', reason, waits: false });
  if (error !== undefined) return once(message('plan/not-understood', { error }));
  const endless = commands.flatMap(endlessName).map(verbatim);
  if (loopsForever) endless.push(message('plan/endless-loop'));
  if (endless.length > 0)
    return { policy: 'endless', reason: message('plan/endless', { what: list(endless) }), waits: false };
  const interactive = commands
    .filter((command) => !command.bounded && findUsage(command, interactiveUsages))
    .map(nameOf);
  if (interactive.length > 0) return once(message('plan/waits-for-typing', { programs: names(interactive) }));
  const programs = commands.filter((command) => command.program !== '' && !isDeclaration(command));
  const unknown = programs.filter((command) => !onlyReads(command)).map(nameOf);
  if (unknown.length > 0) return once(message('plan/changes', { programs: names(unknown) }));
  if (effects.length > 0) return once(list(effects));
  if (programs.length === 0 && !hasSubstitution) {
    return once(message(commands.length > 0 ? 'plan/only-sets-variables' : 'plan/runs-nothing'));
  }
  const waits = hasLoop || programs.some((command) => command.bounded || findUsage(command, waitingUsages));
  return { policy: 'eventually', reason: message('plan/only-reads', { programs: names(programs.map(nameOf)) }), waits };
}

/** True when the last command of a piece of bash waits for somebody to type: an editor, a REPL, a shell on another machine. */
export function waitsForTyping(text: string): boolean {
  const last = readScript(text).commands.at(-1);
  return last !== undefined && !last.background && !last.bounded && findUsage(last, interactiveUsages) !== undefined;
}

/** True when a complete command does not end by itself. */
export function isEndless(text: string): boolean {
  return policyOf(text).policy === 'endless';
}

/** True when running a piece of bash changes nothing but what its variables hold, whether it ends by itself or not. */
export function onlyReadsText(text: string): boolean {
  const { error, commands, effects } = readScript(text);
  const programs = commands.filter((command) => command.program !== '' && !isDeclaration(command));
  return (
    error === undefined && effects.length === 0 && programs.every((command) => onlyReads(command) || isWatch(command))
  );
}

/** `watch`, `top`, `less`: programs that show something, and that somebody ends. */
function isWatch({ program }: ScriptCommand): boolean {
  return shows.has(program);
}

/** False when the same command cannot succeed later after it ended with this exit code: it does not exist, or it was misused. */
export function isRetryable(text: string, exitCode: number): boolean {
  if (exitCode === 126 || exitCode === 127) return false;
  const program = lastInvocation(text)?.program ?? '';
  return !(Object.hasOwn(finalExitCodes, program) && finalExitCodes[program]?.includes(exitCode));
}

/** The name of a command that does not end by itself, with the option that makes it so. */
function endlessName(command: ScriptCommand): string[] {
  if (command.background || command.bounded || command.cut) return [];
  const usage = findUsage(command, endlessUsages);
  const option = usage?.any?.find((candidate) => command.options.has(candidate));
  return usage ? [[nameOf(command), option].filter(Boolean).join(' ')] : [];
}

/** `export NAME`, `export NAME=value`: sets a variable of the shell, which repeating does not change. */
function isDeclaration({ program }: ScriptCommand): boolean {
  return program === 'export' || program === 'declare';
}

/** At most three different names of programs. */
function names(programs: readonly string[]): Message {
  return list(programs.map(verbatim));
}

/** At most three different messages. */
function list(parts: readonly Message[]): Message {
  const different = [...new Map(parts.map((part) => [JSON.stringify(part), part])).values()];
  return message('text/list', { parts: different.slice(0, 3), more: different.length > 3 });
}
