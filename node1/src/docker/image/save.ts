import { createReadStream, createWriteStream } from 'node:fs';
import { type Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { pack } from 'tar-stream';
import type { Layer } from '../../images.ts';
import { digestOf } from './blobs.ts';
import { tarStream } from './layers.ts';
import { chainIds, type StoredImage } from './store.ts';

/** An image to be saved, and the names that go with it. */
export interface SavedImage {
  readonly image: StoredImage;
  /** `name:tag`. */
  readonly tags: readonly string[];
}

/** One image of `manifest.json`. */
export interface SavedManifest {
  readonly Config: string;
  readonly RepoTags: readonly string[] | null;
  readonly Layers: readonly string[];
}

/** Where each layer of an image is in an archive: a folder by docker's first format (v1), whose id is a digest of what is below and above. */
function layerIds(image: StoredImage): readonly string[] {
  const chain = chainIds(image);
  return chain.map((id, at) => digestOf(at === chain.length - 1 ? `${id} ${image.id}` : id).slice('sha256:'.length));
}

/** Images as one tar, as `docker save` of 20.10 writes it. Streamed; ends with an error where a layer cannot be read. */
export function saveImages(saved: readonly SavedImage[]): Readable {
  return tarStream((tar) => fill(tar, saved));
}

async function fill(tar: ReturnType<typeof pack>, saved: readonly SavedImage[]): Promise<void> {
  const entries = new Map<string, () => Promise<void>>();
  const file = (name: string, text: string, mtime: Date) => {
    tar.entry({ name, mode: 0o644, mtime }, text);
    return Promise.resolve();
  };
  const manifest: SavedManifest[] = [];
  const repositories: Record<string, Record<string, string>> = {};
  for (const { image, tags } of saved) {
    const ids = layerIds(image);
    const made = new Date(image.created);
    const config = `${image.id.slice('sha256:'.length)}.json`;
    entries.set(config, () => file(config, JSON.stringify(image.json), made));
    for (const [at, id] of ids.entries()) {
      const layer = image.layers[at];
      if (layer === undefined) continue;
      const json = layerJson(image, id, ids[at - 1], at === ids.length - 1);
      entries.set(id, async () => {
        tar.entry({ name: `${id}/`, type: 'directory', mode: 0o755, mtime: made });
        await file(`${id}/VERSION`, '1.0', made);
        await file(`${id}/json`, json, made);
        await addLayer(tar, `${id}/layer.tar`, layer, made);
      });
    }
    manifest.push({
      Config: config,
      RepoTags: tags.length > 0 ? tags : null,
      Layers: ids.map((id) => `${id}/layer.tar`),
    });
    for (const name of tags) {
      const colon = name.lastIndexOf(':');
      (repositories[name.slice(0, colon)] ??= {})[name.slice(colon + 1)] = ids.at(-1) ?? '';
    }
  }
  for (const [, write] of [...entries].sort(([a], [b]) => (a < b ? -1 : 1))) await write();
  const epoch = new Date(0);
  await file('manifest.json', `${JSON.stringify(manifest)}\n`, epoch);
  if (Object.keys(repositories).length > 0) await file('repositories', `${JSON.stringify(repositories)}\n`, epoch);
  tar.finalize();
}

/** The v1 description of a layer; that of the top one says what the image is. */
function layerJson({ json, created }: StoredImage, id: string, parent: string | undefined, isTop: boolean): string {
  const { architecture, config, docker_version, os } = json;
  return JSON.stringify({
    id,
    ...(parent !== undefined && { parent }),
    created: isTop ? created : '1970-01-01T00:00:00Z',
    ...(isTop ? { docker_version, config, architecture } : { container_config: {} }),
    os,
  });
}

async function addLayer(
  tar: ReturnType<typeof pack>,
  name: string,
  { path }: Pick<Layer, 'path'>,
  mtime: Date,
): Promise<void> {
  // A tar says how long a file is before it comes.
  let size = 0;
  const counter = new Writable({
    write(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      done();
    },
  });
  await pipeline(createReadStream(path), createGunzip(), counter);
  await pipeline(createReadStream(path), createGunzip(), tar.entry({ name, mode: 0o644, mtime, size }));
}

/** Writes a stream into a file. */
export async function writeTo(file: string, source: Readable, signal: AbortSignal): Promise<void> {
  await pipeline(source, createWriteStream(file, { mode: 0o600 }), { signal });
}
