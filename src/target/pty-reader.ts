import { closeSync, constants, openSync, readSync } from 'node:fs';
import type { Socket } from 'node:net';
import { cutAtEnd, textOfBytes } from './utf8.ts';

/**
 * A read from a terminal gives at most 4095 bytes (n_tty of Linux): one that gives so many is seldom the last of an output. The next one
 * is left to the event loop: although it does not block, it waits for a worker of the kernel, and all other shells with it.
 */
const fullRead = 4000;
/** Bytes that are handed on together at most, and milliseconds that they wait for more. */
const gather = { bytes: 64 * 1024, ms: 4 } as const;
/** From so many bytes on, lines are handed on as they are, unless one is longer than that. */
const much = 16 * 1024;
const longestLine = 4096;
const lineFeed = 0x0a;
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
  readonly #listeners = new Set<(chunk: string | Buffer) => void>();
  /** The first bytes of a character of which the rest is still to come. */
  #cut: Buffer | undefined;
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

  /** Calls `listener` with all that comes: text, and whole lines in UTF-8 when it is much at once. Returns the function that stops it. */
  onData(listener: (chunk: string | Buffer) => void): () => void {
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
    // A character that was never completed.
    if (this.#cut) this.#tell(this.#cut.toString());
    this.#cut = undefined;
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
    if (bytes.length < fullRead) this.#flush();
    else if (this.#length >= gather.bytes) this.#flush(true);
    else this.#wait();
  }

  #wait(): void {
    this.#timer ??= setTimeout(() => {
      this.#flush(true);
    }, gather.ms);
  }

  /** Hands on what was gathered; `more`: what stands after the last line end waits for the rest of its line. */
  #flush(more = false): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const pieces = this.#cut ? [this.#cut, ...this.#gathered] : this.#gathered;
    const [first] = pieces;
    if (!first) return;
    let bytes = pieces.length === 1 ? first : Buffer.concat(pieces);
    this.#cut = undefined;
    this.#gathered = [];
    this.#length = 0;
    const end = bytes.length < much ? 0 : bytes.lastIndexOf(lineFeed) + 1;
    if (bytes.length - end < longestLine && end > 0) {
      this.#tell(bytes.subarray(0, end));
      bytes = bytes.subarray(end);
      if (more && bytes.length > 0) {
        this.#gathered = [bytes];
        this.#length = bytes.length;
        this.#wait();
        return;
      }
    }
    this.#tellText(bytes);
  }

  #tellText(bytes: Buffer): void {
    const end = bytes.length - cutAtEnd(bytes);
    this.#cut = end < bytes.length ? Buffer.from(bytes.subarray(end)) : undefined;
    if (end > 0) this.#tell(textOfBytes(bytes.subarray(0, end)));
  }

  #tell(chunk: string | Buffer): void {
    for (const listener of [...this.#listeners]) listener(chunk);
  }
}
