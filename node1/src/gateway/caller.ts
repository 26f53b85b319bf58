import { closeSync, constants, openSync, readFileSync, readlinkSync } from 'node:fs';
import { WriteStream } from 'node:tty';

/** What the kernel tells of the process that stands for a command in the shell. */
export interface Caller {
  readonly cwd: string;
  /** With what it was started. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * The process `pid`, which says that it was called with `args`; undefined where it is another (numbers are counted anew in a namespace), or where
 * it may not be looked at.
 */
export function callerOf(pid: number, args: readonly string[]): Caller | undefined {
  try {
    const words = textOf(pid, 'cmdline').split('\0').slice(0, -1);
    if (args.length >= words.length || args.some((word, at) => words[words.length - args.length + at] !== word)) {
      return undefined;
    }
    const cwd = readlinkSync(`/proc/${pid}/cwd`).replace(/ \(deleted\)$/, '');
    return { cwd, env: environmentIn(textOf(pid, 'environ')) };
  } catch {
    return undefined;
  }
}

/** How many columns the terminal has that a process writes to; undefined where it cannot be asked. */
export function columnsOf(pid: number): number | undefined {
  try {
    // It must not become the terminal of this process.
    const file = openSync(`/proc/${pid}/fd/1`, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
    try {
      const terminal = new WriteStream(file);
      terminal.on('error', () => undefined);
      const { columns } = terminal;
      terminal.destroy();
      return columns;
    } catch {
      closeSync(file);
      return undefined;
    }
  } catch {
    return undefined;
  }
}

function textOf(pid: number, file: string): string {
  return readFileSync(`/proc/${pid}/${file}`, 'utf8');
}

/** Variables of `NAME=VALUE\0...`; of two of one name, the first counts, as getenv(3) has it. */
function environmentIn(text: string): Record<string, string> {
  const env: Record<string, string> = {};
  for (const entry of text.split('\0')) {
    const at = entry.indexOf('=', 1);
    if (at < 0) continue;
    const name = entry.slice(0, at);
    if (!Object.hasOwn(env, name)) env[name] = entry.slice(at + 1);
  }
  return env;
}
