import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds that processes get between SIGHUP, SIGTERM and SIGKILL. */
const graceMs = 1_000;

/**
 * Ends the shell `leader` and every process of its session (jobs in the background, what a `docker run` left behind):
 * SIGHUP as when a terminal is closed, then SIGTERM, then SIGKILL for those that stay.
 * Fulfilled when they are gone. A process that left the session (setsid) is not the session's any more.
 */
export async function endSession(leader: number, closed: Promise<unknown>): Promise<void> {
  for (const signal of ['SIGHUP', 'SIGTERM', 'SIGKILL'] as const) {
    const members = sessionMembers(leader);
    if (members.length === 0) break;
    for (const pid of members) send(pid, signal);
    const until = Date.now() + graceMs;
    // Other people's processes give no event when they end; looking at them is all there is.
    for (let pause = 2; Date.now() < until && sessionMembers(leader).length > 0; pause = Math.min(pause * 2, 50)) {
      await delay(pause);
    }
  }
  await Promise.race([closed, delay(graceMs, undefined, { ref: false })]);
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
  const members: number[] = [];
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'latin1');
      const [state, , , session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (Number(session) === leader && state !== 'Z') members.push(Number(entry));
    } catch {
      // ended meanwhile
    }
  }
  return members;
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
