/** The numbers of the protocol, apart from its schemas, so that the page needs no zod. */

/** Limits of the terminal's stream, in bytes. */
export const flow = {
  /** Sent and not acknowledged: above it nothing more is sent. */
  high: 384 * 1024,
  /** The browser acknowledges after so many parsed bytes, and others after so many milliseconds: not each echo of a key by itself. */
  ack: 48 * 1024,
  ackMs: 20,
  /** A chunk smaller than this leaves at once, while less than `calm` is sent and not acknowledged. */
  lone: 1024,
  calm: 4096,
  /** So many of them a second, and so many at once: more than a person types, and few enough for a loop of `echo`. */
  loneRate: { perSecond: 600, burst: 60 },
  /** Others are gathered for `batchMs` milliseconds or until there are so many. */
  batch: 64 * 1024,
  batchMs: 2,
  /** What a browser that was away can be given again instead of a new screen. */
  ring: 384 * 1024,
} as const;

/** Limits of what a browser may send. */
export const limits = {
  /** One message, in bytes. */
  message: 256 * 1024,
  /** Characters of one `input`; a paste is cut into several. */
  input: 64 * 1024,
  /** Characters that may wait for a program that does not read. */
  pendingInput: 1024 * 1024,
  /** Bytes that may wait for a browser that does not read. */
  backlog: 4 * 1024 * 1024,
  /** Units that may wait in the queue. */
  queue: 500,
  /** Messages per second and connection, and how many may come at once. */
  rate: { perSecond: 1500, burst: 3000 },
  /** Drawings and the pointer: elements of a slide, and how far from one a point may be, in thousandths of its size; strokes and points in all, and points of one message. */
  ink: { anchors: 5000, far: 100_000, strokes: 500, points: 20_000, piece: 200 },
  /** What is said in a class: characters of a message, and of the note of a raised hand; minutes of a timer. */
  class: { message: 500, note: 200, minutes: 600 },
  cols: { min: 10, max: 500 },
  rows: { min: 4, max: 300 },
} as const;

/** Close codes of the WebSocket, in the range for applications (RFC 6455 §7.4.2). */
export const closeCodes = { badMessage: 4400, unauthorised: 4401, givenBack: 4410, tooMuch: 4429 } as const;

/** Port of the page when none is asked for. */
export const defaultPort = 8765;
