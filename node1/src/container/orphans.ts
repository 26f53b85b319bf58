import { readdirSync, readFileSync } from 'node:fs';

/** In the environment of every process of a container: the folder of its files. */
export const containerVariable = 'PUPITRE_CONTAINER';

/**
 * Ends what the processes of the container in `root` have left behind (`detached`, setsid), as the end of process 1 does in a real
 * container. They are known by what they inherited; where the system does not show that (no /proc) they are not found.
 */
export function endOrphans(root: string): void {
  if (process.platform !== 'linux') return;
  const mark = `${containerVariable}=${root}\0`;
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      if (readFileSync(`/proc/${entry}/environ`, 'latin1').includes(mark)) process.kill(Number(entry), 'SIGKILL');
    } catch {
      // It ended meanwhile, or is somebody else's.
    }
  }
}
