import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { unpackTar } from '../../container/rootfs.ts';

const marks = { gzip: [0x1f, 0x8b, 0x08], bzip2: [0x42, 0x5a, 0x68], xz: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00] };
const tarMark = 257;

/** Whether docker's ADD unpacks a file: by what is in it, not by its name. */
export async function isArchive(path: string): Promise<boolean> {
  return (await kindOf(path)) !== undefined;
}

/** Unpacks a tar, compressed with gzip or not, into a folder; false for another compression. */
export async function unpackArchive(path: string, folder: string): Promise<boolean> {
  const kind = await kindOf(path);
  if (kind !== 'tar' && kind !== 'gzip') return false;
  const file = createReadStream(path);
  await unpackTar(kind === 'gzip' ? file.pipe(createGunzip()) : file, folder);
  return true;
}

/** What the first bytes of a file say. */
export function archiveKind(head: Uint8Array): 'gzip' | 'bzip2' | 'xz' | 'tar' | undefined {
  for (const [kind, mark] of Object.entries(marks) as ['gzip' | 'bzip2' | 'xz', readonly number[]][]) {
    if (mark.every((byte, index) => head[index] === byte)) return kind;
  }
  return Buffer.from(head.subarray(tarMark, tarMark + 5)).toString('latin1') === 'ustar' ? 'tar' : undefined;
}

async function kindOf(path: string) {
  const file = await open(path);
  try {
    const head = Buffer.alloc(tarMark + 5);
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    return archiveKind(head.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}
