import { spawnSync } from 'node:child_process';

/** True when a process runs. A zombie is gone, whoever has not yet asked for its exit code. */
export function isAlive(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.startsWith('Z');
}
