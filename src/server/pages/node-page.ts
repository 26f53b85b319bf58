import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { type Language, type Message, message } from '../../messages/message.ts';
import { word } from '../../messages/word.ts';
import type { Place } from '../class/place.ts';
import { forward, type Forwarding, forwardUpgrade } from './forward.ts';
import { PageDoor } from './page-door.ts';
import type { OriginHandler, PageOrigin } from './page-origins.ts';

/** Where a link lets a browser in. No page of a node is ever asked for it. */
const entry = '/.pupitre/enter';
/** Requests and WebSockets of one page at a time. */
const mostOpen = 100;
/** Names by which a node means itself. */
const ownNames = new Set(['localhost', '127.0.0.1', '[::1]', '0.0.0.0', 'node1']);

export interface NodePageOptions {
  readonly place: Place;
  readonly port: number;
  readonly lang: Language;
  /** The address of another page of the node, for who sees this one; undefined when there is none. */
  readonly other: (port: number, path: string) => Promise<string | undefined>;
}

/** A port of a node, at an origin of its own: what may be asked, by whom, and what is passed on. */
export class NodePage implements OriginHandler {
  readonly #options: NodePageOptions;
  readonly #door = new PageDoor();
  readonly #open = new Set<{ destroy(): void }>();
  #origin: PageOrigin | undefined;
  /** When somebody was led to it last; only differences count. */
  usedAt = performance.now();

  constructor(options: NodePageOptions) {
    this.#options = options;
  }

  get port(): number {
    return this.#options.port;
  }

  get place(): Place {
    return this.#options.place;
  }

  /** Somebody looks at it. */
  get isBusy(): boolean {
    return this.#open.size > 0;
  }

  /** From now on it is there. */
  set origin(origin: PageOrigin) {
    this.#origin = origin;
  }

  /** An address that works once, for the browser of this session, which has the course at `course`. */
  link(session: string, course: URL, path: string): string {
    this.usedAt = performance.now();
    const url = new URL(entry, this.#origin?.originFor(course));
    url.search = String(new URLSearchParams({ token: this.#door.issue(session), to: path }));
    return url.href;
  }

  endSession(session: string): void {
    this.#door.endSession(session);
  }

  async close(): Promise<void> {
    for (const each of this.#open) each.destroy();
    await this.#origin?.close();
  }

  handle(request: IncomingMessage, response: ServerResponse): void {
    const refuse = (status: number, reason: Message): void => {
      this.#say(response, status, reason);
    };
    const refusal = this.#refusal(request, !['GET', 'HEAD', 'OPTIONS'].includes(request.method ?? ''));
    if (refusal) refuse(...refusal);
    else if (request.url?.startsWith(`${entry}?`) === true) this.#enter(request, response);
    else if (!this.#isIn(request)) refuse(403, message('server/node-page-strangers'));
    else {
      const to = this.#forwarding(request, refuse);
      if (to) forward(request, response, to);
    }
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const refuse = (status: number): void => {
      socket.once('finish', () => socket.destroy());
      socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    };
    const [status] = this.#refusal(request, true) ?? [];
    const isWebSocket = request.method === 'GET' && request.headers.upgrade?.toLowerCase() === 'websocket';
    if (status !== undefined) refuse(status);
    else if (!isWebSocket) refuse(400);
    else if (!this.#isIn(request)) refuse(403);
    else {
      const to = this.#forwarding(request, refuse);
      if (to) forwardUpgrade(request, socket, head, to);
    }
  }

  /** Why nobody may ask so, whoever they are. */
  #refusal(request: IncomingMessage, needsOrigin: boolean): readonly [number, Message] | undefined {
    const doors = this.#origin?.doors;
    if (!doors || request.url?.startsWith('/') !== true) return [400, message('server/not-one-host')];
    const refusal = doors.checkHost(request) ?? doors.checkOrigin(request, needsOrigin);
    if (refusal) return [refusal.status, refusal.reason];
    // A page of somebody else's at the same host, with another port: cookies know no ports.
    const { 'sec-fetch-site': site, 'sec-fetch-mode': mode } = request.headers;
    const isForeign = (site === 'cross-site' || site === 'same-site') && mode !== 'navigate';
    return isForeign ? [403, message('server/other-origin')] : undefined;
  }

  #cookieName(request: IncomingMessage): string {
    const name = `pupitre_${this.#origin?.cookie ?? ''}`;
    return this.#origin?.doors.isSecure(request) === true ? `__Host-${name}` : name;
  }

  #isIn(request: IncomingMessage): boolean {
    return this.#door.isIn(request, this.#cookieName(request));
  }

  /** A link was opened: its token becomes a cookie, and the address the page's own. */
  #enter(request: IncomingMessage, response: ServerResponse): void {
    const origin = this.#originOf(request);
    const query = new URL(request.url ?? '', origin).searchParams;
    const cookie = this.#door.exchange(query.get('token') ?? '');
    if (cookie === undefined && !this.#isIn(request)) {
      this.#say(response, 403, message('server/node-page-link-used'));
      return;
    }
    const name = this.#cookieName(request);
    const attributes = `Path=/; HttpOnly; SameSite=Lax${name.startsWith('__Host-') ? '; Secure' : ''}`;
    const path = query.get('to') ?? '/';
    response.writeHead(303, {
      ...(cookie !== undefined && { 'set-cookie': `${name}=${cookie}; ${attributes}` }),
      // With the origin in front, a path that begins with // leads nowhere else.
      location: new URL(origin + (path.startsWith('/') ? path : '/')).href,
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
    response.end();
  }

  /** As the browser sees it. */
  #originOf(request: IncomingMessage): string {
    return this.#origin?.doors.originOf(request) ?? '';
  }

  /** Where to pass a request on to, as long as the port is the node's; otherwise it is refused. */
  #forwarding(request: IncomingMessage, refuse: (status: number, reason: Message) => void): Forwarding | undefined {
    const { place, port } = this.#options;
    const { target } = place;
    const owner = target?.portOwner?.(port);
    const silent = message('server/node-page-silent', { port });
    if (place.ended.aborted || !target) refuse(410, message('server/given-back'));
    else if (owner === 'other') refuse(403, message('server/node-page-not-yours', { port }));
    else if (owner === 'nobody') refuse(502, silent);
    else if (this.#open.size >= mostOpen) refuse(503, message('server/node-page-busy'));
    else {
      const origin = this.#originOf(request);
      return {
        ...{ origin, port, address: target.address, open: this.#open },
        location: (text) => this.#located(text, origin, target.address),
        onSilence: ({ code }) => {
          refuse(code === 'ETIMEDOUT' ? 504 : 502, silent);
        },
      };
    }
    return undefined;
  }

  /** Where a redirect of the node leads in the browser. */
  async #located(text: string, origin: string, address: string): Promise<string> {
    const { port, other } = this.#options;
    // A path alone stays what it is.
    if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return text;
    const url = new URL(text);
    if (url.protocol !== 'http:' || !(ownNames.has(url.hostname) || url.hostname === address)) return text;
    const path = url.pathname + url.search + url.hash;
    if (Number(url.port || 80) === port) return origin + path;
    return (await other(Number(url.port || 80), path)) ?? text;
  }

  #say(response: ServerResponse, status: number, reason: Message): void {
    response.writeHead(status, {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    response.end(`${word(reason, this.#options.lang)}\n`);
  }
}
