import type { IncomingMessage, ServerResponse } from 'node:http';
import { digestOf } from '../image/blobs.ts';
import { digestInvalid, manifestUnknown, RegistryError, sendEmpty, unsupported } from './answers.ts';
import { findManifest, type Repositories, type Repository } from './repositories.ts';

const largest = 4 * 1024 * 1024;

/** Keeps a manifest under a tag or its digest; refuses one whose blobs were not pushed (`MANIFEST_BLOB_UNKNOWN`). */
export async function putManifest(
  repositories: Repositories,
  name: string,
  reference: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const bytes = await readLimited(request);
  const digest = digestOf(bytes);
  const isDigest = reference.includes(':');
  if (isDigest && reference !== digest) throw digestInvalid({ Digest: reference, Reason: {} });
  const described = describe(bytes);
  const repository = repositories.open(name);
  const missing = described.needs.filter((need) => !repository.blobs.has(need) && !repository.manifests.has(need));
  const [first] = missing;
  if (first !== undefined) {
    throw new RegistryError(404, 'MANIFEST_BLOB_UNKNOWN', 'blob unknown to registry', { digest: first });
  }

  await repositories.blobs.put(bytes);
  const mediaType = request.headers['content-type'] ?? described.mediaType;
  repository.manifests.set(digest, { digest, mediaType, size: bytes.length });
  if (!isDigest) repository.tags.set(reference, digest);
  sendEmpty(response, 201, {
    Location: `http://${request.headers.host ?? '127.0.0.1'}/v2/${name}/manifests/${digest}`,
    'Docker-Content-Digest': digest,
  });
}

/** Forgets a manifest and its tags; by digest only, as distribution 2.8 does. */
export function deleteManifest(
  repository: Repository | undefined,
  name: string,
  reference: string,
  response: ServerResponse,
): void {
  if (!reference.includes(':')) throw unsupported();
  const manifest = findManifest(repository, reference);
  if (repository === undefined || manifest === undefined) throw manifestUnknown(name, reference);
  repository.manifests.delete(manifest.digest);
  for (const [tag, digest] of repository.tags) if (digest === manifest.digest) repository.tags.delete(tag);
  sendEmpty(response, 202, {});
}

interface ManifestShape {
  readonly mediaType?: unknown;
  readonly config?: { readonly digest?: unknown };
  readonly layers?: readonly { readonly digest?: unknown }[];
  readonly manifests?: readonly { readonly digest?: unknown }[];
}

function describe(bytes: Buffer): { readonly mediaType: string; readonly needs: readonly string[] } {
  let shape: ManifestShape;
  try {
    shape = JSON.parse(bytes.toString()) as ManifestShape;
  } catch {
    throw new RegistryError(400, 'MANIFEST_INVALID', 'manifest invalid', {});
  }
  const parts = [shape.config, ...list(shape.layers), ...list(shape.manifests)];
  const needs = parts.map((part) => part?.digest).filter((digest) => typeof digest === 'string');
  if (needs.length === 0) throw new RegistryError(400, 'MANIFEST_INVALID', 'manifest invalid', {});
  const mediaType =
    typeof shape.mediaType === 'string' ? shape.mediaType : 'application/vnd.oci.image.manifest.v1+json';
  return { mediaType, needs };
}

/** What should be a list, in something that anybody may have sent. */
function list<T>(value: readonly T[] | undefined): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : [];
}

async function readLimited(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largest)
      throw new RegistryError(413, 'SIZE_INVALID', 'provided length did not match content length', {});
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
