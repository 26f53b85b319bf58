import { type IncomingMessage, request as send, type RequestListener, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ExitError, notSimulated } from '../cli-kit/exit-error.ts';
import type { Cluster } from '../cluster.ts';
import type { User } from '../kube/authorize.ts';
import { toYaml } from '../kubectl/print/serialise.ts';
import { without } from '../kubectl/without.ts';
import { word } from '../messages/message.ts';
import { ApiError } from '../objects.ts';
import { answerTo } from './answer.ts';
import { compactJson, prettyJson } from './json.ts';
import type { Destination } from './proxied.ts';
import { statusOf } from './status.ts';

/** Bytes of an answer that Go sends with their number; longer ones come in chunks. */
const countedBytes = 2048;

/** The API server's port: answers requests in the name of whoever `userOf` finds in them, which throws ApiError for nobody. */
export function apiListener(cluster: Cluster, userOf: (request: IncomingMessage) => User): RequestListener {
  return (request, response) => {
    void answer(cluster, userOf, request, response).catch((error: unknown) => {
      // Who asked is gone, or the answer has begun.
      response.destroy(error instanceof Error ? error : undefined);
    });
  };
}

async function answer(
  cluster: Cluster,
  userOf: (request: IncomingMessage) => User,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname: path, searchParams: query } = new URL(request.url ?? '/', 'http://server');
  const write = (status: number, type: string, body: string): void => {
    reply(cluster, response, status, type, body);
  };
  const document = (status: number, value: unknown, indented = false): void => {
    const accept = request.headers.accept ?? '';
    if (indented) write(status, 'application/json', prettyJson(value));
    else if (/^application\/yaml\b/.test(accept)) write(status, 'application/yaml', toYaml(value));
    else write(status, 'application/json', isPretty(request, query) ? prettyJson(value) : `${compactJson(value)}\n`);
  };
  try {
    if (/as=|protobuf/.test(request.headers.accept ?? ''))
      throw notSimulated(`Accept: ${request.headers.accept ?? ''}`);
    const found = answerTo(cluster, { method: request.method ?? 'GET', path, query, user: userOf(request) });
    if ('destination' in found) await passOn(cluster, found.destination, query, request, response, document);
    else if ('text' in found) write(found.status, 'text/plain; charset=utf-8', found.text);
    else document(found.status, found.document, found.indented);
  } catch (error) {
    if (error instanceof ApiError) document(error.code, statusOf(error));
    else if (error instanceof ExitError) write(501, 'text/plain; charset=utf-8', `${word(error.text, cluster.lang)}\n`);
    else throw error;
  }
}

/** Whether JSON is indented: where that is asked for, and for programs that people look at. */
function isPretty({ headers }: IncomingMessage, query: URLSearchParams): boolean {
  const asked = query.get('pretty');
  if (asked !== null) return asked !== 'false' && asked !== '0';
  return /^(?:curl|Wget|Mozilla\/5\.0)/.test(headers['user-agent'] ?? '');
}

function reply({ store }: Cluster, response: ServerResponse, status: number, type: string, body: string): void {
  const bytes = Buffer.from(body);
  // Objects that say which requests wait for which; others have ids of theirs as well.
  const id = (namespace: string): string => store.get('namespaces', '', namespace)?.metadata.uid ?? '';
  response.removeHeader('connection');
  response.writeHead(status, {
    'Cache-Control': 'no-cache, private',
    ...(bytes.length > countedBytes ? {} : { 'Content-Length': bytes.length }),
    'Content-Type': type,
    Date: new Date().toUTCString(),
    ...(type.startsWith('text/') || status === 403 ? { 'X-Content-Type-Options': 'nosniff' } : {}),
    'X-Kubernetes-Pf-Flowschema-Uid': id('kube-public'),
    'X-Kubernetes-Pf-Prioritylevel-Uid': id('kube-system'),
  });
  response.end(bytes);
}

/** Has a service or a pod answer. Throws ApiError where none does. */
async function passOn(
  cluster: Cluster,
  { address, port, path, prefix, isSecure }: Destination,
  query: URLSearchParams,
  request: IncomingMessage,
  response: ServerResponse,
  document: (status: number, value: unknown) => void,
): Promise<void> {
  const search = query.size > 0 ? `?${query.toString()}` : '';
  if (path === '') {
    response.removeHeader('connection');
    const moved = { Location: `${prefix}/${search}`, Date: new Date().toUTCString(), 'Content-Length': 0 };
    response.writeHead(301, moved).end();
    return;
  }
  if (isSecure) throw notSimulated(`${prefix} (https)`);
  let socket: Duplex;
  try {
    socket = await cluster.network.connect(address, port);
  } catch {
    const message = `error trying to reach service: dial tcp ${address}:${port}: connect: connection refused`;
    document(503, statusOf(new ApiError(503, 'ServiceUnavailable', message)));
    return;
  }
  const upstream = send({
    createConnection: () => socket,
    method: request.method,
    path: path + search,
    headers: { ...without(request.headers, 'connection'), host: `${address}:${port}` },
  });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    upstream.once('response', resolve);
    upstream.once('error', reject);
  });
  response.once('close', () => upstream.destroy());
  request.pipe(upstream);
  let found: IncomingMessage;
  try {
    found = await answered;
  } catch (error) {
    const message = `error trying to reach service: ${error instanceof Error ? error.message : ''}`;
    document(503, statusOf(new ApiError(503, 'ServiceUnavailable', message)));
    return;
  }
  const rest = without(found.headers, 'connection', 'keep-alive', 'transfer-encoding');
  if (/^text\/html\b/.test(found.headers['content-type'] ?? '') && !('content-encoding' in rest)) {
    response.writeHead(found.statusCode ?? 200, without(rest, 'content-length'));
    await pipeline(found, (chunks: AsyncIterable<Buffer>) => relinked(chunks, prefix), response);
    return;
  }
  response.writeHead(found.statusCode ?? 200, rest);
  await pipeline(found, response);
}

/** Characters of a page that are kept back at most, until a tag is there as a whole. */
const longestTag = 65_536;

/** A page whose links from the root go through the proxy. */
async function* relinked(chunks: AsyncIterable<Buffer>, prefix: string): AsyncGenerator<Buffer> {
  const links = (text: string): Buffer =>
    Buffer.from(
      text.replace(
        /(<[a-z][^<>]*?\s(?:href|src|action)=["'])(\/(?!\/)[^"']*)/gi,
        (_all, start: string, path: string) => start + prefix + path,
      ),
      'latin1',
    );
  let kept = '';
  for await (const chunk of chunks) {
    kept += chunk.toString('latin1');
    const tag = kept.lastIndexOf('<');
    const whole = tag < 0 || kept.length - tag > longestTag ? kept.length : tag;
    yield links(kept.slice(0, whole));
    kept = kept.slice(whole);
  }
  yield links(kept);
}
