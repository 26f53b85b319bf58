import { randomBytes, timingSafeEqual } from 'node:crypto';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { guard } from '../peer.ts';
import { type CallContext, performCall } from './call.ts';
import { callerOf, columnsOf } from './caller.ts';
import type { Adoptable } from './connection.ts';
import { PlainWire } from './plain-wire.ts';

/** Milliseconds that somebody may take to say what is called. */
const begunMs = 10_000;
/** No call is longer: the system bounds arguments. */
const maxBegin = 16 * 1024 * 1024;

/** What the two ends of the plain way know of each other: it is told in the files of commands, which nobody else may read. */
export interface PlainKeys {
  /** Of 127.0.0.1. */
  readonly port: number;
  /** By which the node knows its commands: lines of hexadecimal digits. */
  readonly command: string;
  /** By which commands know their node: its port may be another's when it has ended. */
  readonly node: string;
}

/** A port of the loopback address by which commands reach the node that have no more than bash. */
export interface PlainDoor {
  readonly keys: PlainKeys;
  /** Hangs up on everybody; fulfilled when nothing listens any more. */
  close(): Promise<void>;
}

/**
 * Opens the plain way. bash knows no Unix sockets, and every user of a machine may connect to its loopback addresses: so each end says a secret, and
 * only then the command tells what is called. `serve` is given the way of each call.
 */
export async function openPlainDoor(
  context: CallContext,
  adoptable: Adoptable,
  serve: (call: () => Promise<void>) => void,
): Promise<PlainDoor> {
  const [command, node] = [secret(), secret()];
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    socket.on('end', () => {
      // Its command has ended. Not closed but reset: closed ones are remembered for a minute, one for each command.
      socket.resetAndDestroy();
    });
    if (!socket.destroyed) answer(socket, { command, node }, context, adoptable, serve);
  });
  guard(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: 0, host: '127.0.0.1', backlog: 511 }, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    keys: { port, command, node },
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.resetAndDestroy();
      await closed;
    },
  };
}

/** Reads the secret of a command, tells ours, reads what is called, and serves it. */
function answer(
  socket: Socket,
  keys: Pick<PlainKeys, 'command' | 'node'>,
  context: CallContext,
  adoptable: Adoptable,
  serve: (call: () => Promise<void>) => void,
): void {
  const expected = Buffer.from(`${keys.command}\n`);
  let isKnown = false;
  let held = Buffer.alloc(0);
  const deadline = setTimeout(() => socket.destroy(), begunMs);
  socket.on('close', () => {
    clearTimeout(deadline);
  });
  const onData = (chunk: Buffer): void => {
    held = Buffer.concat([held, chunk]);
    if (!isKnown) {
      if (held.length < expected.length) return;
      isKnown = held.length === expected.length && timingSafeEqual(held, expected);
      if (isKnown) socket.write(`${keys.node}\n`);
      else socket.destroy();
      held = Buffer.alloc(0);
      return;
    }
    const begun = begunIn(held);
    if (begun === undefined && held.length <= maxBegin) return;
    clearTimeout(deadline);
    socket.off('data', onData);
    const program = begun && context.outside(begun.name, begun.args);
    if (program !== undefined) {
      socket.write(`r ${Buffer.byteLength(program)}\n${program}`);
      return;
    }
    const call = begun && callOf(begun, socket, context, adoptable);
    if (call) serve(call);
    else socket.write('f 0\n');
  };
  socket.on('data', onData);
}

/** What a command says of its call. */
interface Begun {
  readonly pid: number;
  readonly isTTY: readonly [boolean, boolean, boolean];
  readonly name: string;
  readonly args: readonly string[];
}

/** `PID TERMINALS COUNT\0NAME\0ARGUMENT\0...`, once it is complete; TERMINALS are those of the descriptors 0, 1 and 2. */
function begunIn(bytes: Buffer): Begun | undefined {
  const headEnd = bytes.indexOf(0);
  if (headEnd < 0 || bytes.at(-1) !== 0) return undefined;
  const [pid = '', terminals = '', count = ''] = bytes.toString('latin1', 0, headEnd).split(' ');
  const words = bytes.toString('utf8', headEnd + 1, bytes.length - 1).split('\0');
  if (words.length < Number(count) + 1) return undefined;
  const [name = '', ...args] = words;
  const isTTY = ['0', '1', '2'].map((descriptor) => terminals.includes(descriptor));
  return { pid: Number(pid), isTTY: isTTY as [boolean, boolean, boolean], name, args };
}

/** What serves a call; undefined where that cannot be done by the plain way. */
function callOf(
  { pid, isTTY, name, args }: Begun,
  socket: Socket,
  context: CallContext,
  adoptable: Adoptable,
): (() => Promise<void>) | undefined {
  const caller = callerOf(pid, args);
  const columns = isTTY[1] ? columnsOf(pid) : 80;
  if (!caller || columns === undefined) return undefined;
  const wire = new PlainWire(socket, pid, columns, adoptable);
  return () => performCall({ ...caller, name, args, isTTY, columns, rows: 24 }, wire, context);
}

function secret(): string {
  return randomBytes(24).toString('hex');
}
