import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { BlockList, isIP, isIPv6, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { message } from '../../messages/message.ts';
import type { TrustedProxies } from './client-address.ts';
import { ListenError, listenOn } from './open-port.ts';

export interface ListenOptions {
  readonly host?: string;
  /** 0: any free port. */
  readonly port: number;
  /** How many of the next ports are tried when it is in use. */
  readonly more?: number;
  /** Further names by which browsers reach this machine, without port; its addresses need not be named. */
  readonly publicNames?: readonly string[];
  readonly hasPassword: boolean;
  /** So many people may have windows. */
  readonly places?: number;
  /** Open connections, where it is not for `places`. */
  readonly connections?: number;
  /** What opens the port instead, and hands connections to the server. */
  readonly through?: { readonly port: number };
  /** Proxies, from which all connections of a class may come. */
  readonly trusts?: TrustedProxies;
}

export interface Listening {
  readonly server: Server;
  readonly port: number;
  /** What Host headers may say. */
  readonly hosts: readonly string[];
  /** Where a browser on this machine finds it, without a path. */
  readonly origin: string;
  /** Where other machines find it; none when it is for this machine only. */
  readonly publicOrigins: readonly string[];
  /** Ends every connection, also idle and upgraded ones. */
  close(): Promise<void>;
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');
/** Interfaces of containers and virtual machines: what is outside of this machine does not reach them. */
const virtual = /^(?:docker|br-|veth|virbr|vmnet|vboxnet|cni|flannel)/;
const wildcard = new Set(['0.0.0.0', '::']);
/** Open connections: at least so many, and for each place of a class so many more. */
const connections = { least: 200, perPlace: 4 } as const;
/** Of these, one other machine may have this part: it must not keep the rest of a class out. A class behind one router is one machine. */
const shareOfOne = 0.8;

/** True for names of this machine that no other machine can use; brackets around an IPv6 address do not matter. */
export function isLoopback(name: string): boolean {
  const address = name.replace(/^\[|\]$/g, '');
  if (isIP(address) === 0) return address.toLowerCase() === 'localhost';
  return loopback.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/** So many connections may be open. */
export function mostConnections({ connections: most, places = 0 }: ListenOptions): number {
  return most ?? connections.least + connections.perPlace * places;
}

function bracketed(name: string): string {
  return isIPv6(name) ? `[${name}]` : name;
}

/**
 * Opens the port; who listens sets its `request` and `upgrade` handlers in the same turn.
 * @throws {ListenError} for an address that others reach without a password, a port in use, an address not ours
 */
export async function listen(options: ListenOptions): Promise<Listening> {
  const host = options.host ?? '127.0.0.1';
  if (!isLoopback(host) && !options.hasPassword) {
    throw new ListenError(message('server/host-without-password', { host }));
  }
  const server = createServer({
    headersTimeout: 10_000,
    requestTimeout: 30_000,
    connectionsCheckingInterval: 5_000,
    maxHeaderSize: 16_384,
  });
  server.keepAliveTimeout = 5_000;
  const sockets = limitConnections(server, mostConnections(options), options.trusts);
  const port = options.through?.port ?? (await listenOn(server, host, options));
  const suffix = port === 80 ? '' : `:${port}`;
  const originOf = (name: string): string => `http://${bracketed(name)}${suffix}`;
  const isPublic = !isLoopback(host);
  const others = [
    ...(options.publicNames ?? []),
    ...(wildcard.has(host) ? ownAddresses(host) : isPublic ? [host] : []),
  ];
  const names = [...new Set(['127.0.0.1', 'localhost', '::1', host, ...others])].filter((name) => !wildcard.has(name));
  return {
    server,
    port,
    hosts: names.map((name) => bracketed(name) + suffix),
    origin: originOf(wildcard.has(host) ? '127.0.0.1' : host),
    publicOrigins: isPublic ? [...new Set(others)].map(originOf) : [],
    async close() {
      const closed = once(server, 'close');
      server.close();
      sockets.destroyAll();
      await closed;
    },
  };
}

/** This machine's addresses that others can reach when it listens on all of them. */
function ownAddresses(host: string): string[] {
  return Object.entries(networkInterfaces())
    .sort(([one], [other]) => Number(virtual.test(one)) - Number(virtual.test(other)))
    .flatMap(([, addresses]) => addresses ?? [])
    .filter(
      ({ internal, family, address }) => !internal && (family === 'IPv4' || host === '::') && !/^fe80:/i.test(address),
    )
    .map(({ address }) => address);
}

/**
 * The open sockets. When they are too many, one that has never sent a whole request has to go, the oldest first: slow strangers keep nobody
 * out. Where there is none, the new one is refused and closed within a second, without a parser.
 */
function limitConnections(server: Server, most: number, trusts?: TrustedProxies): { destroyAll(): void } {
  const served = new Set<Socket>();
  const silent = new Set<Socket>();
  const refused = new Set<Socket>();
  const parse = server.listeners('connection');
  const hasSpoken = ({ socket }: IncomingMessage): void => {
    silent.delete(socket);
  };
  server.on('request', hasSpoken).on('upgrade', hasSpoken);
  server.removeAllListeners('connection');
  server.on('connection', (socket) => {
    const from = socket.remoteAddress ?? '';
    const isLocal = /^(?:::ffff:)?127\.|^::1$/.test(from) || trusts?.(from, 0) === true;
    const isOneTooMany = (): boolean =>
      served.size >= most ||
      (!isLocal && [...served].filter(({ remoteAddress }) => remoteAddress === from).length >= most * shareOfOne);
    if (isOneTooMany()) {
      const [oldest] = silent;
      oldest?.destroy();
      if (oldest) served.delete(oldest);
    }
    const kept = isOneTooMany() ? refused : served;
    if (kept.size >= most) {
      socket.destroy();
      return;
    }
    kept.add(socket);
    socket.once('close', () => {
      kept.delete(socket);
      silent.delete(socket);
    });
    if (kept === served) {
      silent.add(socket);
      for (const listener of parse) listener.call(server, socket);
    } else refuse(socket);
  });
  return {
    destroyAll() {
      for (const socket of [...served, ...refused]) socket.destroy();
    },
  };
}

function refuse(socket: Socket): void {
  const deadline = setTimeout(() => socket.destroy(), 1000);
  socket.once('close', () => {
    clearTimeout(deadline);
  });
  socket.once('error', () => socket.destroy());
  socket.once('end', () => socket.destroy());
  socket.resume().end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
}
