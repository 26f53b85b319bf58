import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { type Usage, usageOf } from './served.ts';
import { Tail } from './tail.ts';

/**
 * Another terminal server to measure beside ours: `PUPITRE_TERMINAL_PEER`, a JSON object. `{port}` in the command and in the URL stands
 * for a free port. Its shell must show the prompt `$ `. For ttyd:
 * `{"command": ["ttyd", "-W", "-i", "127.0.0.1", "-p", "{port}", "bash", "--norc", "-i"], "url": "ws://127.0.0.1:{port}/ws", "protocol": "ttyd"}`
 */
const description = z.object({
  command: z.array(z.string()).min(1),
  url: z.string(),
  protocol: z.enum(['ttyd', 'raw']),
});
type Description = z.infer<typeof description>;

export const peerDescription = ((): Description | undefined => {
  const { PUPITRE_TERMINAL_PEER: text } = process.env;
  return text === undefined ? undefined : description.parse(JSON.parse(text));
})();

interface Protocol {
  readonly subprotocols: string[];
  /** What a window says first. */
  readonly hello: readonly string[];
  readonly input: (data: string) => string;
  /** The output in a message; undefined when it is something else. */
  readonly output: (message: Buffer) => Buffer | undefined;
}

const protocols: Readonly<Record<Description['protocol'], Protocol>> = {
  ttyd: {
    subprotocols: ['tty'],
    hello: [JSON.stringify({ AuthToken: '', columns: 100, rows: 30 })],
    input: (data) => `0${data}`,
    output: (message) => (message[0] === 0x30 ? message.subarray(1) : undefined),
  },
  raw: { subprotocols: [], hello: [], input: (data) => data, output: (message) => message },
};

export interface Peer {
  readonly window: () => Promise<PeerWindow>;
  readonly usage: () => Usage;
  readonly close: () => Promise<void>;
}

/** Starts the peer; it takes connections. */
export async function startPeer({ command, url, protocol }: Description): Promise<Peer> {
  const port = await freePort();
  const [program = '', ...args] = command.map((part) => part.replace('{port}', String(port)));
  const env = {
    PATH: process.env['PATH'],
    LC_ALL: 'C.UTF-8',
    PS1: '$ ',
    HISTFILE: '/dev/null',
    TERM: 'xterm-256color',
  };
  const child = spawn(program, args, { env, stdio: 'ignore' });
  await once(child, 'spawn');
  const open = async (): Promise<PeerWindow> => {
    const { subprotocols } = protocols[protocol];
    const socket = new WebSocket(url.replace('{port}', String(port)), subprotocols, { perMessageDeflate: false });
    await once(socket, 'open');
    return new PeerWindow(socket, protocols[protocol]);
  };
  for (let tries = 0; ; tries++) {
    const window = await open().catch(() => undefined);
    window?.close();
    if (window) break;
    if (tries === 50 || child.exitCode !== null) throw new Error(`${program} takes no connections.`);
    await new Promise((done) => setTimeout(done, 100));
  }
  return { window: open, usage: () => usageOf(child.pid ?? 0), close: () => end(child) };
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}

/** A window at the peer that discards what it gets. */
export class PeerWindow {
  readonly #socket: WebSocket;
  readonly #protocol: Protocol;
  readonly #opened = performance.now();
  readonly #tail = new Tail();
  readonly readyAfter: Promise<number>;
  bytes = 0;

  constructor(socket: WebSocket, protocol: Protocol) {
    this.#socket = socket;
    this.#protocol = protocol;
    socket.on('error', () => undefined);
    socket.on('message', (message: Buffer) => {
      const bytes = protocol.output(message);
      if (!bytes) return;
      this.bytes += bytes.length;
      this.#tail.look(bytes);
    });
    for (const each of protocol.hello) socket.send(Buffer.from(each));
    this.readyAfter = this.sees('$ ').then(() => performance.now() - this.#opened);
  }

  types(data: string): void {
    this.#socket.send(Buffer.from(this.#protocol.input(data)));
  }

  sees(text: string): Promise<void> {
    return this.#tail.sees(text);
  }

  forget(): void {
    this.#tail.forget();
  }

  /** Reads nothing more from its socket. */
  stopReading(): void {
    this.#socket.pause();
  }

  close(): void {
    this.#socket.terminate();
  }
}
