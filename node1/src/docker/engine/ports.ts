import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { pipeline } from 'node:stream/promises';
import type { Network } from '../../network.ts';
import { guard } from '../../peer.ts';

/** `-p 8000:80`: a real port of this machine in front of one of a container. */
export interface PublishedPort {
  /** 0: any free one. */
  readonly hostPort: number;
  readonly containerPort: number;
}

/** Open ports; closing them closes their connections. */
export interface Publication {
  readonly ports: readonly PublishedPort[];
  close(): void;
}

/** Listens on 127.0.0.1 for a container. Throws an Error in docker's words where a port is taken. */
export async function publish(
  network: Network,
  address: string,
  wanted: readonly PublishedPort[],
): Promise<Publication> {
  const servers: Server[] = [];
  const sockets = new Set<Socket>();
  const ports: PublishedPort[] = [];
  const close = () => {
    for (const server of servers) server.close();
    for (const socket of sockets) socket.destroy();
  };
  for (const { hostPort, containerPort } of wanted) {
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
    server.listen(hostPort, '127.0.0.1');
    try {
      await once(server, 'listening');
    } catch {
      close();
      throw new Error(
        `driver failed programming external connectivity: Bind for 0.0.0.0:${hostPort} failed: port is already allocated`,
      );
    }
    const bound = server.address();
    ports.push({ hostPort: typeof bound === 'object' && bound !== null ? bound.port : hostPort, containerPort });
  }
  return { ports, close };
}

/** `8000:80`, `127.0.0.1:8000:80/tcp`, `80`; undefined where it is none of them. */
export function parsePort(text: string): PublishedPort | undefined {
  const [, host, container] = /^(?:(?:[\d.]+:)?(\d{0,5}):)?(\d{1,5})(?:\/tcp)?$/.exec(text) ?? [];
  const port = { hostPort: Number(host ?? 0), containerPort: Number(container) };
  const isValid =
    container !== undefined && port.containerPort > 0 && port.containerPort < 65_536 && port.hostPort < 65_536;
  return isValid ? port : undefined;
}
