import { randomInt } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { ApiError } from '../objects.ts';

/** The range that Kubernetes takes NodePorts from. */
const first = 30_000;
const last = 32_767;
/** Ports known to be free and held for the services to come. */
const reservedPorts = 6;

/** NodePorts of one cluster, on 127.0.0.1 of the machine that all rehearsals share. */
export interface NodePorts {
  /** Why a port cannot be had, in the API server's words. */
  refusal(port: number): string | undefined;
  /** A free port that is not in `except`. Throws ApiError when there is none. */
  choose(except: ReadonlySet<number>): number;
  take(port: number): void;
  release(port: number): void;
  close(): void;
}

/** Whether nobody on this machine listens on a TCP port of 127.0.0.1. */
async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  const listening = await once(server, 'listening').then(
    () => true,
    () => false,
  );
  if (listening) await new Promise((resolve) => server.close(resolve));
  return listening;
}

/**
 * Holds a number against other rehearsals without answering on it: a UDP socket on the same port. A NodePort must refuse TCP
 * connections until its service has endpoints, so the port itself cannot be held.
 */
async function hold(port: number): Promise<Socket | undefined> {
  const socket = createSocket({ type: 'udp4' });
  socket.unref();
  socket.bind({ port, address: '127.0.0.1', exclusive: true });
  const bound = await once(socket, 'listening').then(
    () => true,
    () => false,
  );
  if (!bound) socket.close();
  return bound ? socket : undefined;
}

/** A NodePort that another program has, or another rehearsal. */
export class NodePortTaken extends Error {
  override readonly name = 'NodePortTaken';
  readonly port: number;
  constructor(port: number) {
    super(`127.0.0.1:${port} is taken`);
    this.port = port;
  }
}

/**
 * NodePorts with a few free ones in reserve, which are looked for before it is fulfilled. `wanted` are those of services that
 * there will be: throws NodePortTaken where one cannot be had.
 */
export async function createNodePorts(wanted: readonly number[] = []): Promise<NodePorts> {
  const taken = new Set<number>();
  const held = new Map<number, Socket>();
  const reserve: number[] = [];
  let closed = false;

  const reserveOne = async (): Promise<void> => {
    // Some tries are enough: only a machine full of rehearsals has none left.
    for (let tries = 0; tries < 20; tries += 1) {
      const port = first + randomInt(last - first + 1);
      if (taken.has(port) || held.has(port) || !(await isFree(port))) continue;
      const socket = await hold(port);
      if (socket === undefined) continue;
      if (closed || taken.has(port)) {
        socket.close();
        return;
      }
      held.set(port, socket);
      reserve.push(port);
      return;
    }
  };
  const refill = async () => {
    await Promise.all(Array.from({ length: Math.max(0, reservedPorts - reserve.length) }, reserveOne));
  };

  for (const port of wanted) {
    const socket = (await isFree(port)) ? await hold(port) : undefined;
    if (socket !== undefined) held.set(port, socket);
    else {
      for (const other of held.values()) other.close();
      throw new NodePortTaken(port);
    }
  }
  await refill();
  return {
    refusal(port) {
      if (port < first || port > last)
        return `provided port is not in the valid range. The range of valid ports is ${first}-${last}`;
      return taken.has(port) ? 'provided port is already allocated' : undefined;
    },
    choose(except) {
      const found = reserve.find((port) => !except.has(port));
      if (found !== undefined) return found;
      // More services at once than the reserve has: any number that this cluster does not use.
      const start = randomInt(last - first + 1);
      for (let step = 0; step <= last - first; step += 1) {
        const port = first + ((start + step) % (last - first + 1));
        if (!taken.has(port) && !except.has(port)) return port;
      }
      throw new ApiError(500, 'InternalError', 'Internal error occurred: failed to allocate a nodePort: range is full');
    },
    take(port) {
      taken.add(port);
      const index = reserve.indexOf(port);
      if (index < 0) return;
      reserve.splice(index, 1);
      void refill();
    },
    release(port) {
      taken.delete(port);
      held.get(port)?.close();
      held.delete(port);
    },
    close() {
      closed = true;
      for (const socket of held.values()) socket.close();
      held.clear();
    },
  };
}
