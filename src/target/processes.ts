import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds that processes get between SIGHUP, SIGTERM and SIGKILL. */
const graceMs = 1_000;

/**
 * Ends the shell `leader` and every process of its session (jobs in the background, what a `docker run` left behind):
 * SIGHUP as when a terminal is closed, then SIGTERM, then SIGKILL for those that stay.
 * Fulfilled when they are gone. A process that left the session (setsid) is not the session's any more.
 */
export async function endSession(leader: number, closed: Promise<unknown>): Promise<void> {
  await endAll(() => sessionMembers(leader));
  await Promise.race([closed, delay(graceMs, undefined, { ref: false })]);
}

/**
 * Ends every process with `text` in its environment: what has left its session (setsid, a daemon) is found by what it inherited.
 * Where the system does not show environments (no /proc), nothing is found.
 */
export async function endWithEnvironment(text: string): Promise<void> {
  if (process.platform === 'linux') await endAll(() => pidsWhere((pid) => environmentOf(pid).includes(text)));
}

/** SIGHUP, SIGTERM, SIGKILL, with time between, until there are none left. */
async function endAll(find: () => number[]): Promise<void> {
  for (const signal of ['SIGHUP', 'SIGTERM', 'SIGKILL'] as const) {
    const members = find();
    if (members.length === 0) return;
    for (const pid of members) send(pid, signal);
    const until = Date.now() + graceMs;
    // Other people's processes give no event when they end; looking at them is all there is.
    for (let pause = 2; Date.now() < until && find().length > 0; pause = Math.min(pause * 2, 50)) {
      await delay(pause);
    }
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // ended meanwhile
  }
}

/** Process ids of the session that `leader` leads, zombies left out. */
function sessionMembers(leader: number): number[] {
  return process.platform === 'linux' ? membersFromProc(leader) : membersFromPs(leader);
}

function membersFromProc(leader: number): number[] {
  return pidsWhere((pid) => Number(statFields(pid)[3]) === leader);
}

/** Process ids of which `holds` is true; zombies and this process left out. */
export function pidsWhere(holds: (pid: number) => boolean): number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && entry !== String(process.pid))
    .map(Number)
    .filter((pid) => {
      try {
        return holds(pid) && statFields(pid)[0] !== 'Z';
      } catch {
        // It ended meanwhile, or is somebody else's.
        return false;
      }
    });
}

/** What follows the name in brackets, which may hold anything: state, parent, process group, session, ... */
function statFields(pid: number): string[] {
  const stat = readProc(pid, 'stat');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** The environment with which a process was started: `NAME=value`, each with a NUL after it. */
export function environmentOf(pid: number): string {
  return readProc(pid, 'environ');
}

/** What a process has open, by the names of its files: `socket:[12345]`. */
export function openFilesOf(pid: number): readonly string[] {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).flatMap((name) => {
    try {
      return readlinkSync(`${folder}/${name}`);
    } catch {
      // Closed meanwhile.
      return [];
    }
  });
}

function readProc(pid: number, file: 'stat' | 'environ'): string {
  return readFileSync(`/proc/${pid}/${file}`, 'latin1');
}

/** macOS and the BSDs: by the controlling terminal's session, as ps tells it. */
function membersFromPs(leader: number): number[] {
  try {
    const rows = execFileSync('ps', ['-A', '-o', 'pid=,sess=,stat='], { encoding: 'utf8' })
      .split('\n')
      .map((row) => row.trim().split(/\s+/));
    const session = rows.find(([pid]) => Number(pid) === leader)?.[1];
    if (session === undefined) return [];
    return rows.filter(([, sess, stat]) => sess === session && !stat?.startsWith('Z')).map(([pid]) => Number(pid));
  } catch {
    return [];
  }
}
