import { setMaxListeners } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Language, Message } from '../messages/codes.ts';
import { refusals } from '../messages/refusals.ts';
import type { Program } from '../program.ts';
import { serveConnection } from './connection.ts';

/** Milliseconds that programs get to end in order when the node ends. */
const graceMs = 2_000;

/** The node's end of the socket between it and the commands in the shell. */
export interface CommandServer {
  /** Ends every command that runs and removes the socket; fulfilled when they are gone. */
  close(): Promise<void>;
}

/**
 * Listens on the Unix socket `path` for commands of the shell; each connection is one call of a program, and many may run
 * at once. Only who may enter the socket's folder can connect: the folder's mode is what protects it. `onRefusal` hears of
 * everything that is refused. Rejects when it cannot listen.
 */
export async function startCommandServer(
  path: string,
  programs: ReadonlyMap<string, Program>,
  lang: Language = 'en',
  onRefusal: (refusal: Message) => void = () => undefined,
): Promise<CommandServer> {
  const ending = new AbortController();
  // One listener for each call that runs.
  setMaxListeners(0, ending.signal);
  const sockets = new Set<Socket>();
  const calls = new Set<Promise<void>>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    const call = refusals
      .run(onRefusal, () => serveConnection(socket, programs, ending.signal, lang))
      // What came was no call of ours.
      .catch(() => socket.destroy())
      .then(() => void calls.delete(call));
    calls.add(call);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ path, backlog: 511 }, resolve);
  });
  return {
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      ending.abort();
      await Promise.race([Promise.all(calls), delay(graceMs, undefined, { ref: false })]);
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
