import type { Stats } from 'node:fs';
import { lstat, readlink, stat } from 'node:fs/promises';
import { posix } from 'node:path';
import { inside } from '../rootfs.ts';
import { type AppletCall } from './applet.ts';
import { shownTarget } from './file-call.ts';

/** A file as a folder has it. */
export interface Entry {
  readonly name: string;
  readonly path: string;
  readonly found: Stats;
  readonly target: string | undefined;
}

/** What is at a path; the link itself, unless it is followed. Throws as stat does. */
export async function entryOf(run: AppletCall, name: string, path: string, follow = false): Promise<Entry> {
  const { place } = run;
  const real = inside(place.root, path);
  const isMounted = place.spec.mounts?.some(({ target }) => posix.resolve(target) === path) === true;
  const found = isMounted || follow ? await stat(real).catch(() => lstat(real)) : await lstat(real);
  const target = found.isSymbolicLink() ? shownTarget(run, await readlink(real)) : undefined;
  return { name, path, found, target };
}
