import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, link, lstat, mkdir, readdir, realpath, rm, symlink } from 'node:fs/promises';
import { dirname, join, posix, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import type { Layer } from '../images.ts';

/** Unpacks layers, lowest first, into `folder`. What would end up elsewhere (`..`, links) is left out; devices are too. */
export async function unpackLayers(layers: readonly Layer[], folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const root = await realpath(folder);
  for (const layer of layers) {
    const tar = extract();
    await Promise.all([pipeline(createReadStream(layer.path), createGunzip(), tar), unpackEntries(tar, root)]);
  }
}

/** Unpacks a plain tar as it comes, with the same care. */
export async function unpackTar(source: Readable, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const root = await realpath(folder);
  const tar = extract();
  await Promise.all([pipeline(source, tar), unpackEntries(tar, root)]);
}

async function unpackEntries(tar: ReturnType<typeof extract>, root: string): Promise<void> {
  for await (const entry of tar) {
    await unpackEntry(root, entry.header, entry as unknown as Readable);
    entry.resume();
  }
}

/** The path on this machine of a path in a container; always inside of `root`. */
export function inside(root: string, path: string, workingDir = '/'): string {
  return join(root, posix.resolve('/', workingDir, path));
}

interface EntryHeader {
  readonly name: string;
  readonly type?: string | null;
  readonly linkname?: string | null;
  readonly mode?: number | undefined;
}

async function unpackEntry(root: string, header: EntryHeader, content: Readable): Promise<void> {
  const name = safeName(header.name);
  if (name === undefined) return;
  const path = join(root, name);
  await mkdir(dirname(path), { recursive: true }).catch(() => undefined);
  if (!(await isInside(root, dirname(path)))) return;
  if (posix.basename(name).startsWith('.wh.')) {
    await whiteOut(path);
    return;
  }

  const mode = (header.mode ?? 0o644) & 0o777;
  if (header.type === 'directory') {
    if (!(await isFolder(path))) await rm(path, { force: true });
    await mkdir(path, { recursive: true });
    await chmod(path, mode | 0o700);
  } else if (header.type === 'symlink') {
    const target = linkTarget(root, name, header.linkname ?? '');
    if (target === undefined) return;
    await rm(path, { force: true, recursive: true });
    await symlink(target, path);
  } else if (header.type === 'link') {
    const source = safeName(header.linkname ?? '');
    if (source === undefined || !(await isInside(root, join(root, source)))) return;
    await rm(path, { force: true, recursive: true });
    await link(join(root, source), path);
  } else if (header.type === 'file') {
    // Never through a link that an earlier entry left here.
    await rm(path, { force: true, recursive: true });
    await pipeline(content, createWriteStream(path, { flags: 'wx', mode: mode | 0o600 }));
  }
}

function safeName(name: string): string | undefined {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  return parts.length === 0 || parts.includes('..') || name.includes('\0') ? undefined : parts.join('/');
}

/** An absolute target is one inside the container; a relative one must not leave it. */
function linkTarget(root: string, name: string, target: string): string | undefined {
  if (target === '' || target.includes('\0')) return undefined;
  if (target.startsWith('/')) return inside(root, target);
  const resolved = posix.join(posix.dirname(name), target);
  return resolved === '..' || resolved.startsWith('../') ? undefined : target;
}

async function isInside(root: string, path: string): Promise<boolean> {
  const real = await realpath(path).catch(() => undefined);
  return real !== undefined && (real === root || real.startsWith(root + sep));
}

async function isFolder(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  return found?.isDirectory() === true;
}

/** OCI image specification, "Whiteouts": `.wh.name` removes a name of the layers below, `.wh..wh..opq` all of a folder. */
async function whiteOut(path: string): Promise<void> {
  const name = posix.basename(path);
  if (name === '.wh..wh..opq') {
    for (const child of await readdir(dirname(path))) await rm(join(dirname(path), child), { recursive: true });
  } else await rm(join(dirname(path), name.slice('.wh.'.length)), { recursive: true, force: true });
}
