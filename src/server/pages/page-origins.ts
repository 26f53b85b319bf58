import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { TrustedProxies } from '../http/client-address.ts';
import { createDoors, type Doors } from '../http/doors.ts';
import { listen } from '../http/listen.ts';
import { ListenError } from '../http/open-port.ts';

/** What answers at an origin. */
export interface OriginHandler {
  handle(request: IncomingMessage, response: ServerResponse): void;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

/** An origin of a browser that only one page has. */
export interface PageOrigin {
  readonly doors: Doors;
  /** Tells its cookie from those of other origins: cookies know no ports. */
  readonly cookie: string;
  /** It, for a browser that has the course at `course`. */
  originFor(course: URL): string;
  close(): Promise<void>;
}

/** Where origins for pages come from. */
export interface PageOrigins {
  /** Whether a browser that has the course there can be given one. */
  reaches(course: URL): boolean;
  /** Opens one that leads to `handler`; undefined when there is none left. `label`: of the node's port. */
  open(label: string, handler: OriginHandler): Promise<PageOrigin | undefined>;
  /** What answers a request to the server's own port, where its Host is that of a page. */
  find?(host: string | undefined): OriginHandler | undefined;
}

export interface OriginsByPortOptions {
  readonly host?: string;
  /** The ports to choose from. */
  readonly first: number;
  readonly last: number;
  /** They were chosen by who started the server, so that a proxy passes them on. */
  readonly areChosen: boolean;
  readonly publicNames: readonly string[];
  readonly publicUrls: readonly URL[];
  readonly trusts?: TrustedProxies;
}

/** Connections of one page. */
const mostConnections = 100;

/** A port for each page. */
export function originsByPort(options: OriginsByPortOptions): PageOrigins {
  const { first, last, areChosen, publicUrls, publicNames } = options;
  let next = first;
  return {
    reaches: ({ origin }) => areChosen || !publicUrls.some((url) => url.origin === origin),
    async open(_label, handler) {
      const from = next;
      const opened =
        (await openIn(options, from, last)) ?? (from > first ? await openIn(options, first, from - 1) : undefined);
      if (!opened) return undefined;
      const { server, port, hosts } = opened;
      next = port < last ? port + 1 : first;
      server.on('request', (request, response) => {
        handler.handle(request, response);
      });
      server.on('upgrade', (request, socket, head) => {
        handler.upgrade(request, socket, head);
      });
      const withPort = (url: URL): URL => Object.assign(new URL(url.origin), { port: String(port) });
      const doors = createDoors({ hosts, publicUrls: publicUrls.map(withPort) });
      return {
        doors,
        cookie: `page_${port}`,
        originFor: (course) => withPort(course).origin,
        close: () => opened.close(),
      };
    },
  };

  async function openIn({ host, trusts }: OriginsByPortOptions, port: number, until: number) {
    try {
      return await listen({
        ...{ port, more: until - port, publicNames, hasPassword: true, connections: mostConnections },
        ...(host !== undefined && { host }),
        ...(trusts && { trusts }),
      });
    } catch (error) {
      if (error instanceof ListenError) return undefined;
      throw error;
    }
  }
}

/** A name below `domain` for each page, by the ports of the course itself. */
export function originsByName(domain: string, publicUrls: readonly URL[]): PageOrigins {
  const handlers = new Map<string, OriginHandler>();
  return {
    reaches: ({ origin }) => publicUrls.some((url) => url.origin === origin),
    open(label, handler) {
      const name = `${label}.${domain}`;
      handlers.set(name, handler);
      const named = (url: URL): URL => Object.assign(new URL(url.origin), { hostname: name });
      return Promise.resolve({
        doors: createDoors({ hosts: [], publicUrls: publicUrls.map(named) }),
        cookie: 'page',
        originFor: (course: URL) => named(course).origin,
        close: () => {
          handlers.delete(name);
          return Promise.resolve();
        },
      });
    },
    find: (host = '') => {
      const name = host.toLowerCase().replace(/:\d+$/, '');
      const isPage = name.endsWith(`.${domain}`) && /^\d+-[0-9a-f]+\./.test(name);
      return isPage ? (handlers.get(name) ?? absent) : undefined;
    },
  };
}

/** A page that was closed, or never was. */
const absent: OriginHandler = {
  handle: (_request, response) => {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('404\n');
  },
  upgrade: (_request, socket) => {
    socket.on('error', () => socket.destroy());
    socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  },
};
