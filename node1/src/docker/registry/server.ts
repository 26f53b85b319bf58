import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import {
  manifestUnknown,
  nameUnknown,
  RegistryError,
  sendEmpty,
  sendError,
  sendJson,
  sendNotFound,
  unsupported,
} from './answers.ts';
import { deleteManifest, putManifest } from './manifests.ts';
import { findManifest, type Repositories } from './repositories.ts';
import { createUploads, requireBlob, type Uploads } from './uploads.ts';

/** How a registry is set up. */
export interface RegistryOptions {
  readonly repositories: Repositories;
  /** `REGISTRY_STORAGE_DELETE_ENABLED`; the real one's default is false. */
  readonly deleteEnabled: boolean;
  /** Told of every answer, for the log. */
  onAnswer(request: IncomingMessage, response: ServerResponse, milliseconds: number): void;
}

/** One request with what its path says. */
interface RegistryCall {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly method: string;
  readonly query: URLSearchParams;
}

const namePattern = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*';
const tagsRoute = new RegExp(`^/v2/(${namePattern})/tags/list$`);
const manifestRoute = new RegExp(`^/v2/(${namePattern})/manifests/(\\w[\\w.-]{0,127}|sha256:[0-9a-f]{64})$`);
const blobRoute = new RegExp(`^/v2/(${namePattern})/blobs/(sha256:[0-9a-f]{64})$`);
const uploadRoute = new RegExp(`^/v2/(${namePattern})/blobs/uploads/([0-9a-f-]{36})?$`);
const longestPath = 1024;

/** A registry as `registry:2` serves it (OCI distribution specification); the caller listens with it and closes it. */
export function createRegistry(options: RegistryOptions): Server {
  const uploads = createUploads(options.repositories);
  return createServer((request, response) => {
    const start = performance.now();
    response.on('finish', () => {
      options.onAnswer(request, response, performance.now() - start);
    });
    handle(options, uploads, request, response).catch((error: unknown) => {
      // Unread bytes of a refused push would be taken for the next request.
      if (!request.complete) response.setHeader('Connection', 'close');
      if (response.headersSent) response.destroy();
      else if (error instanceof RegistryError) sendError(response, error);
      else sendError(response, new RegistryError(500, 'UNKNOWN', 'unknown error', String(error)));
    });
  });
}

async function handle(
  options: RegistryOptions,
  uploads: Uploads,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [path = '', search = ''] = (request.url ?? '').split('?', 2);
  const call: RegistryCall = { request, response, method: request.method ?? 'GET', query: new URLSearchParams(search) };
  if (path === '/') {
    sendEmpty(response, 200, { 'Cache-Control': 'no-cache' });
    return;
  }
  response.setHeader('Docker-Distribution-Api-Version', 'registry/2.0');
  const match = (pattern: RegExp) => (path.length > longestPath ? null : pattern.exec(path));
  let found: RegExpExecArray | null;
  if (path === '/v2/') ping(call);
  else if (path === '/v2/_catalog') catalog(call, options.repositories);
  else if ((found = match(tagsRoute)) !== null) tagsList(call, options.repositories, found[1] ?? '');
  else if ((found = match(manifestRoute)) !== null) await manifest(call, options, found[1] ?? '', found[2] ?? '');
  else if ((found = match(uploadRoute)) !== null) await upload(call, uploads, found[1] ?? '', found[2]);
  else if ((found = match(blobRoute)) !== null) await blob(call, options, found[1] ?? '', found[2] ?? '');
  else sendNotFound(response);
}

function ping({ response }: RegistryCall): void {
  response.writeHead(200, { 'Content-Length': 2, 'Content-Type': 'application/json; charset=utf-8' });
  response.end('{}');
}

function catalog(call: RegistryCall, { byName }: Repositories): void {
  requireMethod(call, ['GET']);
  const names = [...byName].filter(([, { manifests }]) => manifests.size > 0).map(([name]) => name);
  sendPage(call, names.sort(), '/v2/_catalog', (repositories) => ({ repositories }));
}

function tagsList(call: RegistryCall, { byName }: Repositories, name: string): void {
  requireMethod(call, ['GET']);
  const repository = byName.get(name);
  if (repository === undefined || repository.manifests.size === 0) throw nameUnknown(name);
  sendPage(call, [...repository.tags.keys()].sort(), `/v2/${name}/tags/list`, (tags) => ({ name, tags }));
}

/** Pages by `n` and `last`, with a Link to the next one. */
function sendPage(
  call: RegistryCall,
  all: readonly string[],
  path: string,
  body: (page: readonly string[]) => object,
): void {
  const last = call.query.get('last');
  const rest = last === null ? all : all.filter((name) => name > last);
  const most = Number(call.query.get('n') ?? rest.length);
  const page = Number.isInteger(most) && most > 0 ? rest.slice(0, most) : rest;
  const end = page.at(-1);
  if (page.length < rest.length && end !== undefined) {
    call.response.setHeader('Link', `<${path}?last=${encodeURIComponent(end)}&n=${most}>; rel="next"`);
  }
  sendJson(call.response, 200, body(page));
}

async function manifest(call: RegistryCall, options: RegistryOptions, name: string, reference: string): Promise<void> {
  const { request, response, method } = call;
  requireMethod(call, ['GET', 'HEAD', 'PUT', 'DELETE']);
  const { repositories } = options;
  const repository = repositories.byName.get(name);
  if (method === 'PUT') {
    await putManifest(repositories, name, reference, request, response);
  } else if (method === 'DELETE') {
    if (!options.deleteEnabled) throw unsupported();
    deleteManifest(repository, name, reference, response);
  } else {
    const stored = findManifest(repository, reference);
    if (stored === undefined) throw manifestUnknown(name, reference);
    await sendBlob(call, options, stored.digest, stored.mediaType);
  }
}

async function upload(call: RegistryCall, uploads: Uploads, name: string, id: string | undefined): Promise<void> {
  const { request, response, method, query } = call;
  if (id === undefined) {
    requireMethod(call, ['POST']);
    await uploads.start(name, request, query, response);
    return;
  }
  requireMethod(call, ['GET', 'PATCH', 'PUT', 'DELETE']);
  if (method === 'PATCH') await uploads.append(name, id, request, response);
  else if (method === 'PUT') await uploads.finish(name, id, request, query.get('digest') ?? '', response);
  else if (method === 'DELETE') await uploads.cancel(name, id, response);
  else uploads.status(name, id, request, response);
}

async function blob(call: RegistryCall, options: RegistryOptions, name: string, digest: string): Promise<void> {
  requireMethod(call, ['GET', 'HEAD', 'DELETE']);
  if (call.method === 'DELETE' && !options.deleteEnabled) throw unsupported();
  requireBlob(options.repositories, name, digest);
  if (call.method !== 'DELETE') {
    await sendBlob(call, options, digest, 'application/octet-stream');
    return;
  }
  options.repositories.byName.get(name)?.blobs.delete(digest);
  sendEmpty(call.response, 202, {});
}

async function sendBlob(
  call: RegistryCall,
  options: RegistryOptions,
  digest: string,
  mediaType: string,
): Promise<void> {
  const { blobs } = options.repositories;
  call.response.writeHead(200, {
    'Content-Length': (await blobs.size(digest)) ?? 0,
    'Content-Type': mediaType,
    'Docker-Content-Digest': digest,
    Etag: `"${digest}"`,
  });
  if (call.method === 'HEAD') call.response.end();
  else await pipeline(blobs.read(digest), call.response);
}

function requireMethod({ method }: RegistryCall, allowed: readonly string[]): void {
  if (!allowed.includes(method)) throw unsupported();
}
