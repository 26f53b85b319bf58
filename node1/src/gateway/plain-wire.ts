import type { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CallEvents, Wire } from './call.ts';
import { columnsOf } from './caller.ts';
import { type Adoptable, drained } from './connection.ts';

/** Bytes of one piece that bash takes in. */
const maxPiece = 16 * 1024;
/** Bytes that bash prints of one call; Node is faster for more. */
const maxPrinted = 1024 * 1024;
/** Milliseconds that a process may take from bash to Node. */
const adoptionMs = 30_000;

/**
 * The way of a call whose process is the bash of a plain shim, which prints text and waits for the exit code. As soon as more is wanted of it (to read, to
 * print what bash cannot hold, or much), it becomes a Node of the same number, which takes the call over: nothing is lost, and nothing is done twice.
 */
export class PlainWire implements Wire {
  readonly #socket: Socket;
  readonly #pid: number;
  readonly #adoptable: Adoptable;
  #events: CallEvents | undefined;
  #printed = 0;
  #columns: number;
  #next: Promise<Wire | undefined> | undefined;
  /** The same, once it is there. */
  #adopted: Wire | undefined;

  constructor(socket: Socket, pid: number, columns: number, adoptable: Adoptable) {
    this.#socket = socket;
    this.#pid = pid;
    this.#columns = columns;
    this.#adoptable = adoptable;
  }

  get columns(): number {
    if (this.#adopted) return this.#adopted.columns;
    return (this.#columns = columnsOf(this.#pid) ?? this.#columns);
  }

  get rows(): number {
    return this.#adopted?.rows ?? 24;
  }

  serve(events: CallEvents): void {
    this.#events = events;
    // It sends nothing but signals, by their first letters.
    let signals = 0;
    this.#socket.on('data', (data) => {
      for (const letter of data.toString()) {
        signals++;
        if (signals === 1) events.onEnd(letter === 'T');
        else events.onAgain();
      }
    });
    this.#socket.on('close', () => {
      // Bash has this open until it ends; the Node that it becomes has a socket of its own.
      if (!this.#adopted) events.onEnd();
    });
    if (this.#socket.destroyed) events.onEnd();
  }

  async print(kind: 'stdout' | 'stderr', bytes: Uint8Array): Promise<void> {
    this.#printed += bytes.length;
    if (this.#next || this.#printed > maxPrinted || bytes.includes(0)) {
      const next = await this.#handOver();
      return next ? next.print(kind, bytes) : nextTurn();
    }
    for (let at = 0; at < bytes.length; at += maxPiece) {
      if (!this.#socket.writable) return nextTurn();
      const piece = bytes.subarray(at, at + maxPiece);
      this.#socket.write(`${kind === 'stdout' ? 'o' : 'e'} ${piece.length}\n`);
      if (!this.#socket.write(piece)) await drained(this.#socket);
    }
  }

  read(): void {
    void this.#handOver().then((next) => next?.read());
  }

  setRaw(raw: boolean): void {
    void this.#handOver().then((next) => next?.setRaw(raw));
  }

  run(words: readonly string[]): void {
    void this.#handOver().then((next) => next?.run(words));
  }

  exit(code: number): void {
    if (this.#next) void this.#next.then((next) => next?.exit(code));
    else if (this.#socket.writable) this.#socket.write(`x ${code}\n`);
  }

  /** The way that the call goes on by; undefined when its process has ended on the way. */
  #handOver(): Promise<Wire | undefined> {
    this.#next ??= new Promise((resolve) => {
      const end = (wire?: Wire): void => {
        clearTimeout(deadline);
        this.#adoptable.delete(this.#pid);
        this.#socket.off('close', gone);
        this.#adopted = wire;
        if (wire && this.#events) wire.serve(this.#events);
        else this.#events?.onEnd();
        resolve(wire);
      };
      const gone = (): void => {
        end();
      };
      const deadline = setTimeout(end, adoptionMs);
      this.#adoptable.set(this.#pid, end);
      this.#socket.on('close', gone);
      if (this.#socket.writable) this.#socket.write('n 0\n');
      else end();
    });
    return this.#next;
  }
}
