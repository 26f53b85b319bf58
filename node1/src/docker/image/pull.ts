import { ImageError, type Layer } from '../../images.ts';
import type { Language } from '../../messages/codes.ts';
import { message, refusal, word } from '../../messages/message.ts';
import { askRegistry, bodyText } from '../registry/client.ts';
import { DigestError, digestOf } from './blobs.ts';
import { isElsewhere } from './hub-elsewhere.ts';
import { configType, type ImageJson, type ImageManifest, manifestType } from './image-json.ts';
import type { Recipe } from './recipe.ts';
import { imageOfRecipe } from './recipe-image.ts';
import { parseReference, type Reference, ReferenceSyntaxError, withTag } from './reference.ts';
import type { ImageStore, StoredImage } from './store.ts';

/** Told of every line that docker shows: the id of a layer or a tag, what happens to it, and how far it is. */
export type ImageProgress = (id: string, status: string) => void;

/** What a pull ended with. */
export interface Pulled {
  readonly image: StoredImage;
  readonly reference: Reference;
  /** False: the tag was there and meant this image. */
  readonly newer: boolean;
}

/** Pulls an image from the local hub or a registry. Throws ImageError. */
export async function pullImage(
  store: ImageStore,
  hub: ReadonlyMap<string, readonly Recipe[]>,
  text: string,
  signal: AbortSignal,
  progress: ImageProgress,
  lang: Language,
): Promise<Pulled> {
  const reference = parsePullable(text);
  const before = store.find(withTag(reference))?.id;
  const fetch = reference.domain === 'docker.io' ? fromHub : fromRegistry;
  const image = await fetch({ store, hub, reference, signal, progress, lang });
  if (reference.digest === undefined) store.tag(reference, image.id);
  store.noteDigest(reference.name, image.id);
  return { image, reference, newer: before !== image.id };
}

interface Job {
  readonly store: ImageStore;
  readonly hub: ReadonlyMap<string, readonly Recipe[]>;
  readonly reference: Reference;
  readonly signal: AbortSignal;
  readonly progress: ImageProgress;
  readonly lang: Language;
}

function parsePullable(text: string): Reference {
  try {
    return parseReference(text);
  } catch (error) {
    if (error instanceof ReferenceSyntaxError) throw new ImageError('invalidName', error.message);
    throw error;
  }
}

async function fromHub({ store, hub, reference, progress, lang }: Job): Promise<StoredImage> {
  const recipes = hub.get(reference.name);
  const tag = reference.tag ?? 'latest';
  const known = new Set(store.all().map(({ id }) => id));
  const image = await (reference.digest === undefined
    ? imageOfTag(store, recipes ?? [], tag)
    : imageOfDigest(store, recipes ?? [], reference.digest));
  if (image === undefined) {
    if (reference.digest === undefined && isElsewhere(reference.name, tag, recipes !== undefined)) {
      const here = recipes?.flatMap(({ tags }) => tags.map((each) => `${reference.name}:${each}`)) ?? [...hub.keys()];
      throw new ImageError('notFound', word(refusal(withTag(reference), here.sort()), lang));
    }
    throw recipes === undefined ? denied(reference.name) : manifestUnknown(reference);
  }
  progress(tag, `Pulling from ${reference.path}`);
  if (!known.has(image.id))
    image.layers.forEach((layer) => {
      showLayer(layer.digest, progress);
    });
  return image;
}

async function imageOfTag(
  store: ImageStore,
  recipes: readonly Recipe[],
  tag: string,
): Promise<StoredImage | undefined> {
  const recipe = recipes.find(({ tags }) => tags.includes(tag));
  return recipe && (await imageOfRecipe(store, recipe));
}

/** Of images without a name nothing is kept. */
async function imageOfDigest(
  store: ImageStore,
  recipes: readonly Recipe[],
  digest: string,
): Promise<StoredImage | undefined> {
  const known = new Set(store.all().map(({ id }) => id));
  for (const recipe of recipes) {
    const image = await imageOfRecipe(store, recipe);
    if (image.digest === digest) return image;
    if (!known.has(image.id)) await store.remove(image.id);
  }
  return undefined;
}

async function fromRegistry(job: Job): Promise<StoredImage> {
  const { store, reference, progress } = job;
  const manifest = await fetchManifest(job);
  progress(reference.digest ?? reference.tag ?? 'latest', `Pulling from ${reference.path}`);
  const known = store.find(manifest.config.digest);
  if (known !== undefined) return known;

  const json = parseConfig(await fetchBlobText(job, manifest.config.digest));
  const layers: Layer[] = [];
  for (const [index, { digest, size }] of manifest.layers.entries()) {
    if ((await store.blobs.size(digest)) === undefined) {
      await fetchLayer(job, digest);
      showLayer(digest, progress);
    } else progress(shortDigest(digest), 'Already exists');
    const diffId = json.rootfs.diff_ids[index] ?? digest;
    layers.push({ digest, diffId, size, path: store.blobs.path(digest) });
  }
  return store.add(json, layers);
}

function showLayer(digest: string, progress: ImageProgress): void {
  for (const status of ['Pulling fs layer', 'Verifying Checksum', 'Download complete', 'Pull complete']) {
    progress(shortDigest(digest), status);
  }
}

async function fetchManifest({ reference, signal, lang }: Job): Promise<ImageManifest> {
  const wanted = reference.digest ?? reference.tag ?? 'latest';
  const { status, body } = await askRegistry(reference.domain, {
    method: 'GET',
    path: `/v2/${reference.path}/manifests/${wanted}`,
    headers: { accept: manifestType },
    signal,
  });
  const text = await bodyText(body);
  if (status === 404) throw manifestUnknown(reference);
  if (status !== 200) throw new ImageError('unreachable', `received unexpected HTTP status: ${status}`);
  if (reference.digest !== undefined && digestOf(text) !== reference.digest) {
    throw new ImageError('unreachable', `manifest verification failed for digest ${reference.digest}`);
  }
  const manifest = parseJson(text) as ImageManifest | undefined;
  if (manifest?.config.mediaType !== configType || !Array.isArray(manifest.layers)) {
    throw new ImageError('notFound', word(refusal(message('subject/image-manifest')), lang));
  }
  return manifest;
}

async function fetchBlobText(job: Job, digest: string): Promise<string> {
  const { status, body } = await askBlob(job, digest);
  const text = await bodyText(body);
  if (status !== 200 || digestOf(text) !== digest) {
    throw new ImageError('unreachable', `image verification failed for digest ${digest}`);
  }
  return text;
}

async function fetchLayer(job: Job, digest: string): Promise<void> {
  const { status, body } = await askBlob(job, digest);
  if (status !== 200) {
    body.resume();
    throw new ImageError('notFound', 'blob unknown to registry');
  }
  try {
    await job.store.blobs.putStream(body, digest);
  } catch (error) {
    if (error instanceof DigestError) throw new ImageError('unreachable', error.message);
    throw error;
  }
}

function askBlob({ reference, signal }: Job, digest: string) {
  return askRegistry(reference.domain, { method: 'GET', path: `/v2/${reference.path}/blobs/${digest}`, signal });
}

function parseConfig(text: string): ImageJson {
  const json = parseJson(text) as Partial<ImageJson> | undefined;
  if (!Array.isArray(json?.rootfs?.diff_ids) || json.config === undefined) {
    throw new ImageError('unreachable', 'invalid image configuration');
  }
  return json as ImageJson;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ImageError('unreachable', 'the registry answered with something that is not JSON');
  }
}

/** The twelve digits that docker shows of an id. */
export function shortDigest(digest: string): string {
  return digest.replace(/^sha256:/, '').slice(0, 12);
}

function denied(name: string): ImageError {
  const message = `pull access denied for ${name}, repository does not exist or may require 'docker login'`;
  return new ImageError('notFound', `${message}: denied: requested access to the resource is denied`);
}

function manifestUnknown(reference: Reference): ImageError {
  return new ImageError('notFound', `manifest for ${withTag(reference)} not found: manifest unknown: manifest unknown`);
}
