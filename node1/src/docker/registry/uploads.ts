import { createHash, type Hash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { blobUnknown, digestInvalid, RegistryError, sendEmpty } from './answers.ts';
import type { Repositories } from './repositories.ts';

interface Upload {
  readonly name: string;
  readonly file: string;
  readonly hash: Hash;
  size: number;
  /** One chunk at a time: a second one meanwhile is refused. */
  busy: boolean;
}

/** Upload sessions (OCI distribution specification, "Pushing blobs"): monolithic, in chunks, and mounts. */
export interface Uploads {
  start(name: string, request: IncomingMessage, query: URLSearchParams, response: ServerResponse): Promise<void>;
  append(name: string, id: string, request: IncomingMessage, response: ServerResponse): Promise<void>;
  finish(name: string, id: string, request: IncomingMessage, digest: string, response: ServerResponse): Promise<void>;
  status(name: string, id: string, request: IncomingMessage, response: ServerResponse): void;
  cancel(name: string, id: string, response: ServerResponse): Promise<void>;
}

const digestPattern = /^sha256:[0-9a-f]{64}$/;

/** Sessions that end in blobs of `repositories`. */
export function createUploads(repositories: Repositories): Uploads {
  const uploads = new Map<string, Upload>();

  function find(name: string, id: string): Upload {
    const upload = uploads.get(id);
    if (upload?.name !== name)
      throw new RegistryError(404, 'BLOB_UPLOAD_UNKNOWN', 'blob upload unknown to registry', {});
    return upload;
  }
  function location(request: IncomingMessage, name: string, id: string): string {
    return `http://${request.headers.host ?? '127.0.0.1'}/v2/${name}/blobs/uploads/${id}`;
  }
  function accepted(
    request: IncomingMessage,
    response: ServerResponse,
    id: string,
    upload: Upload,
    status = 202,
  ): void {
    sendEmpty(response, status, {
      Location: location(request, upload.name, id),
      Range: `0-${Math.max(0, upload.size - 1)}`,
      'Docker-Upload-Uuid': id,
    });
  }
  function created(request: IncomingMessage, response: ServerResponse, name: string, digest: string): void {
    sendEmpty(response, 201, {
      Location: `http://${request.headers.host ?? '127.0.0.1'}/v2/${name}/blobs/${digest}`,
      'Docker-Content-Digest': digest,
    });
  }

  return {
    async start(name, request, query, response) {
      request.resume();
      const digest = query.get('mount');
      if (digest !== null && repositories.byName.get(query.get('from') ?? '')?.blobs.has(digest) === true) {
        repositories.open(name).blobs.add(digest);
        created(request, response, name, digest);
        return;
      }
      const id = randomUUID();
      const file = await repositories.blobs.scratch();
      const upload: Upload = { name, file, hash: createHash('sha256'), size: 0, busy: false };
      uploads.set(id, upload);
      accepted(request, response, id, upload);
    },
    async append(name, id, request, response) {
      const upload = find(name, id);
      requireRange(request, upload);
      await receive(upload, request);
      accepted(request, response, id, upload);
    },
    async finish(name, id, request, digest, response) {
      const upload = find(name, id);
      if (!digestPattern.test(digest)) throw digestInvalid('invalid checksum digest format');
      await receive(upload, request);
      uploads.delete(id);
      const actual = `sha256:${upload.hash.digest('hex')}`;
      if (actual !== digest) {
        await rm(upload.file, { force: true });
        throw digestInvalid({ Digest: digest, Reason: {} });
      }
      await repositories.blobs.adopt(upload.file, digest);
      repositories.open(name).blobs.add(digest);
      created(request, response, name, digest);
    },
    status(name, id, request, response) {
      accepted(request, response, id, find(name, id), 204);
    },
    async cancel(name, id, response) {
      const upload = find(name, id);
      uploads.delete(id);
      await rm(upload.file, { force: true });
      sendEmpty(response, 204, {});
    },
  };
}

/** The blob of a repository, or a refusal. */
export function requireBlob(repositories: Repositories, name: string, digest: string): void {
  if (repositories.byName.get(name)?.blobs.has(digest) !== true) throw blobUnknown(digest);
}

function requireRange(request: IncomingMessage, upload: Upload): void {
  const range = request.headers['content-range'];
  if (range === undefined) return;
  const start = /^(?:bytes[ =])?(\d+)-\d+/.exec(range)?.[1];
  if (Number(start) !== upload.size) throw new RegistryError(416, 'RANGE_INVALID', 'invalid content range', {});
}

async function receive(upload: Upload, request: IncomingMessage): Promise<void> {
  if (upload.busy) throw new RegistryError(409, 'BLOB_UPLOAD_INVALID', 'blob upload invalid', 'upload in progress');
  upload.busy = true;
  try {
    const count = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        upload.hash.update(chunk);
        upload.size += chunk.length;
        done(null, chunk);
      },
    });
    await pipeline(request, count, createWriteStream(upload.file, { flags: 'a' }));
  } finally {
    upload.busy = false;
  }
}
