import { createReadStream, createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { pack } from 'tar-stream';
import type { Layer } from '../../images.ts';
import { type Blobs, meter } from './blobs.ts';

/** One thing in a layer: a folder, a symbolic link, or a file, whose content is given or is read from this machine. */
export interface LayerEntry {
  /** Inside the image, without a leading slash: `app/rng.js`. */
  readonly name: string;
  readonly mode: number;
  /** Default: the epoch. A layer's digest must depend on nothing but its content. */
  readonly mtime?: Date;
  /** Default: root. */
  readonly owner?: { readonly uid: number; readonly gid: number };
  readonly content:
    | { readonly kind: 'folder' }
    | { readonly kind: 'link'; readonly target: string }
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'file'; readonly path: string; readonly size: number };
}

const epoch = new Date(0);

/** A layer of the given entries, as a gzip'd tar among the blobs. Streamed: a big file is never in memory. */
export async function createLayer(blobs: Blobs, entries: readonly LayerEntry[]): Promise<Layer> {
  const tar = pack();
  const inner = meter();
  const outer = meter();
  const file = await blobs.scratch();
  const written = pipeline(tar, inner.stream, createGzip({ level: 1 }), outer.stream, createWriteStream(file));
  await Promise.all([written, fill(tar, entries)]);
  const digest = outer.digest();
  await blobs.adopt(file, digest);
  return { digest, diffId: inner.digest(), size: outer.size(), path: blobs.path(digest) };
}

/** Bytes that a layer's files take when they are unpacked. */
export function unpackedSize(entries: readonly LayerEntry[]): number {
  let sum = 0;
  for (const { content } of entries) {
    if (content.kind === 'file') sum += content.size;
    if (content.kind === 'text') sum += Buffer.byteLength(content.text);
  }
  return sum;
}

/** A tar as a stream of this machine's; `write` fills and ends it. What goes wrong ends the stream. */
export function tarStream(write: (tar: ReturnType<typeof pack>) => Promise<void>): Readable {
  const tar = pack();
  const out = new PassThrough();
  Promise.all([pipeline(tar, out), write(tar)]).catch((error: unknown) => {
    out.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  return out;
}

/** Writes entries into a tar, and ends it. */
export async function fill(tar: ReturnType<typeof pack>, entries: readonly LayerEntry[]): Promise<void> {
  for (const { name, mode, owner, content, mtime = epoch } of entries) {
    const header = { name, mode, mtime, ...owner };
    if (content.kind === 'folder') tar.entry({ ...header, type: 'directory' });
    else if (content.kind === 'link') tar.entry({ ...header, type: 'symlink', linkname: content.target });
    else if (content.kind === 'text') tar.entry(header, content.text);
    else if (content.size < 65_536) tar.entry(header, await readFile(content.path));
    else await pipeline(createReadStream(content.path), tar.entry({ ...header, size: content.size }));
  }
  tar.finalize();
}
