import type { Image, Layer } from '../../images.ts';
import type { Blobs } from './blobs.ts';
import { digestOf } from './blobs.ts';
import { imageConfig, type ImageJson, manifestText } from './image-json.ts';
import { parseReference, type Reference, ReferenceSyntaxError, withTag } from './reference.ts';

/** An image with all that docker knows of it. */
export interface StoredImage extends Image {
  readonly json: ImageJson;
  /** Id of the image that this one was built on, on this node; undefined for one that was pulled. */
  readonly parent: string | undefined;
  /** The manifest's bytes. */
  readonly manifest: string;
}

/** The images of the node and their names. Names are docker's short ones: `busybox:latest`, `busybox@sha256:...`. */
export interface ImageStore {
  readonly blobs: Blobs;
  /** Keeps an image; one with the same configuration is the same image. */
  add(json: ImageJson, layers: readonly Layer[], parent?: string): Promise<StoredImage>;
  find(reference: string): StoredImage | undefined;
  all(): readonly StoredImage[];
  /** Names and digests of an image, sorted. */
  names(id: string): { readonly tags: readonly string[]; readonly digests: readonly string[] };
  /** Every `name:tag` and the id behind it. */
  tags(): ReadonlyMap<string, string>;
  tag(reference: Reference, id: string): void;
  /** Remembers that a registry knows the image by `name@digest`. */
  noteDigest(name: string, id: string): void;
  untag(name: string): void;
  /** Every `name@digest` and the id behind it. */
  digests(): ReadonlyMap<string, string>;
  /** Keeps names that another store had. */
  adopt(names: { readonly tags: Names; readonly digests: Names }): void;
  /** Forgets the image itself, and its layers that nothing else has. */
  remove(id: string): Promise<void>;
}

/** Names, and the ids behind them. */
type Names = readonly (readonly [string, string])[];

/** An empty store. */
export function createStore(blobs: Blobs): ImageStore {
  const images = new Map<string, StoredImage>();
  const tags = new Map<string, string>();
  const digests = new Map<string, string>();

  function findId(text: string): string | undefined {
    if (images.has(text)) return text;
    const prefix = text.startsWith('sha256:') ? text.slice('sha256:'.length) : text;
    return findName(text) ?? (/^[0-9a-f]{1,64}$/.test(prefix) ? findPrefix(prefix) : undefined);
  }
  function findName(text: string): string | undefined {
    try {
      const name = withTag(parseReference(text));
      return tags.get(name) ?? digests.get(name);
    } catch (error) {
      if (error instanceof ReferenceSyntaxError) return undefined;
      throw error;
    }
  }
  function findPrefix(prefix: string): string | undefined {
    const found = [...images.keys()].filter((id) => id.startsWith(`sha256:${prefix}`));
    return found.length === 1 ? found[0] : undefined;
  }

  return {
    blobs,
    async add(json, layers, parent) {
      const id = await blobs.put(JSON.stringify(json));
      const known = images.get(id);
      if (known !== undefined) return known;
      const image = imageOf(json, layers, parent);
      images.set(id, image);
      return image;
    },
    find: (reference) => images.get(findId(reference) ?? ''),
    all: () => [...images.values()],
    names: (id) => ({ tags: keysOf(tags, id), digests: keysOf(digests, id) }),
    tags: () => tags,
    digests: () => digests,
    adopt(names) {
      for (const [name, id] of names.tags) tags.set(name, id);
      for (const [name, id] of names.digests) digests.set(name, id);
    },
    tag(reference, id) {
      tags.set(withTag(reference), id);
    },
    noteDigest(name, id) {
      const digest = images.get(id)?.digest;
      if (digest !== undefined) digests.set(`${name}@${digest}`, id);
    },
    untag(name) {
      tags.delete(name);
      digests.delete(name);
    },
    async remove(id) {
      const image = images.get(id);
      images.delete(id);
      for (const layer of image?.layers ?? []) {
        if (!isUsed(images, layer.digest)) await blobs.remove(layer.digest);
      }
    },
  };
}

/** An image that is in no store. */
export function imageOf(json: ImageJson, layers: readonly Layer[], parent: string | undefined): StoredImage {
  const bytes = JSON.stringify(json);
  const id = digestOf(bytes);
  const manifest = manifestText({ digest: id, size: Buffer.byteLength(bytes) }, layers);
  return {
    id,
    digest: digestOf(manifest),
    created: json.created,
    size: json.rehearsal?.size ?? layers.reduce((sum, layer) => sum + layer.size, 0),
    layers,
    config: imageConfig(json),
    runtime: json.rehearsal?.runtime ?? (json.config.Cmd?.[0] === 'node' ? 'node' : 'busybox'),
    json,
    parent,
    manifest,
  };
}

/** docker's id of a layer on top of those below it (OCI image specification, ChainID). */
export function chainIds(image: Image): readonly string[] {
  const chain: string[] = [];
  for (const { diffId } of image.layers) {
    const below = chain.at(-1);
    chain.push(below === undefined ? diffId : digestOf(`${below} ${diffId}`));
  }
  return chain;
}

function keysOf(map: ReadonlyMap<string, string>, id: string): readonly string[] {
  return [...map]
    .filter(([, value]) => value === id)
    .map(([key]) => key)
    .sort();
}

function isUsed(images: ReadonlyMap<string, StoredImage>, layer: string): boolean {
  return [...images.values()].some(({ layers }) => layers.some(({ digest }) => digest === layer));
}
