import { randomBytes } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { posix } from 'node:path';
import type { AppletCall } from './busybox/applet.ts';
import type { ContainerContext } from './container-context.ts';
import { Input, inputOf, type Sink } from './io.ts';
import { isReadOnly } from './mounts.ts';
import { virtualFile } from './proc.ts';
import { inside } from './rootfs.ts';

/** What may not be done with a file, as the system says it: `EACCES`, `EROFS`. */
class FileError extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

const never = new AbortController().signal;
const chunkSize = 64 * 1024;
/** Bytes that a file may have in the end. */
const largestFile = 256 * 1024 * 1024;

/** Opens a file of a container, or one that only its kernel has, for reading. Throws with `code`. */
export async function openInput(
  { place, io, process }: Pick<AppletCall, 'place' | 'io' | 'process'>,
  path: string,
): Promise<{ readonly input: Input; readonly close: () => Promise<void> }> {
  const nothing = (): Promise<void> => Promise.resolve();
  if (path === '/dev/null') return { input: inputOf(), close: nothing };
  if (path === '/dev/stdin' || path === '/dev/tty' || path === '/proc/self/fd/0')
    return { input: io.stdin, close: nothing };
  if (/^\/dev\/(?:zero|u?random)$/.test(path)) return { input: endless(path), close: nothing };
  const virtual = virtualFile(place, path, process);
  if (virtual !== undefined) return { input: inputOf(Buffer.from(virtual)), close: nothing };
  const real = inside(place.root, path);
  const found = await stat(real);
  if (found.isDirectory()) throw new FileError('EISDIR');
  if (!mayAccess(place, path, found.mode, 4)) throw new FileError('EACCES');
  const file = await open(real, 'r');
  const read = async (): Promise<Uint8Array | undefined> => {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(chunkSize), 0, chunkSize);
    return bytesRead === 0 ? undefined : buffer.subarray(0, bytesRead);
  };
  let closed = false;
  const close = async (): Promise<void> => {
    if (!closed) await file.close();
    closed = true;
  };
  return { input: new Input(read, never), close };
}

function endless(path: string): Input {
  return new Input(() => {
    return Promise.resolve(path === '/dev/zero' ? Buffer.alloc(4096) : randomBytes(4096));
  }, never);
}

/** Opens a file of a container for writing; it is made where it is missing. `close` throws what writing did. Throws with `code`. */
export async function openOutput(
  { place }: Pick<AppletCall, 'place'>,
  path: string,
  append: boolean,
  umask = 0o022,
): Promise<{ readonly sink: Sink; readonly close: () => Promise<void> }> {
  if (path === '/dev/null' || path === '/dev/tty') return { sink: () => undefined, close: () => Promise.resolve() };
  await requireWritable(place, path);
  const file = await open(inside(place.root, path), append ? 'a' : 'w', 0o666 & ~umask);
  note(place, path);
  let size = append ? (await file.stat()).size : 0;
  let last = Promise.resolve();
  let problem: unknown;
  const write = (data: string | Uint8Array): void => {
    size += data.length;
    if (size > largestFile) throw new FileError('EFBIG');
    const chunk = typeof data === 'string' ? Buffer.from(data) : Buffer.from(data);
    last = last.then(async () => {
      try {
        await file.write(chunk);
      } catch (error) {
        problem ??= error;
      }
    });
  };
  const close = async (): Promise<void> => {
    await last;
    await file.close();
    if (problem !== undefined) throw problem as Error;
  };
  return { sink: Object.assign(write, { room: () => last }), close };
}

/** Whether the container's user may do `bit` (4 read, 2 write, 1 execute) with what has this mode. */
export function mayAccess({ user, owners }: ContainerContext, path: string, mode: number, bit: number): boolean {
  if (user.uid === 0) return bit !== 1 || (mode & 0o111) !== 0;
  const owner = owners.get(posix.resolve('/', path)) ?? { uid: 0, gid: 0 };
  const shift = owner.uid === user.uid ? 6 : user.groups.includes(owner.gid) ? 3 : 0;
  return ((mode >> shift) & bit) !== 0;
}

/** Throws FileError where the container's user may not write a file, or make it; ENOENT where its folder is missing. */
export async function requireWritable(place: ContainerContext, path: string): Promise<void> {
  const found = await stat(inside(place.root, path)).catch(() => undefined);
  if (found?.isDirectory() === true) throw new FileError('EISDIR');
  if (found === undefined) {
    await requireFolder(place, posix.dirname(posix.resolve('/', path)));
    return;
  }
  if (!mayAccess(place, path, found.mode, 2)) throw new FileError('EACCES');
  if (isReadOnly(place.spec, path)) throw new FileError('EROFS');
}

/** Throws FileError where nothing may be made or removed in a folder. */
export async function requireFolder(place: ContainerContext, folder: string): Promise<void> {
  const found = await stat(inside(place.root, folder));
  if (!found.isDirectory()) throw new FileError('ENOTDIR');
  if (!mayAccess(place, folder, found.mode, 2)) throw new FileError('EACCES');
  if (isReadOnly(place.spec, folder)) throw new FileError('EROFS');
}

/** Remembers whose a new file is. */
export function note({ user, owners }: ContainerContext, path: string): void {
  const full = posix.resolve('/', path);
  if (user.uid !== 0 && !owners.has(full)) owners.set(full, { uid: user.uid, gid: user.gid });
}
