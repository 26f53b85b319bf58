import { endlessUsages, hopelessExitCodes, interactiveUsages, waitingUsages } from './policy-data.ts';
import { lastInvocation, readScript, type ScriptCommand } from './script.ts';
import type { Policy } from './step.ts';
import { findUsage, nameOf, onlyReads } from './usage.ts';

/** How often the text of a `bash` step may run, and why. */
export interface TextPolicy {
  readonly policy: Exclude<Policy, 'handedOver'>;
  /** Half a sentence for people: `only reads (kubectl describe)`. */
  readonly reason: string;
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
  const once = (reason: string): TextPolicy => ({ policy: 'once', reason, waits: false });
  if (error !== undefined) return once(`bash would not understand it (${error})`);
  const endless = commands.flatMap(endlessName);
  if (loopsForever) endless.push('a loop without an end');
  if (endless.length > 0)
    return { policy: 'endless', reason: `does not end by itself: ${list(endless)}`, waits: false };
  const interactive = commands
    .filter((command) => !command.bounded && findUsage(command, interactiveUsages))
    .map(nameOf);
  if (interactive.length > 0) return once(`waits for somebody to type: ${list(interactive)}`);
  const programs = commands.filter((command) => command.program !== '' && !isDeclaration(command));
  const unknown = programs.filter((command) => !onlyReads(command)).map(nameOf);
  if (unknown.length > 0) return once(`changes something, or may: ${list(unknown)}`);
  if (effects.length > 0) return once(list(effects));
  if (programs.length === 0 && !hasSubstitution) {
    return once(commands.length > 0 ? 'only sets variables' : 'runs no command');
  }
  const waits = hasLoop || programs.some((command) => command.bounded || findUsage(command, waitingUsages));
  return { policy: 'eventually', reason: `only reads (${list(programs.map(nameOf))})`, waits };
}

/** True when a complete command does not end by itself. */
export function isEndless(text: string): boolean {
  return policyOf(text).policy === 'endless';
}

/** True when the same command cannot succeed later after it ended with this exit code: it does not exist, or it was misused. */
export function isHopeless(text: string, exitCode: number): boolean {
  if (exitCode === 126 || exitCode === 127) return true;
  const program = lastInvocation(text)?.program ?? '';
  return Object.hasOwn(hopelessExitCodes, program) && (hopelessExitCodes[program]?.includes(exitCode) ?? false);
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

/** At most three different names. */
function list(names: readonly string[]): string {
  const different = [...new Set(names)];
  const shown = different.slice(0, 3).join(', ');
  return different.length > 3 ? `${shown}, …` : shown;
}
