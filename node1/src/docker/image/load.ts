import { createReadStream, createWriteStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { unpackTar } from '../../container/rootfs.ts';
import type { Layer } from '../../images.ts';
import { archiveKind } from '../build/archive.ts';
import { type Blobs, meter } from './blobs.ts';
import type { ImageJson } from './image-json.ts';
import type { SavedManifest } from './save.ts';
import type { ImageStore, StoredImage } from './store.ts';

/** An archive that docker does not take; the message is docker's. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
}

/** What an archive held. */
export interface LoadedImage {
  readonly image: StoredImage;
  readonly tags: readonly string[];
  /** Layers that were not here before, with their sizes in bytes. */
  readonly added: readonly { readonly diffId: string; readonly size: number }[];
}

/** A stream without its compression by gzip. Throws ArchiveError; for bzip2 and xz gives their names. */
export async function plainTar(source: AsyncIterable<Uint8Array>): Promise<Readable | 'bzip2' | 'xz'> {
  const chunks = source[Symbol.asyncIterator]();
  const head: Buffer[] = [];
  let length = 0;
  while (length < 512) {
    const next = await chunks.next();
    if (next.done === true) break;
    head.push(Buffer.from(next.value));
    length += next.value.length;
  }
  const first = Buffer.concat(head);
  const kind = archiveKind(first);
  if (kind === 'bzip2' || kind === 'xz') return kind;
  const all = Readable.from(
    (async function* () {
      yield first;
      for (let next = await chunks.next(); next.done !== true; next = await chunks.next())
        yield Buffer.from(next.value);
    })(),
    { objectMode: false },
  );
  if (kind !== 'gzip') return all;
  const plain = createGunzip();
  all.on('error', (error) => plain.destroy(error)).pipe(plain);
  return plain;
}

/** Docker's words for a stream that is no tar. */
const noTar = 'Error processing tar file(exit status 1): unexpected EOF';

/** Keeps a tar as a layer. Throws ArchiveError where it is none. */
export async function layerOf(blobs: Blobs, tar: Readable, isChecked = false): Promise<Layer> {
  const [inner, outer] = [meter(), meter()];
  const file = await blobs.scratch();
  let head = Buffer.alloc(0);
  async function* look(source: AsyncIterable<Buffer>) {
    for await (const chunk of source) {
      if (head.length < 512) head = Buffer.concat([head, chunk.subarray(0, 512)]);
      yield chunk;
    }
  }
  await pipeline(tar, look, inner.stream, createGzip({ level: 1 }), outer.stream, createWriteStream(file));
  if (!isChecked && inner.size() > 0 && !isTar(head)) throw new ArchiveError(noTar);
  const digest = outer.digest();
  await blobs.adopt(file, digest);
  return { digest, diffId: inner.digest(), size: outer.size(), path: blobs.path(digest) };
}

/** By its mark, or empty: blocks of zeros. */
function isTar(head: Buffer): boolean {
  return archiveKind(head) === 'tar' || head.subarray(0, 512).every((byte) => byte === 0);
}

/** Unpacks an archive of `docker save` below `folder` and keeps what is in it. Throws ArchiveError; undefined: it is not of this rehearsal. */
export async function loadImages(
  store: ImageStore,
  tar: Readable,
  folder: string,
): Promise<readonly LoadedImage[] | undefined> {
  try {
    await unpackTar(tar, folder);
  } catch {
    throw new ArchiveError(noTar);
  }
  const text = await readFile(join(folder, 'manifest.json'), 'utf8').catch(() => undefined);
  if (text === undefined) {
    if ((await stat(join(folder, 'repositories')).catch(() => undefined)) !== undefined) return undefined;
    const place = `/var/lib/docker/tmp/docker-import-${Math.floor(Math.random() * 1e9)}`;
    throw new ArchiveError(`open ${place}/repositories: no such file or directory`);
  }
  const loaded: LoadedImage[] = [];
  for (const { Config, RepoTags, Layers } of manifestOf(text)) {
    const json = JSON.parse(await readFile(inFolder(folder, Config), 'utf8')) as ImageJson;
    if (json.rehearsal === undefined) return undefined;
    const known = new Map(store.all().flatMap((image) => image.layers.map((layer) => [layer.diffId, layer] as const)));
    const layers: Layer[] = [];
    const added: { diffId: string; size: number }[] = [];
    for (const [at, name] of Layers.entries()) {
      const diffId = json.rootfs.diff_ids[at] ?? '';
      const path = inFolder(folder, name);
      const found = known.get(diffId);
      if (found === undefined) added.push({ diffId, size: (await stat(path)).size });
      const layer = found ?? (await layerOf(store.blobs, createReadStream(path), true));
      if (layer.diffId !== diffId) {
        throw new ArchiveError(
          `invalid diffID for layer ${at}: expected ${JSON.stringify(diffId)}, got "${layer.diffId}"`,
        );
      }
      layers.push(layer);
    }
    loaded.push({ image: await store.add(json, layers), tags: RepoTags ?? [], added });
  }
  return loaded;
}

function manifestOf(text: string): readonly SavedManifest[] {
  try {
    return JSON.parse(text) as readonly SavedManifest[];
  } catch (error) {
    throw new ArchiveError(error instanceof Error ? error.message : String(error));
  }
}

/** A file of the archive, by the name that its manifest has; never one elsewhere. */
function inFolder(folder: string, name: string): string {
  if (name.startsWith('/') || name.split('/').includes('..')) throw new ArchiveError(`invalid path ${name}`);
  return join(folder, name);
}
