import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { ContainerContext } from '../container-context.ts';
import { aborted, serve } from '../listener.ts';

/** Answers one request; what it throws is an answer of 500. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** Serves HTTP on a port of the container until `signal` is aborted; `ready` is called when it listens. */
export async function serveHttp(
  place: ContainerContext,
  port: number,
  signal: AbortSignal,
  handler: Handler,
  ready: () => void = () => undefined,
): Promise<void> {
  const server = createServer((request, response) => {
    Promise.resolve(handler(request, response)).catch(() => {
      if (!response.headersSent) response.statusCode = 500;
      response.end();
    });
  });
  await serve(server, place, port, signal);
  if (place.past === undefined || place.past.isAgain !== undefined) ready();
  await aborted(signal);
}

/** Who asks, as far as a server of ours knows it: the gateway of its network. */
export function clientOf({ spec: { address } }: ContainerContext): string {
  return address.startsWith('10.244.') ? '10.244.0.1' : address.replace(/\.\d+$/, '.1');
}
