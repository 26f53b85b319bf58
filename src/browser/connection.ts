import { type ReadonlySignal, signal } from '@preact/signals';
import { closeCodes, flow, limits } from '../limits.ts';
import type { ClientMessage, ServerMessage, Size } from '../protocol.ts';
import { recallKey } from './remember.ts';

/** `loggedOut`: the server wants a new login; `givenBack`: the node was taken away. Nothing is tried again then. `queued`: it waits for a node; `asking`: for a student’s yes. */
type ConnectionStatus = 'connecting' | 'open' | 'queued' | 'asking' | 'lost' | 'loggedOut' | 'givenBack';

/** What shows the shell. Told in the order in which the server says it. */
interface Sink {
  /** Empty the terminal, set it to this size, and show this. */
  screen(screen: string, size: Size, parsed: () => void): void;
  /** Call `parsed` when the terminal has parsed the bytes. */
  output(bytes: Uint8Array, parsed: () => void): void;
  /** `leads`: it is the size that this window asked for. */
  size(size: Size, leads: boolean): void;
}

export interface Connection {
  readonly status: ReadonlySignal<ConnectionStatus>;
  /** Calls `listener` with every message; returns the function that stops it. */
  onMessage(listener: (message: ServerMessage) => void): () => void;
  /** Returns false when there is no connection: the message is not sent, now or later. */
  send(message: ClientMessage): boolean;
  /** Sends keys or a paste, of any length. Returns false when nothing was sent: no connection, or too much. */
  type(text: string): boolean;
  /** Gives the terminal everything since the last screen. One at a time; returns the function that takes it away. */
  attach(sink: Sink): () => void;
  close(): void;
}

export interface ConnectionOptions {
  /** Default: `/socket` of the page's server. */
  readonly url?: string;
  /** Size of the terminal in this window, once there is one. */
  readonly size?: () => Size | undefined;
  readonly kind?: 'audience' | 'phone' | 'wall' | undefined;
  /** Whose terminal it asks to look at. */
  readonly visit?: string | undefined;
}

/** Milliseconds before a new attempt: the first, the longest, and how long one may take until the server says `welcome`. */
const retry = { first: 300, longest: 5000, answer: 10_000 } as const;
/** Characters of one piece of a paste: as JSON (at most 6 bytes for each) it stays below `limits.message`. */
const piece = Math.min(limits.input, Math.floor(limits.message / 8));
const headerBytes = 8;

type Told = (sink: Sink) => void;
type Screen = Extract<ServerMessage, { type: 'screen' }>;

/** Connects, and connects again until it is closed or logged out. Nothing of the shell's output is lost or doubled on the way. */
export function connect(options: ConnectionOptions = {}): Connection {
  return new Link(options);
}

class Link implements Connection {
  readonly status = signal<ConnectionStatus>('connecting');
  readonly #options: ConnectionOptions;
  readonly #listeners = new Set<(message: ServerMessage) => void>();
  #socket: WebSocket | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #attempts = 0;
  #node: string | undefined;
  #terminal: string | undefined;
  /** Offsets in the shell's output: what came, and what the server knows to be parsed. */
  #received = 0;
  #acknowledged = 0;
  /** What the terminal has parsed, and the timer until that is acknowledged. */
  #parsed = 0;
  #acknowledging: ReturnType<typeof setTimeout> | undefined;
  /** Counts screens: what was written before the last one is not acknowledged any more. */
  #epoch = 0;
  #sink: Sink | undefined;
  /** What came since the last screen while there was no terminal; bounded by the server's `flow.high`. */
  #waiting: Told[] = [];
  readonly #now = (): void => {
    if (document.visibilityState === 'visible' && this.status.value === 'lost') this.#open();
  };
  /** The network is another one: the old socket may never say that it is dead. */
  readonly #online = (): void => {
    if (this.status.value !== 'loggedOut' && this.status.value !== 'givenBack') this.#open();
  };

  constructor(options: ConnectionOptions) {
    this.#options = options;
    addEventListener('online', this.#online);
    document.addEventListener('visibilitychange', this.#now);
    this.#open();
  }

  onMessage(listener: (message: ServerMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  send(message: ClientMessage): boolean {
    // Who waits for a node may speak to the class, and who asks to look on may ask.
    const isIn = this.status.value === 'open' || this.status.value === 'queued';
    const mayBeSent = isIn || (this.status.value === 'asking' && message.type === 'help');
    if (!mayBeSent || this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  type(text: string): boolean {
    if (this.status.value !== 'open' || text.length > limits.pendingInput) return false;
    return cut(text).every((data) => this.send({ type: 'input', data }));
  }

  attach(sink: Sink): () => void {
    this.#sink = sink;
    for (const told of this.#waiting.splice(0)) told(sink);
    return () => {
      if (this.#sink === sink) this.#sink = undefined;
    };
  }

  close(): void {
    removeEventListener('online', this.#online);
    document.removeEventListener('visibilitychange', this.#now);
    this.#drop();
    this.status.value = 'lost';
  }

  #drop(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#acknowledging);
    this.#acknowledging = undefined;
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
  }

  #open(): void {
    this.#drop();
    this.status.value = 'connecting';
    const url = new URL(this.#options.url ?? '/socket', location.href);
    url.protocol = url.protocol.replace('http', 'ws');
    const socket = new WebSocket(url);
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    const mine = (listener: () => void) => () => {
      if (this.#socket === socket) listener();
    };
    socket.addEventListener(
      'open',
      mine(() => {
        const size = this.#options.size?.();
        const seen =
          this.#node === undefined ? {} : { node: this.#node, terminal: this.#terminal, offset: this.#received };
        const { kind, visit } = this.#options;
        const key = recallKey();
        const hello = {
          type: 'hello',
          ...(key && { key }),
          ...seen,
          ...(size && { size }),
          ...(kind && { kind }),
          ...(visit !== undefined && { visit }),
        } as const;
        socket.send(JSON.stringify(hello satisfies ClientMessage));
      }),
    );
    socket.addEventListener('message', (event: MessageEvent<string | ArrayBuffer>) => {
      if (this.#socket !== socket) return;
      if (typeof event.data === 'string') this.#hear(JSON.parse(event.data) as ServerMessage);
      else this.#take(event.data);
    });
    socket.addEventListener('close', ({ code }) => {
      if (this.#socket === socket) this.#lost(code);
    });
    this.#timer = setTimeout(() => {
      this.#drop();
      this.#lost();
    }, retry.answer);
  }

  #lost(code?: number): void {
    this.#drop();
    if (code === closeCodes.unauthorised || code === closeCodes.givenBack) {
      this.status.value = code === closeCodes.givenBack ? 'givenBack' : 'loggedOut';
      return;
    }
    this.status.value = 'lost';
    const longest = code === closeCodes.tooMuch || code === closeCodes.badMessage;
    const delay = longest ? retry.longest : Math.min(retry.longest, retry.first * 2 ** this.#attempts);
    this.#attempts += 1;
    // Between half of it and all of it: thirty pages do not come back in the same moment.
    this.#timer = setTimeout(
      () => {
        this.#open();
      },
      delay * (0.5 + Math.random() / 2),
    );
  }

  #hear(message: ServerMessage): void {
    if (message.type === 'welcome') {
      clearTimeout(this.#timer);
      this.#attempts = 0;
      this.status.value = 'open';
      if (message.screen !== undefined) this.#restart({ ...message, screen: message.screen });
      else
        this.#tell((sink) => {
          sink.size(message.size, false);
        });
    } else if (message.type === 'wall' && message.join) {
      // The wall has no node: this is its welcome.
      clearTimeout(this.#timer);
      this.#attempts = 0;
      this.status.value = 'open';
    } else if (message.type === 'queue') {
      clearTimeout(this.#timer);
      this.#attempts = 0;
      this.status.value = 'queued';
    } else if (message.type === 'help') this.#helped(message);
    else if (message.type === 'screen') this.#restart(message);
    else if (message.type === 'size')
      this.#tell((sink) => {
        sink.size(message.size, message.lead === true);
      });
    for (const listener of this.#listeners) listener(message);
  }

  /** A visitor's window has nothing to show before the student's yes, and after the end. */
  #helped({ state }: Extract<ServerMessage, { type: 'help' }>): void {
    if (this.#options.visit === undefined || (state !== 'off' && state !== 'asksToLook')) return;
    clearTimeout(this.#timer);
    this.#attempts = 0;
    this.status.value = 'asking';
  }

  #restart({ node, terminal, offset, screen, size }: Omit<Screen, 'type'>): void {
    this.#epoch += 1;
    this.#node = node;
    this.#terminal = terminal;
    this.#received = this.#acknowledged = this.#parsed = offset;
    this.#waiting = [];
    const parsed = this.#parsedUntil(offset);
    this.#tell((sink) => {
      sink.screen(screen, size, parsed);
    });
  }

  #take(frame: ArrayBuffer): void {
    const start = Number(new DataView(frame).getBigUint64(0));
    const end = start + frame.byteLength - headerBytes;
    if (end <= this.#received) return;
    if (start > this.#received) {
      // A gap: never show a stream with a hole. Say hello as a new window, which is given a screen.
      this.#node = undefined;
      this.#open();
      return;
    }
    const bytes = new Uint8Array(frame, headerBytes + this.#received - start);
    this.#received = end;
    const parsed = this.#parsedUntil(end);
    this.#tell((sink) => {
      sink.output(bytes, parsed);
    });
  }

  #tell(told: Told): void {
    if (this.#sink === undefined) this.#waiting.push(told);
    else told(this.#sink);
  }

  #parsedUntil(offset: number): () => void {
    const epoch = this.#epoch;
    return () => {
      if (epoch !== this.#epoch) return;
      this.#parsed = offset;
      if (offset - this.#acknowledged >= flow.ack) this.#acknowledge();
      else
        this.#acknowledging ??= setTimeout(() => {
          this.#acknowledge();
        }, flow.ackMs);
    };
  }

  #acknowledge(): void {
    clearTimeout(this.#acknowledging);
    this.#acknowledging = undefined;
    const offset = this.#parsed;
    if (offset > this.#acknowledged && this.send({ type: 'ack', offset })) this.#acknowledged = offset;
  }
}

/** Pieces of at most `piece` characters; no surrogate pair is cut. */
function cut(text: string): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < text.length;) {
    const last = text.charCodeAt(at + piece - 1);
    const end = at + piece - (last >= 0xd800 && last < 0xdc00 ? 1 : 0);
    pieces.push(text.slice(at, end));
    at = end;
  }
  return pieces;
}
