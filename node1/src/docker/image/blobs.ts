import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, type ReadStream } from 'node:fs';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Content by its digest, one file each, as image stores and registries keep it. Nothing is held in memory. */
export interface Blobs {
  /** Where a blob is, or would be. */
  path(digest: string): string;
  /** Size in bytes; undefined where there is none. */
  size(digest: string): Promise<number | undefined>;
  read(digest: string): ReadStream;
  /** Keeps bytes; gives their digest. */
  put(bytes: Uint8Array | string): Promise<string>;
  /** Keeps a stream. With `expected`, throws DigestError where the content is another, and keeps nothing. */
  putStream(source: Readable, expected?: string): Promise<{ readonly digest: string; readonly size: number }>;
  /** Takes over a finished file whose digest is known. */
  adopt(file: string, digest: string): Promise<void>;
  /** A path for a file on its way to becoming a blob. */
  scratch(): Promise<string>;
  remove(digest: string): Promise<void>;
}

/** Content that is not what its digest promised. */
export class DigestError extends Error {
  override readonly name = 'DigestError';
}

/** `sha256:...` of bytes. */
export function digestOf(bytes: Uint8Array | string): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** A stream that lets everything through, and knows digest and size of it at its end. */
export function meter(): { readonly stream: Transform; digest(): string; size(): number } {
  const hash = createHash('sha256');
  let size = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      size += chunk.length;
      done(null, chunk);
    },
  });
  return { stream, digest: () => `sha256:${hash.digest('hex')}`, size: () => size };
}

/** Blobs below `folder`, which is made at the first use. */
export function createBlobs(folder: string): Blobs {
  const path = (digest: string) => join(folder, 'sha256', digest.slice('sha256:'.length));
  const scratch = async () => {
    await mkdir(join(folder, 'sha256'), { recursive: true });
    await mkdir(join(folder, 'tmp'), { recursive: true });
    return join(folder, 'tmp', randomUUID());
  };
  return {
    path,
    scratch,
    size: async (digest) => {
      const found = await stat(path(digest)).catch(() => undefined);
      return found?.size;
    },
    read: (digest) => createReadStream(path(digest)),
    async put(bytes) {
      const digest = digestOf(bytes);
      const file = await scratch();
      await writeFile(file, bytes);
      await rename(file, path(digest));
      return digest;
    },
    async putStream(source, expected) {
      const file = await scratch();
      const metered = meter();
      try {
        await pipeline(source, metered.stream, createWriteStream(file));
        const digest = metered.digest();
        if (expected !== undefined && digest !== expected) {
          throw new DigestError(`filesystem layer verification failed for digest ${expected}`);
        }
        await rename(file, path(digest));
        return { digest, size: metered.size() };
      } finally {
        await rm(file, { force: true });
      }
    },
    adopt: (file, digest) => rename(file, path(digest)),
    remove: (digest) => rm(path(digest), { force: true }),
  };
}
