import { writeSync } from 'node:fs';

/** Bytes of one write. A terminal that nobody reads from takes some 64 KiB. */
const piece = 4096;
/** Milliseconds before a full terminal is tried again: the first time, and at most. */
const backOff = { first: 5, most: 250 } as const;
const interrupt = '\x03';

/**
 * Writes to a pseudo-terminal's master. When its program does not read, epoll still calls it writable and write(2) says
 * EAGAIN, on which libuv spins (node-pty#956: a core for as long as the program lives). So the bytes wait here, and a
 * full terminal is tried again after a while.
 */
export class PtyWriter {
  readonly #fd: number;
  readonly #isOpen: () => boolean;
  #queue: Buffer[] = [];
  #waiting = 0;
  #timer: NodeJS.Timeout | undefined;
  #delay: number = backOff.first;
  #closed = false;

  /** `fd` must be non-blocking, as node-pty makes it. `isOpen`: it has not been closed, and given to somebody else. */
  constructor(fd: number, isOpen: () => boolean) {
    this.#fd = fd;
    this.#isOpen = isOpen;
  }

  /** Bytes that the terminal has not taken yet. */
  get waiting(): number {
    return this.#waiting;
  }

  write(data: string): void {
    if (this.#closed || data === '') return;
    // As the line discipline does with what it holds: ^C throws away what was typed before it.
    if (data === interrupt) this.#drop();
    const bytes = Buffer.from(data);
    this.#queue.push(bytes);
    this.#waiting += bytes.length;
    if (this.#timer === undefined) this.#flush();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#drop();
  }

  #drop(): void {
    this.#queue = [];
    this.#waiting = 0;
  }

  #flush(): void {
    this.#timer = undefined;
    for (let bytes = this.#queue[0]; bytes && !this.#closed; bytes = this.#queue[0]) {
      const written = this.#try(bytes.subarray(0, piece));
      if (written === 0) {
        this.#timer = setTimeout(() => {
          this.#flush();
        }, this.#delay);
        this.#delay = Math.min(2 * this.#delay, backOff.most);
        return;
      }
      this.#delay = backOff.first;
      this.#waiting -= written;
      if (written === bytes.length) this.#queue.shift();
      else this.#queue[0] = bytes.subarray(written);
    }
  }

  /** Bytes that were taken; 0 when the terminal is full. */
  #try(bytes: Buffer): number {
    if (!this.#isOpen()) this.close();
    if (this.#closed) return bytes.length;
    try {
      return writeSync(this.#fd, bytes);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return 0;
      // EIO, EBADF: the shell has ended.
      this.close();
      return bytes.length;
    }
  }
}
