import { AsyncResource } from 'node:async_hooks';
import { Duplex } from 'node:stream';

/** What one end of a pipe may be given. */
interface EndOptions {
  /** A server answers also who has said all. */
  readonly allowHalfOpen?: boolean;
  /** Told how many bytes have come, each time. */
  readonly onBytes?: (bytes: number) => void;
}

/** The error that Node gives to who writes to a connection whose other end is gone. */
function brokenPipe(): Error {
  return Object.assign(new Error('write EPIPE'), { errno: -32, code: 'EPIPE', syscall: 'write' });
}

/**
 * One end of a connection within this process: as a socket of TCP, without the kernel, which keeps each for a minute after its
 * end. What comes is handed over in the async context in which the end was made, not in that of who has sent it.
 */
export class PipeEnd extends Duplex {
  readonly #scope = new AsyncResource('PUPITRE_PIPE');
  readonly #onBytes: ((bytes: number) => void) | undefined;
  #other: PipeEnd | undefined;
  /** Goes on with what the other end writes. */
  #resume: (() => void) | undefined;
  #isOver = false;
  #idle: NodeJS.Timeout | undefined;

  constructor({ allowHalfOpen = false, onBytes }: EndOptions = {}) {
    super({ allowHalfOpen });
    this.#onBytes = onBytes;
  }

  /** Makes a pipe of two ends. */
  static join(one: PipeEnd, two: PipeEnd): void {
    one.#other = two;
    two.#other = one;
  }

  /** `socket.setTimeout`: `timeout` is emitted when nothing has come or gone for so many milliseconds. */
  setTimeout(ms: number, callback?: () => void): this {
    clearTimeout(this.#idle);
    this.#idle = undefined;
    if (callback !== undefined) {
      if (ms === 0) this.off('timeout', callback);
      else this.once('timeout', callback);
    }
    if (ms > 0 && !this.destroyed) this.#idle = setTimeout(() => this.emit('timeout'), ms).unref();
    return this;
  }

  #take(chunk: Buffer, done: () => void): void {
    this.#idle?.refresh();
    this.#onBytes?.(chunk.length);
    if (this.destroyed || this.#scope.runInAsyncScope(() => this.push(chunk))) done();
    else this.#resume = done;
  }

  /** Tells its user that somebody is at the other end. */
  opened(): void {
    this.#scope.runInAsyncScope(() => this.emit('connect'));
  }

  /** Tells its user that nobody is, or is any more. */
  fail(error: Error): void {
    this.#scope.runInAsyncScope(() => this.destroy(error));
  }

  /** The other end says no more. */
  endInput(): void {
    if (this.#isOver || this.destroyed) return;
    this.#isOver = true;
    this.#scope.runInAsyncScope(() => this.push(null));
  }

  override _read(): void {
    const resume = this.#resume;
    this.#resume = undefined;
    resume?.();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: (error?: Error) => void): void {
    this.#idle?.refresh();
    const other = this.#other;
    if (other === undefined || other.destroyed) callback(brokenPipe());
    else other.#take(chunk, callback);
  }

  override _final(callback: () => void): void {
    this.#other?.endInput();
    callback();
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    clearTimeout(this.#idle);
    this.#other?.endInput();
    this._read();
    callback(error);
  }
}
