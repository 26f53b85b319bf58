import { type ClientRequest, type IncomingMessage, request as ask, type ServerResponse } from 'node:http';
import { isIPv6 } from 'node:net';
import { type Duplex, pipeline } from 'node:stream';
import { headersForBrowser, headersForNode } from './page-headers.ts';

/** Milliseconds in which a page must begin to answer. */
const answerMs = 60_000;

/** What is behind an address of the browser's. */
export interface Forwarding {
  /** Of the page, as the browser sees it. */
  readonly origin: string;
  readonly address: string;
  readonly port: number;
  /** Where a redirect leads in the browser. */
  readonly location: (text: string) => Promise<string>;
  /** What is open for it, to be destroyed when the page is closed. */
  readonly open: Set<{ destroy(): void }>;
  /** The page did not answer, and nothing has been said yet. */
  readonly onSilence: (error: NodeJS.ErrnoException) => void;
}

/** Asks the node what a browser has asked, and passes on what it answers. */
export function forward(request: IncomingMessage, response: ServerResponse, to: Forwarding): void {
  const asked = askNode(request, to, {});
  asked.on('response', (answer) => {
    const answered = locationOf(answer, to).then((location) => {
      response.writeHead(answer.statusCode ?? 502, headersForBrowser(answer, location));
      // Pages may stream: the first bytes are due at once.
      response.flushHeaders();
      pipeline(answer, response, () => undefined);
    });
    // A node may answer with what HTTP does not allow.
    answered.catch(() => response.destroy());
  });
  asked.on('error', (error) => {
    if (response.headersSent) response.destroy();
    else if (!response.destroyed) to.onSilence(error);
  });
  response.on('close', () => asked.destroy());
  // Not `pipeline`, which would end the browser's connection with the node's.
  request.pipe(asked);
}

/** Asks the node for a WebSocket, and connects it with the browser's. */
export function forwardUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer, to: Forwarding): void {
  const asked = askNode(request, to, { connection: 'Upgrade', upgrade: 'websocket' });
  asked.on('upgrade', (answer, node, rest: Buffer) => {
    to.open.add(socket);
    socket.once('close', () => to.open.delete(socket));
    socket.write(headOf(answer, { Connection: 'Upgrade', Upgrade: 'websocket' }));
    if (head.length > 0) socket.unshift(head);
    if (rest.length > 0) node.unshift(rest);
    const end = (): void => {
      socket.destroy();
      node.destroy();
    };
    pipeline(socket, node, end);
    pipeline(node, socket, end);
  });
  asked.on('response', (answer) => {
    socket.write(headOf(answer, { Connection: 'close' }));
    pipeline(answer, socket, () => socket.destroy());
  });
  asked.on('error', (error) => {
    if (!socket.destroyed) to.onSilence(error);
  });
  socket.on('close', () => asked.destroy());
  asked.end();
}

function askNode(request: IncomingMessage, to: Forwarding, more: Record<string, string>): ClientRequest {
  const { address, port, origin, open } = to;
  const host = `${isIPv6(address) ? `[${address}]` : address}:${port}`;
  const asked = ask({
    ...{ host: address, port, method: request.method, path: request.url, agent: false, setHost: false },
    headers: { ...headersForNode(request, origin, host), ...more },
  });
  open.add(asked);
  const late = setTimeout(() => asked.destroy(Object.assign(new Error('late'), { code: 'ETIMEDOUT' })), answerMs);
  const answered = (): void => {
    clearTimeout(late);
  };
  asked.once('response', answered).once('upgrade', answered);
  asked.once('close', () => {
    answered();
    open.delete(asked);
  });
  return asked;
}

async function locationOf(answer: IncomingMessage, { location }: Forwarding): Promise<string | undefined> {
  const text = answer.headers.location;
  return text === undefined ? undefined : await location(text);
}

/** The head of an answer, as it is written where there is no ServerResponse. */
function headOf(answer: IncomingMessage, more: Readonly<Record<string, string>>): string {
  const lines = Object.entries({ ...headersForBrowser(answer, undefined), ...more }).flatMap(([name, value]) =>
    [value].flat().map((each) => `${name}: ${each}`),
  );
  return [`HTTP/1.1 ${answer.statusCode ?? 502} ${answer.statusMessage ?? ''}`, ...lines, '', ''].join('\r\n');
}
