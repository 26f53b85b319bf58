import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ImageError } from '../../images.ts';

/** An answer of a registry; the body must be read or destroyed. */
export interface RegistryAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: IncomingMessage;
}

/** Something to ask a registry for. */
export interface RegistryRequest {
  readonly method: string;
  /** `/v2/...`, or the absolute URL of a `Location`. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Readable | string;
  readonly signal: AbortSignal;
}

/** Asks the registry at `domain`. Throws ImageError `unreachable` in the words of docker's HTTP client. */
export async function askRegistry(domain: string, asked: RegistryRequest): Promise<RegistryAnswer> {
  requireLocal(domain);
  const url = new URL(asked.path, `http://${domain}`);
  return new Promise((resolve, reject) => {
    // A connection each: one kept from a registry that is gone meanwhile would fail the next request.
    const { method, headers = {}, signal } = asked;
    const outgoing = request(url, { agent: false, method, headers, signal });
    outgoing.on('response', (body) => {
      resolve({ status: body.statusCode ?? 0, headers: body.headers, body });
    });
    outgoing.on('error', (error) => {
      reject(asked.signal.aborted ? error : unreachable(url, error));
    });
    if (asked.body === undefined || typeof asked.body === 'string') outgoing.end(asked.body);
    else pipeline(asked.body, outgoing).catch(reject);
  });
}

/** The whole of a small body. Throws where it is larger than `limit` bytes. */
export async function bodyText(body: Readable, limit = 4 * 1024 * 1024): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw new ImageError('unreachable', `the registry's answer is larger than ${limit} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** docker speaks plain HTTP to this machine's loopback addresses only; to others it insists on HTTPS. */
function requireLocal(domain: string): void {
  const host = domain.replace(/:\d+$/, '');
  if (host === 'localhost' || /^127\.\d+\.\d+\.\d+$/.test(host)) return;
  const problem = /^[\d.]+$/.test(host)
    ? 'http: server gave HTTP response to HTTPS client'
    : `dial tcp: lookup ${host}: no such host`;
  throw new ImageError('unreachable', `Get "https://${domain}/v2/": ${problem}`);
}

function unreachable(url: URL, error: NodeJS.ErrnoException): ImageError {
  const port = url.port === '' ? '80' : url.port;
  const problem =
    error.code === 'ECONNREFUSED'
      ? `dial tcp ${url.hostname === 'localhost' ? '127.0.0.1' : url.hostname}:${port}: connect: connection refused`
      : 'EOF';
  return new ImageError('unreachable', `Get "http://${url.host}/v2/": ${problem}`);
}
