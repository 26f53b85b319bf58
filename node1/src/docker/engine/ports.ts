import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { pipeline } from 'node:stream/promises';
import type { Network } from '../../network.ts';
import { guard } from '../../peer.ts';
import { DaemonError } from './daemon-error.ts';

/** `-p 8000:80`: a real port of this machine in front of one of a container. */
export interface PublishedPort {
  /** 0: any free one. */
  readonly hostPort: number;
  readonly containerPort: number;
  /** The last one of a range, the first free one of which is taken. */
  readonly lastHostPort?: number;
  /** Of this machine; empty: all of them. */
  readonly hostAddress?: string;
}

/** Open ports; closing them closes their connections. */
export interface Publication {
  readonly ports: readonly PublishedPort[];
  close(): void;
}

/** Whose ports are published, for docker's words where one is taken. */
export interface Publisher {
  /** `NAME (ID)` of its place on the network. */
  readonly endpoint: string;
  /** Whether another container has a port. */
  readonly isOwn: (port: number) => boolean;
}

/** Listens on 127.0.0.1 for a container. Throws an Error in docker's words where a port is taken. */
export async function publish(
  network: Network,
  address: string,
  wanted: readonly PublishedPort[],
  { endpoint, isOwn }: Publisher = { endpoint: '', isOwn: () => false },
): Promise<Publication> {
  const servers: Server[] = [];
  const sockets = new Set<Socket>();
  const ports: PublishedPort[] = [];
  const close = () => {
    for (const server of servers) server.close();
    for (const socket of sockets) socket.destroy();
  };
  for (const port of asDockerSorts(wanted)) {
    const { hostPort, containerPort, hostAddress = '', lastHostPort, ...rest } = port;
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      network
        .connect(address, containerPort)
        .then((inner) => pipeline(socket, inner, socket))
        .catch(() => socket.destroy());
    });
    servers.push(server);
    guard(server);
    try {
      await listenIn(server, hostPort, lastHostPort ?? hostPort);
    } catch {
      close();
      const where = `${hostAddress === '' ? '0.0.0.0' : hostAddress}:${hostPort}`;
      const problem = isOwn(hostPort)
        ? `Bind for ${where} failed: port is already allocated`
        : `Error starting userland proxy: listen tcp4 ${where}: bind: address already in use`;
      throw new DaemonError(`driver failed programming external connectivity on endpoint ${endpoint}: ${problem}`);
    }
    const bound = server.address();
    ports.push({
      ...rest,
      containerPort,
      ...(hostAddress !== '' && { hostAddress }),
      hostPort: typeof bound === 'object' && bound !== null ? bound.port : hostPort,
    });
  }
  return { ports, close };
}

/** Listens on the first free port of some. Rejects where none is. */
async function listenIn(server: Server, first: number, last: number): Promise<void> {
  for (let port = first; ; port++) {
    server.listen(port, '127.0.0.1');
    try {
      await once(server, 'listening');
      return;
    } catch (error) {
      if (port >= last) throw error;
    }
  }
}

/** Several bindings of one port of the container come in the opposite order: docker's way of sorting them has it so. */
function asDockerSorts(ports: readonly PublishedPort[]): readonly PublishedPort[] {
  const left = [...ports].reverse();
  return ports.flatMap(({ containerPort }) => {
    const at = left.findIndex((port) => port.containerPort === containerPort);
    return left.splice(at, 1);
  });
}
