import { createServer, type IncomingMessage, request as httpRequest, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { performance } from 'node:perf_hooks';
import { type Duplex, PassThrough } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import { ExitError, notSimulated } from '../../cli-kit/exit-error.ts';
import { PipeEnd } from '../../container/guest/pipe.ts';
import type { Reach } from '../reach.ts';
import type { CurlOptions } from './options.ts';

/** One request as it is sent. */
export interface CurlRequest {
  readonly url: URL;
  /** As it was typed. */
  readonly host: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | undefined;
}

export interface CurlResponse {
  readonly message: IncomingMessage;
  /** It came by HTTP/2, as the API server's answers do. */
  readonly isHttp2: boolean;
  /** Throws ExitError as the transfer does. */
  body(): AsyncGenerator<Uint8Array, void>;
}

/** Sends a request and gives the answer's head; `signal` ends it as a signal of the system would. Throws ExitError. */
export async function transfer(
  request: CurlRequest,
  options: CurlOptions,
  signal: AbortSignal,
  reach: Reach,
): Promise<CurlResponse> {
  const { url, host, method, headers, body } = request;
  const began = performance.now();
  const elapsed = (): number => Math.round(performance.now() - began);
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  let connected = false;
  let received = 0;
  let timedOut: ExitError | undefined;
  const server = url.hostname.replace(/^\[|\]$/g, '');
  const isApi = reach.isApi(server, Number(port));
  if (isApi && options.verbose) throw notSimulated(`curl -v ${url.origin}`);
  if (isApi && url.protocol === 'https:' && !options.insecure) throw new ExitError(unknownIssuer, 60);
  const inside = isApi && url.protocol === 'http:' ? plainText() : reach(server, Number(port));
  // What comes from the API server has no TLS around it any more.
  const isSecure = url.protocol === 'https:' && !isApi;
  const sent = (isSecure ? httpsRequest : httpRequest)(isApi ? `http://${url.host}${url.pathname}${url.search}` : url, {
    method,
    headers,
    // An agent would connect by itself.
    ...(inside
      ? { createConnection: connecting(inside, isSecure && { rejectUnauthorized: !options.insecure }) }
      : { agent: false }),
    rejectUnauthorized: !options.insecure,
    signal,
  });
  const giveUp = (error: ExitError): void => {
    timedOut = error;
    sent.destroy(error);
  };
  const timers = [
    after(options.maxTimeMs, () => {
      const what = connected
        ? `Operation timed out after ${elapsed()} milliseconds with ${received} bytes received`
        : `Connection timed out after ${elapsed()} milliseconds`;
      giveUp(new ExitError(what, 28));
    }),
    after(options.connectTimeoutMs, () => {
      if (!connected) giveUp(new ExitError(`Connection timed out after ${elapsed()} milliseconds`, 28));
    }),
  ];
  const explain = (error: unknown): Error => {
    for (const timer of timers) clearTimeout(timer);
    return (
      timedOut ??
      curlError(
        error instanceof Error ? error : new Error(String(error)),
        `${host} port ${port} after ${elapsed()} ms`,
        host,
      )
    );
  };
  const message = await new Promise<IncomingMessage>((resolve, reject) => {
    sent.on('socket', (socket) => {
      if (socket.connecting) socket.on('connect', () => (connected = true));
      else connected = true;
    });
    sent.on('response', resolve);
    sent.on('error', (error) => {
      reject(explain(error));
    });
    sent.end(body);
  });
  return {
    message,
    isHttp2: isApi && url.protocol === 'https:',
    body: async function* () {
      try {
        for await (const chunk of message as AsyncIterable<Uint8Array>) {
          received += chunk.length;
          yield chunk;
        }
      } catch (error) {
        const wanted = Number(message.headers['content-length']);
        if (!timedOut && wanted > received) {
          throw new ExitError(`transfer closed with ${wanted - received} bytes remaining to read`, 18);
        }
        throw explain(error);
      } finally {
        for (const timer of timers) clearTimeout(timer);
      }
    },
  };
}

const unknownIssuer = `SSL certificate problem: unable to get local issuer certificate
More details here: https://curl.se/docs/sslcerts.html

curl failed to verify the legitimacy of the server and therefore could not
establish a secure connection to it. To learn more about this situation and
how to fix it, please visit the web page mentioned above.`;

/** The API server's answer to who speaks HTTP to it without TLS. */
function plainText(): Promise<Duplex> {
  const server = createServer((_request, response) => {
    response.removeHeader('connection');
    response.sendDate = false;
    response.writeHead(400).end('Client sent an HTTP request to an HTTPS server.\n');
  });
  const [ours, theirs] = [new PipeEnd({ allowHalfOpen: true }), new PipeEnd()];
  PipeEnd.join(ours, theirs);
  server.emit('connection', ours);
  return Promise.resolve(theirs);
}

/** A connection that is made already, or on its way, for Node's client; with TLS where `secure` says how. */
function connecting(
  inside: Promise<Duplex>,
  secure: false | { readonly rejectUnauthorized: boolean },
): NonNullable<RequestOptions['createConnection']> {
  // Nobody may come to ask for it.
  inside.catch(() => undefined);
  return (_, done) => {
    void inside.then(
      (socket) => {
        done(null, secure ? connectTls({ ...secure, socket }) : socket);
      },
      (error: unknown) => {
        done(error as Error, new PassThrough());
      },
    );
    return undefined;
  };
}

function after(ms: number | undefined, act: () => void): NodeJS.Timeout | undefined {
  return ms === undefined || ms === 0 ? undefined : setTimeout(act, ms);
}

/** Node's error in curl's words. */
function curlError(error: Error, place: string, host: string): Error {
  if (error instanceof ExitError) return error;
  const code = 'code' in error ? String(error.code) : '';
  const text = error.message;
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_FAIL':
      return new ExitError(`Could not resolve host: ${host}`, 6);
    case 'ECONNREFUSED':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
      return new ExitError(`Failed to connect to ${place}: Couldn't connect to server`, 7);
    case 'ECONNRESET':
      return text === 'socket hang up'
        ? new ExitError('Empty reply from server', 52)
        : new ExitError('Recv failure: Connection reset by peer', 56);
    case 'EPROTO':
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
      return new ExitError('error:0A00010B:SSL routines::wrong version number', 35);
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      return new ExitError('SSL certificate problem: self-signed certificate', 60);
  }
  if (code.startsWith('HPE_')) return new ExitError('Received HTTP/0.9 when not allowed', 1);
  if (code.startsWith('CERT_') || code.startsWith('UNABLE_TO_'))
    return new ExitError(`SSL certificate problem: ${text}`, 60);
  return error;
}
