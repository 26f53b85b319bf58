import type { Invocation } from '../../program.ts';
import type { DockerContainer } from '../engine/containers.ts';
import { drawTable } from './table.ts';

/** What runs in a container: the heads of `ps`, then a row for each process. */
export function processRows({ process }: DockerContainer): readonly [readonly string[], ...(readonly string[])[]] {
  const rows = (process?.processes() ?? []).map(({ pid, parent, user, command, started, tty }) => {
    const time = new Date(started);
    const clock = [time.getHours(), time.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':');
    return [user, String(pid), String(parent), '0', clock, tty ? 'pts/0' : '?', '00:00:00', command.join(' ')];
  });
  return [['UID', 'PID', 'PPID', 'C', 'STIME', 'TTY', 'TIME', 'CMD'], ...rows];
}

/** What runs in a container, as `docker-compose top` shows it. */
export function drawProcesses(container: DockerContainer, { stdout }: Invocation): string {
  const [heads, ...rows] = processRows(container);
  return drawTable(heads, rows, stdout.isTTY ? stdout.columns : 999);
}
