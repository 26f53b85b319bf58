import { readFileSync, readlinkSync } from 'node:fs';
import { isMultiplexer, readerAmong } from './terminal-readers.ts';

/** The program that has the terminal. */
export interface Foreground {
  /** Its process group. */
  readonly pid: number;
  /** The program that reads, such as the pager of `git log`; the leader of the group when none does. */
  readonly name: string;
  /** The leader of its process group, such as `ssh`. */
  readonly leader: string;
  /** It is the shell itself, in a builtin such as `read`. */
  readonly isShell: boolean;
  /** It is another program than the shell: a child of the shell that has not become one yet is none. A script of bash's is one. */
  readonly isStarted: boolean;
  /** One of its processes waits for input of the terminal: for somebody to type. */
  readonly readsTerminal: boolean;
  /** Path of the terminal: `/dev/pts/3`. */
  readonly terminal: string;
  /** The process that reads, or else the leader, runs this file: `/usr/bin/vim.basic` of `vi`. */
  readonly program: string;
  /** Its arguments, its own name first. */
  readonly args: readonly string[];
}

/** Who waits for somebody to type: a program, or the shell itself. */
export function readerOf(found: Foreground | undefined): 'program' | 'shell' | undefined {
  if (found?.readsTerminal !== true) return undefined;
  return found.isShell ? 'shell' : 'program';
}

/**
 * The programs in the foreground of the terminal of the shell `pid`, while a command runs; undefined when
 * this system does not tell. Linux only: see proc(5), /proc/PID/stat (tpgid).
 */
export function foregroundOf(pid: number | undefined): Foreground | undefined {
  if (pid === undefined || process.platform !== 'linux') return undefined;
  try {
    const group = Number(fieldsOf(pid)[5]);
    if (group <= 0) return undefined;
    const terminal = readlinkSync(`/proc/${pid}/fd/0`);
    const multiplexer = isMultiplexer(nameOf(group)) ? group : undefined;
    const reader = readerAmong(groupBelow(pid, group), terminal) ?? multiplexer;
    return {
      pid: group,
      name: nameOf(reader ?? group),
      leader: nameOf(group),
      isShell: group === pid,
      isStarted: group !== pid && (programOf(group) !== programOf(pid) || argsOf(group).join() !== argsOf(pid).join()),
      readsTerminal: reader !== undefined,
      terminal,
      program: programOf(reader ?? group),
      args: argsOf(reader ?? group),
    };
  } catch {
    return undefined; // ended meanwhile
  }
}

/** The processes of a group, its leader first, among the descendants of a shell and the shell itself. */
function groupBelow(shell: number, group: number): readonly number[] {
  const found = [group];
  const rest = [shell];
  // A build may have thousands of processes; those that talk to people are near the shell.
  for (let looked = 0; looked < 200 && rest.length > 0; looked++) {
    const pid = rest.shift() ?? 0;
    if (pid !== group && pid !== shell && isInGroup(pid, group)) found.push(pid);
    rest.push(...childrenOf(pid));
  }
  return found;
}

function isInGroup(pid: number, group: number): boolean {
  try {
    return Number(fieldsOf(pid)[2]) === group;
  } catch {
    return false; // ended meanwhile
  }
}

function childrenOf(pid: number): readonly number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

/** The first program of a pipeline leads its group, and may have ended before the others. */
function nameOf(pid: number): string {
  try {
    // The client of tmux calls itself `tmux: client`.
    return readFileSync(`/proc/${pid}/comm`, 'utf8')
      .trim()
      .replace(/: client$/, '');
  } catch {
    return '?';
  }
}

function programOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/exe`);
  } catch {
    return '';
  }
}

function argsOf(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
  } catch {
    return [];
  }
}

/** Fields of /proc/PID/stat from the third (state) on; the second, the name, may hold blanks and parentheses. */
function fieldsOf(pid: number): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
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
