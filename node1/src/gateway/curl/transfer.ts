import { type IncomingMessage, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { performance } from 'node:perf_hooks';
import { CurlError } from './curl-error.ts';
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
  /** Throws CurlError as the transfer does. */
  body(): AsyncGenerator<Uint8Array, void>;
}

/** Sends a request and gives the answer's head; `signal` ends it as a signal of the system would. Throws CurlError. */
export async function transfer(request: CurlRequest, options: CurlOptions, signal: AbortSignal): Promise<CurlResponse> {
  const { url, host, method, headers, body } = request;
  const began = performance.now();
  const elapsed = (): number => Math.round(performance.now() - began);
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  let connected = false;
  let received = 0;
  let timedOut: CurlError | undefined;
  const sent = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
    method,
    headers,
    agent: false,
    rejectUnauthorized: !options.insecure,
    signal,
  });
  const giveUp = (error: CurlError): void => {
    timedOut = error;
    sent.destroy(error);
  };
  const timers = [
    after(options.maxTimeMs, () => {
      const what = connected
        ? `Operation timed out after ${elapsed()} milliseconds with ${received} bytes received`
        : `Connection timed out after ${elapsed()} milliseconds`;
      giveUp(new CurlError(28, what));
    }),
    after(options.connectTimeoutMs, () => {
      if (!connected) giveUp(new CurlError(28, `Connection timed out after ${elapsed()} milliseconds`));
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
      socket.on('connect', () => (connected = true));
    });
    sent.on('response', resolve);
    sent.on('error', (error) => {
      reject(explain(error));
    });
    sent.end(body);
  });
  return {
    message,
    body: async function* () {
      try {
        for await (const chunk of message as AsyncIterable<Uint8Array>) {
          received += chunk.length;
          yield chunk;
        }
      } catch (error) {
        const wanted = Number(message.headers['content-length']);
        if (!timedOut && wanted > received) {
          throw new CurlError(18, `transfer closed with ${wanted - received} bytes remaining to read`);
        }
        throw explain(error);
      } finally {
        for (const timer of timers) clearTimeout(timer);
      }
    },
  };
}

function after(ms: number | undefined, act: () => void): NodeJS.Timeout | undefined {
  return ms === undefined || ms === 0 ? undefined : setTimeout(act, ms);
}

/** Node's error in curl's words. */
function curlError(error: Error, place: string, host: string): Error {
  const code = 'code' in error ? String(error.code) : '';
  const text = error.message;
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_FAIL':
      return new CurlError(6, `Could not resolve host: ${host}`);
    case 'ECONNREFUSED':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
      return new CurlError(7, `Failed to connect to ${place}: Couldn't connect to server`);
    case 'ECONNRESET':
      return text === 'socket hang up'
        ? new CurlError(52, 'Empty reply from server')
        : new CurlError(56, 'Recv failure: Connection reset by peer');
    case 'EPROTO':
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
      return new CurlError(35, 'error:0A00010B:SSL routines::wrong version number');
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      return new CurlError(60, 'SSL certificate problem: self-signed certificate');
  }
  if (code.startsWith('HPE_')) return new CurlError(1, 'Received HTTP/0.9 when not allowed');
  if (code.startsWith('CERT_') || code.startsWith('UNABLE_TO_'))
    return new CurlError(60, `SSL certificate problem: ${text}`);
  return error;
}
