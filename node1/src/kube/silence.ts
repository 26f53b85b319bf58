import { createServer, type Server, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { guard } from '../peer.ts';

/** Where connections lead that network policies forbid: packets are dropped, so nobody ever answers. */
export interface Silence {
  /** A real port of 127.0.0.1 that never answers; 0, which cannot be reached, for the moment that it takes to listen. */
  port(): number;
  /** Rejects when a kernel would give up. */
  connect(address: string, port: number): Promise<Duplex>;
  close(): void;
}

/** Milliseconds after which Linux gives up a connection without an answer. */
const patience = 127_000;

/** Nothing listens before it is asked for. */
export function createSilence(): Silence {
  let server: Server | undefined;
  let real = 0;
  const sockets = new Set<Socket>();
  const timers = new Set<NodeJS.Timeout>();
  const listen = (): void => {
    server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => {
        socket.destroy();
      });
      socket.once('close', () => sockets.delete(socket));
    });
    guard(server);
    server.on('error', () => undefined);
    server.listen(0, '127.0.0.1', () => {
      const address = server?.address();
      if (typeof address === 'object' && address !== null) real = address.port;
    });
    server.unref();
  };
  return {
    port() {
      if (server === undefined) listen();
      return real;
    },
    connect: (address, port) =>
      new Promise((_, reject) => {
        const timer = setTimeout(() => {
          timers.delete(timer);
          const message = `connect ETIMEDOUT ${address}:${port}`;
          reject(
            Object.assign(new Error(message), { code: 'ETIMEDOUT', errno: -110, syscall: 'connect', address, port }),
          );
        }, patience);
        timer.unref();
        timers.add(timer);
      }),
    close() {
      server?.close();
      for (const socket of sockets) socket.destroy();
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
