import type { Stats } from 'node:fs';
import { lstat, stat } from 'node:fs/promises';
import { posix } from 'node:path';
import { inside } from '../rootfs.ts';
import { type AppletCall } from './applet.ts';
import { programName } from './getopt.ts';
import { reasonOf } from './inputs.ts';

/** Says what is wrong with one file. */
export function complain(run: AppletCall, text: string): void {
  run.io.stderr(`${programName(run)}: ${text}\n`);
}

/** Calls `act` for each name; 1 where one fails, which is said as `words` has it. */
export async function each(
  run: AppletCall,
  names: readonly string[],
  act: (path: string, name: string) => Promise<void>,
  words: (name: string, reason: string) => string,
): Promise<number> {
  let code = 0;
  for (const name of names) {
    try {
      await act(posix.resolve(run.cwd, name), name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
      complain(run, words(name, reasonOf(error)));
      code = 1;
    }
  }
  return code;
}

/** Where a path of the container is on this machine. */
export function real(run: AppletCall, path: string): string {
  return inside(run.place.root, path);
}

/** What says EBUSY. */
export function busy(): Error {
  return Object.assign(new Error(), { code: 'EBUSY' });
}

/** A file's state; what is mounted somewhere is there itself, not the link that leads to it. */
export async function look(run: AppletCall, path: string): Promise<Stats> {
  const isMounted = run.place.spec.mounts?.some(({ target }) => posix.resolve(target) === path) === true;
  return isMounted ? stat(real(run, path)) : lstat(real(run, path));
}

/** Whose a file is, as the container knows. */
export function owner({ place }: AppletCall, path: string): { readonly uid: number; readonly gid: number } {
  return place.owners.get(path) ?? { uid: 0, gid: 0 };
}

/** `drwxr-xr-x`. */
export function modeText(found: Pick<Stats, 'mode' | 'isDirectory' | 'isSymbolicLink'>): string {
  const bits = Array.from('rwxrwxrwx').map((letter, index) => ((found.mode >> (8 - index)) & 1 ? letter : '-'));
  if (found.mode & 0o1000) bits[8] = bits[8] === 'x' ? 't' : 'T';
  return `${found.isDirectory() ? 'd' : found.isSymbolicLink() ? 'l' : '-'}${bits.join('')}`;
}
/** A link's target as the container sees it. */
export function shownTarget({ place }: AppletCall, target: string): string {
  return target === place.root ? '/' : target.startsWith(`${place.root}/`) ? target.slice(place.root.length) : target;
}
