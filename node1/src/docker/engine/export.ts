import { lstatSync, readlinkSync, statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { fill, type LayerEntry, tarStream } from '../image/layers.ts';
import { entryOf, walk } from './changes.ts';
import type { DockerContainer } from './container.ts';

/** What docker puts into every container before it mounts its own there. */
const ownFiles: readonly LayerEntry[] = [
  ...['dev/', 'dev/pts/', 'dev/shm/', 'proc/', 'sys/'].map((name) => folder(name)),
  ...['.dockerenv', 'dev/console', 'etc/hostname', 'etc/hosts', 'etc/resolv.conf'].map((name) => empty(name)),
  { name: 'etc/mtab', mode: 0o777, content: { kind: 'link', target: '/proc/mounts' } },
];

function folder(name: string): LayerEntry {
  return { name, mode: 0o755, content: { kind: 'folder' } };
}

function empty(name: string): LayerEntry {
  return { name, mode: 0o755, content: { kind: 'text', text: '' } };
}

/** The files of a container as a tar, as `docker export` has them: of what is mounted, only where. */
export async function exportFiles({ created, mounts, image }: DockerContainer, root: string): Promise<Readable> {
  const entries = new Map(ownFiles.map((entry) => [entry.name.replace(/\/$/, ''), entry]));
  const mtime = new Date(created);
  for (const { target, source, type } of mounts) {
    const name = target.slice(1);
    const isFile = type === 'bind' && statSync(source ?? '', { throwIfNoEntry: false })?.isFile() === true;
    entries.set(name, isFile ? empty(name) : folder(`${name}/`));
  }
  const skipped = new Set([...entries.keys()].filter((name) => name !== 'dev'));
  for (const [path, seen] of await walk(root, skipped)) {
    // A folder that another one's device is in is as it was.
    entries.set(path, { ...entryOf(path, seen, root), mtime: seen.mtime });
  }
  // What runs in it, and the bytes that the image of it is said to have, for `docker import`.
  const text = `${image.runtime} ${image.size}\n`;
  entries.set('etc/rehearsal', { name: 'etc/rehearsal', mode: 0o644, content: { kind: 'text', text } });
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => ({ mtime, ...entry }));
  return tarStream((tar) => fill(tar, sorted));
}

/** A path of a container as a tar, under a name of its own, as `docker cp` to `-` gives it; links of the container lead below `root`. */
export async function tarOf(path: string, name: string, root: string): Promise<Readable> {
  const stats = lstatSync(path);
  const own = { mode: stats.mode & 0o7777, mtime: stats.mtime };
  const inContainer = (target: string) => (target.startsWith(root) ? target.slice(root.length) || '/' : target);
  const entries: LayerEntry[] = [];
  if (stats.isDirectory()) {
    const prefix = name === '/' ? '/' : `${name}/`;
    entries.push({ ...folder(prefix), ...own });
    for (const [below, seen] of await walk(path, new Set())) {
      const entry = entryOf(below, { ...seen, target: inContainer(seen.target) }, path);
      entries.push({ ...entry, name: `${prefix}${entry.name}`, mtime: seen.mtime });
    }
  } else if (stats.isSymbolicLink()) {
    entries.push({ name, ...own, content: { kind: 'link', target: inContainer(readlinkSync(path)) } });
  } else entries.push({ name, ...own, content: { kind: 'file', path, size: stats.size } });
  return tarStream((tar) => fill(tar, entries));
}
