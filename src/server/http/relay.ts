import { timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import type { Server as HttpServer } from 'node:http';
import { type AddressInfo, connect, createServer, isIPv6, type Server, type Socket } from 'node:net';
import { pipeline } from 'node:stream';
import { listenOn } from './open-port.ts';

/** Which server leads a class, and what it wants to hear from those that pass connections on to it. */
export interface Leader {
  /** `host:port` */
  readonly address: string;
  readonly secret: string;
}

export interface RelayOptions {
  readonly host: string;
  readonly port: number;
  /** How many of the next ports are tried when it is in use. */
  readonly more?: number;
  /** By which the other servers reach this machine. */
  readonly ownHost: string;
  /** Open connections. */
  readonly most: number;
  /** Milliseconds that a connection waits for a server that leads. Default: 15,000. */
  readonly patienceMs?: number;
}

/** Milliseconds that a connection waits for a server that leads, and that one of another server may take to say whose it is. */
const patience = 15_000;
const headerMs = 5_000;
const longestHeader = 256;

/** Milliseconds until a server that leads, and could not be reached, is tried again. */
const againMs = 500;
/** What the server that leads says when it has taken a connection. Until then nothing of the browser's is lost with it. */
const taken = '\n';

/**
 * The door of one of several servers of a class: connections go to the one that leads, which may be this one. Before what a browser says, a
 * server that is passed a connection gets one line: the secret, and the address that it came from (as in the PROXY protocol). It answers by an
 * empty line: one that is being killed still accepts connections (its kernel does), and says nothing.
 */
export class Relay {
  readonly port: number;
  /** Where the other servers pass connections on to: `host:port`. */
  readonly address: string;
  readonly #door: Server;
  readonly #inner: Server;
  readonly #most: number;
  readonly #sockets = new Set<Socket>();
  /** Those that wait for a server that leads. */
  readonly #waiting = new Set<() => void>();
  #here: { readonly server: HttpServer; readonly secret: Buffer } | undefined;
  #leader: Leader | undefined;

  /** Opens the door. Throws ListenError. */
  static async open(options: RelayOptions): Promise<Relay> {
    const [door, inner] = [createServer({ pauseOnConnect: true }), createServer({ pauseOnConnect: true })];
    const port = await listenOn(door, options.host, options);
    try {
      await listenOn(inner, options.ownHost, { port: 0 });
    } catch (error) {
      door.close();
      throw error;
    }
    return new Relay(door, inner, port, options);
  }

  private constructor(door: Server, inner: Server, port: number, options: RelayOptions) {
    const { ownHost, most, patienceMs = patience } = options;
    this.#door = door;
    this.#inner = inner;
    this.#most = most;
    this.port = port;
    const { port: own } = inner.address() as AddressInfo;
    this.address = `${isIPv6(ownHost) ? `[${ownHost}]` : ownHost}:${own}`;
    door.on('connection', (socket) => {
      if (this.#keep(socket)) this.#pass(socket, performance.now() + patienceMs);
    });
    inner.on('connection', (socket) => {
      if (this.#keep(socket)) this.#accept(socket);
    });
  }

  /** This server leads from now on; the others say `secret`. */
  lead(server: HttpServer, secret: string): void {
    this.#here = { server, secret: Buffer.from(secret) };
    this.#leader = undefined;
    this.#wake();
  }

  /** Another server leads from now on, or none. */
  follow(leader: Leader | undefined): void {
    this.#here = undefined;
    this.#leader = leader;
    if (leader) this.#wake();
  }

  async close(): Promise<void> {
    const closed = [this.#door, this.#inner].map((server) => once(server, 'close'));
    this.#door.close();
    this.#inner.close();
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all(closed);
  }

  #keep(socket: Socket): boolean {
    if (this.#sockets.size >= this.#most) {
      socket.destroy();
      return false;
    }
    this.#sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => this.#sockets.delete(socket));
    return true;
  }

  #wake(): void {
    const all = [...this.#waiting];
    this.#waiting.clear();
    for (const go of all) go();
  }

  /** Passes a connection on to the server that leads, once there is one that answers. */
  #pass(socket: Socket, until: number): void {
    if (this.#here) {
      this.#here.server.emit('connection', socket);
      socket.resume();
      return;
    }
    const leader = this.#leader;
    if (!leader) {
      this.#wait(socket, until);
      return;
    }
    const { host, port } = parts(leader.address);
    // It may be late already: a time below zero would be thrown back.
    const timeout = Math.max(1, until - performance.now());
    const onward = connect({ host, port, noDelay: true, timeout });
    const end = (): void => {
      onward.destroy();
    };
    const gone = (): void => {
      socket.off('close', end);
      if (socket.destroyed) return;
      // Whoever leads next gets the connection, or the same one if that was nothing but a moment.
      if (this.#leader === leader) this.#wait(socket, until, againMs);
      else this.#pass(socket, until);
    };
    onward.on('error', end).once('timeout', end).once('close', gone);
    socket.once('close', end);
    onward.write(`${leader.secret} ${socket.remoteAddress ?? ''}\n`);
    onward.once('readable', () => {
      if (onward.read(taken.length) === null) return;
      onward.off('close', gone).setTimeout(0);
      socket.off('close', end);
      const nothing = (): void => undefined;
      pipeline(socket, onward, nothing);
      pipeline(onward, socket, nothing);
    });
  }

  /** Until a server leads, or `mostMs` have passed. */
  #wait(socket: Socket, until: number, mostMs = Infinity): void {
    const done = (): void => {
      clearTimeout(timer);
      this.#waiting.delete(go);
      socket.off('close', done);
    };
    const go = (): void => {
      done();
      this.#pass(socket, until);
    };
    const refuse = (): void => {
      done();
      socket.resume().end(unavailable);
    };
    const left = until - performance.now();
    const timer = mostMs < left ? setTimeout(go, mostMs) : setTimeout(refuse, Math.max(0, left));
    this.#waiting.add(go);
    socket.once('close', done);
  }

  /** Takes a connection that another server has passed on. */
  #accept(socket: Socket): void {
    let header = '';
    const deadline = setTimeout(() => socket.destroy(), headerMs);
    socket.once('close', () => {
      clearTimeout(deadline);
    });
    const read = (chunk: Buffer): void => {
      header += chunk.toString('latin1');
      const end = header.indexOf('\n');
      if (end < 0 && header.length <= longestHeader) return;
      clearTimeout(deadline);
      socket.off('data', read).pause();
      const [secret = '', from = ''] = header.slice(0, end).split(' ');
      const here = this.#here;
      if (end < 0 || !here || !isSame(here.secret, secret)) {
        socket.destroy();
        return;
      }
      Object.defineProperty(socket, 'remoteAddress', { value: from });
      socket.write(taken);
      const rest = Buffer.from(header.slice(end + 1), 'latin1');
      if (rest.length > 0) socket.unshift(rest);
      here.server.emit('connection', socket);
      socket.resume();
    };
    socket.on('data', read).resume();
  }
}

const unavailable =
  'HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';

function parts(address: string): { readonly host: string; readonly port: number } {
  const at = address.lastIndexOf(':');
  return { host: address.slice(0, at).replace(/^\[|\]$/g, ''), port: Number(address.slice(at + 1)) };
}

function isSame(secret: Buffer, said: string): boolean {
  const given = Buffer.from(said);
  return given.length === secret.length && timingSafeEqual(given, secret);
}
