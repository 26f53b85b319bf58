import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { guard } from '../peer.ts';
import type { ContainerContext } from './container-context.ts';

/** Serves on a virtual port of the container until `signal` is aborted; then every connection is closed. */
export async function serve(server: Server, place: ContainerContext, port: number, signal: AbortSignal): Promise<void> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  guard(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  signal.addEventListener('abort', () => {
    place.network.unlisten(place.spec.address, port);
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  if (signal.aborted) {
    server.close();
    return;
  }
  const { port: realPort } = server.address() as AddressInfo;
  const accept = (connection: Duplex) => server.emit('connection', connection);
  place.network.listen(place.spec.address, port, realPort, { accept });
}

/** Fulfilled when `signal` is aborted. */
export async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}
