import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { type ClientMessage, clientMessage, closeCodes, limits, type ServerMessage } from '../../protocol.ts';
import type { Identity } from '../http/access.ts';
import { Desk, type DeskOptions, type Seat, type Window } from '../workspace/desk.ts';
import { TokenBucket } from './token-bucket.ts';

export interface HubOptions {
  readonly desk: Omit<DeskOptions, 'onError'>;
  /** Most desks at a time, each with a node of its own. */
  readonly maxDesks: number;
  /** Most windows at one desk, with those that have not said hello yet. */
  readonly maxWindows: number;
  /** Something that is wrong with the program itself. */
  readonly onError: (error: unknown) => void;
}

/** Milliseconds in which a window must have said hello. */
const helloMs = 10_000;
/** Milliseconds between two pings; one that was not answered until the next ends the connection. */
const pingMs = 30_000;
/** Milliseconds that a closing handshake may take. */
const closeMs = 5_000;

/** The desks of a server, and the WebSockets that lead to them. */
export class Hub {
  readonly #options: HubOptions;
  readonly #desks = new Map<string, Desk>();
  readonly #sockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.message,
    perMessageDeflate: false,
    // ws answers with the first one that is offered; we have none.
    handleProtocols: () => false,
  });
  readonly #pings: NodeJS.Timeout;
  readonly #silent = new WeakSet<WebSocket>();
  readonly #windows = new Map<WebSocket, Identity>();
  /** Desks that nobody can come to any more. */
  readonly #leaving = new Set<Promise<void>>();
  #closed = false;

  constructor(options: HubOptions) {
    this.#options = options;
    this.#pings = setInterval(() => {
      for (const socket of this.#sockets.clients) this.#ping(socket);
    }, pingMs);
    this.#pings.unref();
  }

  /** True while another desk may be opened. */
  get hasRoom(): boolean {
    return !this.#closed && this.#desks.size < this.#options.maxDesks;
  }

  /** The desk of that id, which is opened when there is none; undefined when there are too many. */
  desk(id: string): Desk | undefined {
    const known = this.#desks.get(id);
    if (known || !this.hasRoom) return known;
    const desk = new Desk({ ...this.#options.desk, onError: this.#options.onError });
    this.#desks.set(id, desk);
    return desk;
  }

  /** Makes a WebSocket of a request that has been admitted to a desk. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, identity: Identity): void {
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const desk = this.#closed ? undefined : this.desk(identity.deskId);
      const windows = [...this.#windows.values()].filter(({ deskId }) => deskId === identity.deskId).length;
      if (!desk || windows >= this.#options.maxWindows) {
        end(webSocket, closeCodes.tooMuch, desk ? 'too many windows' : 'too many desks');
        return;
      }
      this.#windows.set(webSocket, identity);
      webSocket.on('close', () => this.#windows.delete(webSocket));
      new Connection(webSocket, desk, this.#options.onError);
      webSocket.on('pong', () => this.#silent.delete(webSocket));
    });
  }

  /** Tells a page that it is not known any more. */
  turnAway(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
      end(webSocket, closeCodes.unauthorised, 'come in again');
    });
  }

  /** Ends the connections of an identity that is no longer known; of the `last` one at a desk, the desk too. */
  forget({ id, deskId }: Identity, last: boolean): void {
    for (const [webSocket, identity] of this.#windows) {
      if (identity.id === id) end(webSocket, closeCodes.unauthorised, 'logged out');
    }
    const desk = last ? this.#desks.get(deskId) : undefined;
    if (!desk) return;
    this.#desks.delete(deskId);
    const leaving = desk
      .close()
      .catch(this.#options.onError)
      .finally(() => this.#leaving.delete(leaving));
    this.#leaving.add(leaving);
  }

  /** Ends every connection, shell and node. */
  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#pings);
    for (const socket of this.#sockets.clients) socket.close(1001, 'the server ends');
    const closing = [...this.#desks.values()].map((desk) => desk.close());
    const ended = await Promise.allSettled([...closing, ...this.#leaving]);
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#desks.clear();
    for (const end of ended) if (end.status === 'rejected') throw end.reason;
  }

  #ping(socket: WebSocket): void {
    if (this.#silent.has(socket)) {
      socket.terminate();
      return;
    }
    this.#silent.add(socket);
    socket.ping();
  }
}

/** Closes a WebSocket, also when the other side does not answer, or says something wrong in the meantime. */
function end(webSocket: WebSocket, code: number, reason: string): void {
  const terminate = (): void => {
    webSocket.terminate();
  };
  const late = setTimeout(terminate, closeMs);
  webSocket.on('error', terminate).once('close', () => {
    clearTimeout(late);
  });
  webSocket.close(code, reason);
}

/** One window's WebSocket: checks what it says and hands it to the desk. */
class Connection implements Window {
  readonly #socket: WebSocket;
  readonly #desk: Desk;
  readonly #bucket = new TokenBucket(limits.rate);
  readonly #onError: (error: unknown) => void;
  readonly #waitsForHello: NodeJS.Timeout;
  #seat: Promise<Seat> | undefined;

  constructor(socket: WebSocket, desk: Desk, onError: (error: unknown) => void) {
    this.#socket = socket;
    this.#desk = desk;
    this.#onError = onError;
    this.#waitsForHello = setTimeout(() => {
      end(socket, closeCodes.badMessage, 'no hello');
    }, helloMs);
    socket.on('message', (data, isBinary) => {
      this.#receive(data as Buffer, isBinary);
    });
    socket.on('close', () => {
      clearTimeout(this.#waitsForHello);
      this.#seat?.then((seat) => {
        seat.leave();
      }, onError);
    });
    // A message over the limit or a broken frame: ws closes the connection by itself.
    socket.on('error', () => {
      socket.terminate();
    });
  }

  say(message: ServerMessage): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#socket.send(JSON.stringify(message));
    // The stream waits for acknowledgements; who does not even read the rest is cut off, and may come again.
    if (this.#socket.bufferedAmount > limits.backlog) this.#socket.terminate();
  }

  send(frame: Buffer): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(frame);
  }

  #receive(data: Buffer, isBinary: boolean): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (!this.#bucket.take()) {
      end(this.#socket, closeCodes.tooMuch, 'too many messages');
      return;
    }
    const message = isBinary ? undefined : parse(data);
    if (!message) {
      end(this.#socket, closeCodes.badMessage, 'not a message of this protocol');
      return;
    }
    if (message.type === 'hello') {
      if (this.#seat) {
        end(this.#socket, closeCodes.badMessage, 'hello was said already');
        return;
      }
      clearTimeout(this.#waitsForHello);
      this.#seat = this.#desk.enter(this, message);
      this.#seat.catch(this.#onError);
      return;
    }
    if (!this.#seat) {
      end(this.#socket, closeCodes.badMessage, 'hello comes first');
      return;
    }
    // In the order in which they came, also while the window is still being let in.
    void this.#seat.then((seat) => {
      seat.hear(message);
    }, this.#onError);
  }
}

function parse(data: Buffer): ClientMessage | undefined {
  try {
    return clientMessage.safeParse(JSON.parse(data.toString())).data;
  } catch {
    return undefined;
  }
}
