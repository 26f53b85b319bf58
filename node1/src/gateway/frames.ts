import type { Buffer as NodeBuffer } from 'node:buffer';

/**
 * What a command in the shell and the node say to each other over the socket. A frame is one byte of kind, four bytes of
 * length (big endian), and as many bytes of payload.
 */
export const frameKinds = {
  /** command → node, first of all: a `Start` as JSON. */
  start: 1,
  /** command → node: bytes of its standard input, one frame for each `read`; an empty one is its end. */
  stdin: 2,
  /** command → node: the name of a signal that it got. */
  signal: 3,
  /** command → node: how many columns and rows its terminal has now: `80 24`. */
  size: 4,
  /** command → node, first of all, in place of a `start`: an `Adoption` as JSON. */
  adopt: 5,
  /** command → node: the program of a `run` has ended: its exit code as text, or nothing where there is no such program. */
  ran: 6,
  /** node → command: bytes to print. */
  stdout: 16,
  stderr: 17,
  /** node → command: read once from the standard input. Without it nothing is read, so that typed-ahead text stays the shell's. */
  read: 18,
  /** node → command: its terminal is to be raw (`1`), or as it was (`0`). */
  mode: 22,
  /** node → command, last of all: the exit code, as one byte. */
  exit: 19,
  /** node → command, in place of everything else: the path of the program that is to do the call. */
  outside: 21,
  /** node → command: run a program with the command's own streams; its words as JSON. */
  run: 20,
} as const;

export type FrameKind = (typeof frameKinds)[keyof typeof frameKinds];

/** The call of a command, as its process sees it. */
export interface Start {
  readonly name: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Which of standard input, output and error are terminals. */
  readonly isTTY: readonly [boolean, boolean, boolean];
  readonly columns: number;
  readonly rows: number;
}

/** A call that the process has begun by the plain way, and that goes on by this one. */
export interface Adoption {
  readonly pid: number;
  readonly columns: number;
  readonly rows: number;
}

export interface Frame {
  readonly kind: number;
  readonly payload: NodeBuffer;
}

const headLength = 5;
/** No honest frame is longer: arguments and environment are bounded by the system, output is cut into pieces. */
const maxLength = 16 * 1024 * 1024;

/** The bytes of a frame. */
export function encodeFrame(kind: FrameKind, payload: Uint8Array | string): NodeBuffer {
  const body = typeof payload === 'string' ? Buffer.from(payload) : payload;
  const frame = Buffer.allocUnsafe(headLength + body.length);
  frame[0] = kind;
  frame.writeUInt32BE(body.length, 1);
  frame.set(body, headLength);
  return frame;
}

/** Puts frames together again, wherever the bytes were cut. Throws RangeError for a length that no frame has. */
export function frameReader(): (chunk: NodeBuffer) => Frame[] {
  let held: NodeBuffer[] = [];
  let heldLength = 0;
  let wanted = headLength;
  return (chunk) => {
    held.push(chunk);
    heldLength += chunk.length;
    const frames: Frame[] = [];
    // Joined only when a whole frame is there, so that a long one in small pieces is not copied again and again.
    while (heldLength >= wanted) {
      const bytes = held.length === 1 && held[0] ? held[0] : Buffer.concat(held);
      held = [bytes];
      const length = bytes.readUInt32BE(1);
      if (length > maxLength) throw new RangeError(`a frame of ${length} bytes is longer than any may be`);
      wanted = headLength + length;
      if (heldLength < wanted) break;
      frames.push({ kind: bytes[0] ?? 0, payload: bytes.subarray(headLength, wanted) });
      held = [bytes.subarray(wanted)];
      heldLength -= wanted;
      wanted = headLength;
    }
    return frames;
  };
}
