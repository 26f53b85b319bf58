import { ImageError, type Layer } from '../../images.ts';
import { askRegistry, bodyText } from '../registry/client.ts';
import { manifestType } from './image-json.ts';
import { type ImageProgress, shortDigest } from './pull.ts';
import type { Reference } from './reference.ts';
import type { ImageStore, StoredImage } from './store.ts';

/** Repositories that are known to have a layer, by registry and layer, the latest last: what docker tries to mount from. */
export type LayerSources = Map<string, string[]>;

interface Push {
  readonly store: ImageStore;
  readonly reference: Reference;
  readonly sources: LayerSources;
  readonly signal: AbortSignal;
}

/** Uploads an image over HTTP to the registry that the reference names. Throws ImageError. */
export async function pushImage(
  push: Push,
  image: StoredImage,
  progress: ImageProgress,
): Promise<{ readonly digest: string; readonly size: number }> {
  const { reference, signal, store } = push;
  if (reference.domain === 'docker.io') {
    throw new ImageError('unreachable', 'denied: requested access to the resource is denied');
  }
  await ping(push);
  const shown = image.layers.map((layer) => ({ layer, id: shortDigest(layer.diffId) })).reverse();
  for (const { id } of shown) progress(id, 'Preparing');
  for (const { layer, id } of shown) progress(id, await pushLayer(push, layer));

  await pushBlob(push, image.id);
  const { status, body } = await askRegistry(reference.domain, {
    method: 'PUT',
    path: `/v2/${reference.path}/manifests/${reference.tag ?? 'latest'}`,
    headers: { 'content-type': manifestType, 'content-length': String(Buffer.byteLength(image.manifest)) },
    body: image.manifest,
    signal,
  });
  const text = await bodyText(body);
  if (status !== 201) throw refused(status, text);
  store.noteDigest(reference.name, image.id);
  return { digest: image.digest, size: Buffer.byteLength(image.manifest) };
}

async function ping({ reference, signal }: Push): Promise<void> {
  const { status, body } = await askRegistry(reference.domain, { method: 'GET', path: '/v2/', signal });
  const text = await bodyText(body);
  if (status !== 200) throw refused(status, text);
}

/** Where docker's `docker push` line ends: `Layer already exists`, `Mounted from rng`, `Pushed`. */
async function pushLayer(push: Push, layer: Layer): Promise<string> {
  const { reference, sources } = push;
  const key = `${reference.domain} ${layer.digest}`;
  const known = sources.get(key) ?? [];
  sources.set(key, [...known.filter((path) => path !== reference.path), reference.path]);
  if (await hasBlob(push, layer.digest)) return 'Layer already exists';
  const from = known.at(-1);
  if (from !== undefined && from !== reference.path && (await mount(push, layer.digest, from))) {
    return `Mounted from ${from}`;
  }
  await upload(push, layer.digest);
  return 'Pushed';
}

async function pushBlob(push: Push, digest: string): Promise<void> {
  if (!(await hasBlob(push, digest))) await upload(push, digest);
}

async function hasBlob({ reference, signal }: Push, digest: string): Promise<boolean> {
  const path = `/v2/${reference.path}/blobs/${digest}`;
  const { status, body } = await askRegistry(reference.domain, { method: 'HEAD', path, signal });
  body.resume();
  return status === 200;
}

async function mount({ reference, signal }: Push, digest: string, from: string): Promise<boolean> {
  const path = `/v2/${reference.path}/blobs/uploads/?mount=${digest}&from=${encodeURIComponent(from)}`;
  const { status, headers, body } = await askRegistry(reference.domain, { method: 'POST', path, signal });
  await bodyText(body);
  if (status === 202 && headers.location !== undefined) {
    // The registry opened an upload instead; docker does not leave it behind.
    const cancelled = await askRegistry(reference.domain, { method: 'DELETE', path: headers.location, signal });
    cancelled.body.resume();
  }
  return status === 201;
}

async function upload({ store, reference, signal }: Push, digest: string): Promise<void> {
  const size = await store.blobs.size(digest);
  if (size === undefined) throw new ImageError('notFound', `blob ${digest} is missing on this node`);
  const { domain, path } = reference;
  const started = await askRegistry(domain, { method: 'POST', path: `/v2/${path}/blobs/uploads/`, signal });
  const startText = await bodyText(started.body);
  if (started.status !== 202) throw refused(started.status, startText);
  const sent = await askRegistry(domain, {
    method: 'PATCH',
    path: uploadPath(started.headers.location),
    headers: { 'content-type': 'application/octet-stream', 'content-length': String(size) },
    body: store.blobs.read(digest),
    signal,
  });
  const sentText = await bodyText(sent.body);
  if (sent.status !== 202) throw refused(sent.status, sentText);
  const location = uploadPath(sent.headers.location);
  const end = `${location}${location.includes('?') ? '&' : '?'}digest=${encodeURIComponent(digest)}`;
  const finished = await askRegistry(domain, { method: 'PUT', path: end, headers: { 'content-length': '0' }, signal });
  const finishText = await bodyText(finished.body);
  if (finished.status !== 201) throw refused(finished.status, finishText);
}

function uploadPath(location: string | undefined): string {
  if (location === undefined) throw new ImageError('unreachable', 'the registry gave no place for the upload');
  // The same registry, whatever host it names.
  const { pathname, search } = new URL(location, 'http://registry/');
  return `${pathname}${search}`;
}

function refused(status: number, text: string): ImageError {
  const [, message] = /"message":"([^"]*)"/.exec(text) ?? [];
  return new ImageError('unreachable', message ?? `received unexpected HTTP status: ${status}`);
}
