import { setMaxListeners } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Language, Message } from '../messages/codes.ts';
import { refusals } from '../messages/refusals.ts';
import type { Program } from '../program.ts';
import type { CallContext } from './call.ts';
import { type Adoptable, serveConnection } from './connection.ts';
import { openPlainDoor, type PlainDoor, type PlainKeys } from './plain-door.ts';

/** Milliseconds that programs get to end in order when the node ends. */
const graceMs = 2_000;

/** The node's end of what is between it and the commands in the shell. */
export interface CommandServer {
  /** How commands reach it by bash alone; undefined where they cannot. */
  readonly plain: PlainKeys | undefined;
  /** Ends every command that runs and removes the socket; fulfilled when they are gone. */
  close(): Promise<void>;
}

/**
 * Listens on the Unix socket `path`, and where the system tells of processes on a port of 127.0.0.1, for commands of the shell; each connection is one
 * call of a program, and many may run at once. Only who may enter the socket's folder can connect: the folder's mode is what protects it. `onRefusal`
 * hears of everything that is refused; `outside` says what is left to programs of the machine. Rejects when it cannot listen.
 */
export async function startCommandServer(
  path: string,
  programs: ReadonlyMap<string, Program>,
  lang: Language = 'en',
  onRefusal: (refusal: Message) => void = () => undefined,
  outside: CallContext['outside'] = () => undefined,
): Promise<CommandServer> {
  const ending = new AbortController();
  // One listener for each call that runs.
  setMaxListeners(0, ending.signal);
  const context: CallContext = { programs, outside, signal: ending.signal, lang };
  const adoptable: Adoptable = new Map();
  const sockets = new Set<Socket>();
  const calls = new Set<Promise<void>>();
  const serve = (run: () => Promise<void>): void => {
    // What came was no call of ours, or its process is gone.
    const call = refusals
      .run(onRefusal, run)
      .catch(() => undefined)
      .then(() => void calls.delete(call));
    calls.add(call);
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serve(() => serveConnection(socket, context, adoptable).catch(() => void socket.destroy()));
  });
  let door: PlainDoor | undefined;
  const listening = new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ path, backlog: 511 }, resolve);
  });
  if (process.platform === 'linux') door = await openPlainDoor(context, adoptable, serve);
  await listening;
  return {
    plain: door?.keys,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      ending.abort();
      await Promise.race([Promise.all(calls), delay(graceMs, undefined, { ref: false })]);
      for (const socket of sockets) socket.destroy();
      await Promise.all([closed, door?.close()]);
    },
  };
}
