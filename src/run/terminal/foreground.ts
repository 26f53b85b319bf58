import { readFileSync, readlinkSync } from 'node:fs';

/** The program that has the terminal. */
export interface Foreground {
  readonly pid: number;
  readonly name: string;
  /** It is the shell itself, in a builtin such as `read`. */
  readonly isShell: boolean;
  /** It sits in a read of its standard input, which is the terminal: it waits for somebody to type. */
  readonly readsTerminal: boolean;
}

/**
 * The program in the foreground of the terminal of the shell `pid`, while a command runs; undefined when
 * this system does not tell. Linux only: see proc(5), /proc/PID/stat (tpgid), /proc/PID/syscall.
 */
export function foregroundOf(pid: number | undefined): Foreground | undefined {
  if (pid === undefined || process.platform !== 'linux') return undefined;
  try {
    const group = Number(fieldsOf(pid)[5]);
    if (group <= 0) return undefined;
    return { pid: group, name: nameOf(group), isShell: group === pid, readsTerminal: reads(pid, group) };
  } catch {
    return undefined; // ended meanwhile
  }
}

/** The first program of a pipeline leads its group, and may have ended before the others. */
function nameOf(group: number): string {
  try {
    return readFileSync(`/proc/${group}/comm`, 'utf8').trim();
  } catch {
    return '?';
  }
}

/** Fields of /proc/PID/stat from the third (state) on; the second, the name, may hold blanks and parentheses. */
function fieldsOf(pid: number): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function reads(shell: number, pid: number): boolean {
  try {
    const [call, descriptor] = readFileSync(`/proc/${pid}/syscall`, 'latin1').split(' ');
    // 0 is read(2) on x86-64, 63 on arm64
    const isRead = call === (process.arch === 'arm64' ? '63' : '0');
    return isRead && descriptor === '0x0' && readlinkSync(`/proc/${pid}/fd/0`) === readlinkSync(`/proc/${shell}/fd/0`);
  } catch {
    return false;
  }
}

/** Where the error output of the process goes, when that is not the terminal that it reads; undefined when it is, or where this system does not tell. */
export function stderrOf(pid: number | undefined): string | undefined {
  if (pid === undefined || process.platform !== 'linux') return undefined;
  try {
    const [input, errors] = [0, 2].map((descriptor) => readlinkSync(`/proc/${pid}/fd/${descriptor}`));
    return errors === input ? undefined : errors;
  } catch {
    return undefined; // ended meanwhile
  }
}

/** Kills the programs in the foreground, unless the shell itself is. */
export function killForeground(foreground: Foreground | undefined): void {
  if (!foreground || foreground.isShell) return;
  try {
    process.kill(-foreground.pid, 'SIGKILL');
  } catch {
    // ended meanwhile
  }
}
