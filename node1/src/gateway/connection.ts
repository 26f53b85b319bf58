import type { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type CallContext, type CallEvents, performCall, type Wire } from './call.ts';
import {
  type Adoption,
  encodeFrame,
  type Frame,
  type FrameKind,
  frameKinds,
  frameReader,
  type Start,
} from './frames.ts';

/** Bytes of output in one frame, at most. */
const maxOutput = 64 * 1024;

/** Calls that wait for their process to come by a socket of frames, by its number. */
export type Adoptable = Map<number, (wire: Wire) => void>;

/** Serves one command of the shell over `socket`. Fulfilled when its program has ended, or another call has the socket. */
export async function serveConnection(socket: Socket, context: CallContext, adoptable: Adoptable): Promise<void> {
  const wire = new FrameWire(socket);
  const stop = (): void => {
    wire.destroy();
  };
  context.signal.addEventListener('abort', stop);
  const first = await wire.first;
  context.signal.removeEventListener('abort', stop);
  if (first && 'args' in first) {
    const program = context.outside(first.name, first.args);
    if (program === undefined) return performCall(first, wire, context);
    wire.leaveTo(program);
    return;
  }
  const adopt = first && adoptable.get(first.pid);
  if (adopt) adopt(wire);
  else wire.destroy();
}

/** A socket of frames, whose other end is `client.ts`. */
class FrameWire implements Wire {
  readonly #socket: Socket;
  readonly #held: Frame[] = [];
  #events: CallEvents | undefined;
  /** A signal came. */
  #isInterrupted = false;
  #isClosed = false;
  #columns = 80;
  #rows = 24;
  /** What it says first; undefined when it is gone before that. */
  readonly first: Promise<Start | Adoption | undefined>;

  constructor(socket: Socket) {
    this.#socket = socket;
    let begun = false;
    let begin: (first: Start | Adoption | undefined) => void = () => undefined;
    this.first = new Promise((resolve) => (begin = resolve));
    const frames = frameReader();
    socket.on('data', (chunk) => {
      try {
        for (const frame of frames(chunk)) {
          if (begun) this.#take(frame);
          else begin(this.#begin(frame));
          begun = true;
        }
      } catch {
        // Whoever sends this is not our client.
        socket.destroy();
      }
    });
    // Whatever the error is, `close` follows.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      begin(undefined);
      this.#isClosed = true;
      this.#events?.onEnd();
    });
  }

  get columns(): number {
    return this.#columns;
  }

  get rows(): number {
    return this.#rows;
  }

  serve(events: CallEvents): void {
    this.#events = events;
    for (const frame of this.#held.splice(0)) this.#take(frame);
    if (this.#isClosed) events.onEnd();
  }

  async print(kind: 'stdout' | 'stderr', bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; at += maxOutput) {
      // Nobody reads any more; a program that goes on writing must not keep everything else from its turn.
      if (!this.#socket.writable) return nextTurn();
      if (!this.#send(frameKinds[kind], bytes.subarray(at, at + maxOutput))) await drained(this.#socket);
    }
  }

  read(): void {
    if (this.#socket.writable) this.#send(frameKinds.read, '');
  }

  setRaw(raw: boolean): void {
    if (this.#socket.writable) this.#send(frameKinds.mode, raw ? '1' : '0');
  }

  run(words: readonly string[]): void {
    if (this.#socket.writable) this.#send(frameKinds.run, JSON.stringify(words));
  }

  exit(code: number): void {
    if (this.#socket.writable) this.#socket.end(encodeFrame(frameKinds.exit, Uint8Array.of(code)));
  }

  /** Has it start a program of the machine, with its own arguments, and end as that does. */
  leaveTo(program: string): void {
    if (this.#socket.writable) this.#socket.end(encodeFrame(frameKinds.outside, program));
  }

  /** Hangs up. */
  destroy(): void {
    this.#socket.destroy();
  }

  #send(kind: FrameKind, payload: Uint8Array | string): boolean {
    return this.#socket.write(encodeFrame(kind, payload));
  }

  #begin({ kind, payload }: Frame): Start | Adoption {
    if (kind !== frameKinds.start && kind !== frameKinds.adopt) throw new RangeError('a call begins with its start');
    const first = JSON.parse(payload.toString()) as Start | Adoption;
    this.#columns = first.columns;
    this.#rows = first.rows;
    return first;
  }

  #take(frame: Frame): void {
    const { kind, payload } = frame;
    if (!this.#events) this.#held.push(frame);
    else if (kind === frameKinds.stdin) this.#events.onInput(payload);
    else if (kind === frameKinds.size) {
      [this.#columns = 80, this.#rows = 24] = payload.toString().split(' ').map(Number);
      this.#events.onResize();
    } else if (kind === frameKinds.ran)
      this.#events.onRan(payload.length === 0 ? undefined : Number(payload.toString()));
    else if (kind === frameKinds.signal) {
      if (this.#isInterrupted) this.#events.onAgain();
      else this.#events.onEnd(payload.toString() === 'SIGTERM');
      this.#isInterrupted = true;
    } else throw new RangeError(`there is no frame of kind ${kind}`);
  }
}

/** Fulfilled when `socket` takes more, or is closed. */
export function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      socket.off('drain', done).off('close', done);
      resolve();
    };
    socket.on('drain', done).on('close', done);
  });
}
