import { closeSync, constants, openSync, readSync } from 'node:fs';
import type { Socket } from 'node:net';
import { StringDecoder } from 'node:string_decoder';

/** A read from a terminal gives at most 4095 bytes (n_tty of Linux): one that gives so many is seldom the last of an output. */
const fullRead = 4000;
/** Bytes that are handed on together at most, and milliseconds that they wait for more. */
const gather = { bytes: 64 * 1024, ms: 1 } as const;
/** Bytes that are read at most after the shell has ended: what it has left lies in buffers of some 12 KiB, but a job of it may go on. */
const mostLeft = 256 * 1024;

/**
 * Reads from a pseudo-terminal's master, all of it. node-pty closes the master when its process has ended, and libuv stops reading
 * when the last process that had the other side has closed it, both with up to some 12 KiB unread: the end of an output is lost.
 * So this process holds the other side open until everything is read.
 */
export class PtyReader {
  readonly #socket: Socket;
  readonly #fd: number;
  readonly #decoder = new StringDecoder('utf8');
  readonly #listeners = new Set<(text: string) => void>();
  #gathered: Buffer[] = [];
  #length = 0;
  #timer: NodeJS.Timeout | undefined;
  #slave: number | undefined;

  /** `socket` is that of the master `fd`, without an encoding; `slave` is the path of the other side. */
  constructor(socket: Socket, fd: number, slave: string) {
    this.#socket = socket;
    this.#fd = fd;
    try {
      this.#slave = openSync(slave, constants.O_RDWR | constants.O_NOCTTY);
    } catch {
      // Too many open files, or somebody else's by now: then the end of the last output may be lost.
    }
    socket.on('data', (bytes: Buffer) => {
      this.#take(bytes);
    });
    // As soon as its process has ended, node-pty begins to listen for the end of the socket, of which it then makes its `exit`.
    socket.on('newListener', (event: string) => {
      if (event === 'close') this.#finish();
    });
  }

  /** Calls `listener` with every text that comes; returns the function that stops it. */
  onData(listener: (text: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The process has ended: hands on what it has left, also while reading is paused, and closes the other side. */
  #finish(): void {
    for (let bytes = this.#buffered(); bytes; bytes = this.#buffered()) this.#take(bytes);
    const bytes = Buffer.allocUnsafe(4096);
    for (let left = 0, read = this.#tryRead(bytes); read > 0 && left < mostLeft; read = this.#tryRead(bytes)) {
      left += read;
      this.#take(Buffer.from(bytes.subarray(0, read)));
    }
    this.#flush();
    const rest = this.#decoder.end();
    if (rest !== '') this.#tell(rest);
    this.#release();
    this.#socket.resume();
  }

  #release(): void {
    if (this.#slave !== undefined) closeSync(this.#slave);
    this.#slave = undefined;
  }

  #buffered(): Buffer | undefined {
    return (this.#socket.read() as Buffer | null) ?? undefined;
  }

  /** Bytes that were read; 0 when there are none any more. */
  #tryRead(bytes: Buffer): number {
    try {
      return readSync(this.#fd, bytes);
    } catch {
      // EAGAIN: all was read. EIO: the other side is closed.
      return 0;
    }
  }

  #take(bytes: Buffer): void {
    this.#gathered.push(bytes);
    this.#length += bytes.length;
    if (bytes.length < fullRead || this.#length >= gather.bytes) this.#flush();
    else
      this.#timer ??= setTimeout(() => {
        this.#flush();
      }, gather.ms);
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const [first] = this.#gathered;
    if (!first) return;
    const bytes = this.#gathered.length === 1 ? first : Buffer.concat(this.#gathered, this.#length);
    this.#gathered = [];
    this.#length = 0;
    const text = this.#decoder.write(bytes);
    if (text !== '') this.#tell(text);
  }

  #tell(text: string): void {
    for (const listener of [...this.#listeners]) listener(text);
  }
}
