import { randomUUID } from 'node:crypto';
import { lstat, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { unpackLayers } from '../../container/rootfs.ts';
import type { LayerEntry } from '../image/layers.ts';
import type { DockerContainer } from './container.ts';

/** One path of a container that is not as its image has it. */
export interface Change {
  readonly kind: 'A' | 'C' | 'D';
  /** Absolute, in the container. */
  readonly path: string;
  /** What a layer must hold of it; undefined for a folder that is told only because something in it changed. */
  readonly entry: LayerEntry | undefined;
}

/** What there is at a path. */
interface Seen {
  readonly kind: 'folder' | 'link' | 'file';
  readonly mode: number;
  readonly size: number;
  readonly target: string;
  readonly mtime: Date;
}

/** Files that the engine puts into every container. */
const engines = ['etc/hostname', 'etc/hosts', 'etc/resolv.conf', 'etc/mtab'];

/** What a container has changed of its image's files, by path; what is mounted is not its own. `scratch` is a folder for the image's files. */
export async function changesOf(container: DockerContainer, root: string, scratch: string): Promise<readonly Change[]> {
  const pristine = join(scratch, `image-${randomUUID()}`);
  const skipped = new Set([...engines, ...container.mounts.map(({ target }) => target.replace(/^\//, ''))]);
  try {
    await unpackLayers(container.image.layers, pristine);
    const before = await walk(pristine, skipped);
    const after = await walk(root, skipped);
    const changes = new Map<string, Change>();
    for (const [path, seen] of after) {
      const old = before.get(path);
      if (old !== undefined && (await isSame(old, seen, join(pristine, path), join(root, path)))) continue;
      changes.set(path, { kind: old === undefined ? 'A' : 'C', path: `/${path}`, entry: entryOf(path, seen, root) });
    }
    for (const path of before.keys()) {
      if (after.has(path) || changes.get(posix.dirname(path))?.kind === 'D') continue;
      const name = posix.join(posix.dirname(path), `.wh.${posix.basename(path)}`);
      const entry: LayerEntry = { name, mode: 0o644, content: { kind: 'text', text: '' } };
      changes.set(path, { kind: 'D', path: `/${path}`, entry });
    }
    for (const path of [...changes.keys()]) {
      for (let up = posix.dirname(path); up !== '.' && !changes.has(up); up = posix.dirname(up)) {
        changes.set(up, { kind: 'C', path: `/${up}`, entry: undefined });
      }
    }
    return [...changes.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  } finally {
    await rm(pristine, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** All that is below a folder, by its path there; what is skipped is not looked into. */
export async function walk(root: string, skipped: ReadonlySet<string>, below = ''): Promise<Map<string, Seen>> {
  const found = new Map<string, Seen>();
  for (const name of (await readdir(join(root, below))).sort()) {
    const path = posix.join(below, name);
    if (skipped.has(path)) continue;
    const stats = await lstat(join(root, path)).catch(() => undefined);
    if (stats === undefined) continue;
    const kind = stats.isDirectory() ? 'folder' : stats.isSymbolicLink() ? 'link' : 'file';
    if (kind === 'file' && !stats.isFile()) continue;
    const target = kind === 'link' ? (await readlink(join(root, path))).replace(root, '') : '';
    found.set(path, { kind, mode: stats.mode & 0o7777, size: stats.size, target, mtime: stats.mtime });
    if (kind === 'folder') for (const [inner, seen] of await walk(root, skipped, path)) found.set(inner, seen);
  }
  return found;
}

async function isSame(a: Seen, b: Seen, pathA: string, pathB: string): Promise<boolean> {
  if (a.kind !== b.kind || a.target !== b.target) return false;
  if (a.kind === 'link') return true;
  if (a.mode !== b.mode) return false;
  if (a.kind === 'folder') return true;
  return a.size === b.size && (await readFile(pathA)).equals(await readFile(pathB));
}

/** One path as a layer has it. */
export function entryOf(path: string, { kind, mode, size, target }: Seen, root: string): LayerEntry {
  if (kind === 'folder') return { name: `${path}/`, mode, content: { kind } };
  if (kind === 'link') return { name: path, mode, content: { kind, target } };
  return { name: path, mode, content: { kind, path: join(root, path), size } };
}
