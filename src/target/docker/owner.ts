import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** Labels by which Pupitre knows its containers again: the class, where it has one that outlives its server, and the process. */
export const labels = { class: 'pupitre.class', server: 'pupitre.server' } as const;

/** This process, for others on this machine and for later. */
export function ownServer(): string {
  return `${process.pid}@${machine()}#${startOf(process.pid) ?? ''}`;
}

/** That process has ended: false also where this machine cannot know. */
export function isGone(server: string): boolean {
  const [, pid, place, start] = /^(\d+)@(.*)#(\d*)$/.exec(server) ?? [];
  if (pid === undefined || place !== machine()) return false;
  const now = startOf(Number(pid));
  if (now !== undefined) return now !== start;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** This machine since its last start, where it tells; a container is one of its own. */
function machine(): string {
  try {
    return `${hostname()}/${readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()}`;
  } catch {
    return hostname();
  }
}

/** When a process has started, in ticks of the machine; undefined where there is none, or the machine does not tell. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}
