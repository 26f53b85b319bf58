import { flow } from '../../protocol.ts';
import type { Ring } from './ring.ts';

/** Milliseconds without an acknowledgement after which a full viewer counts as frozen. */
const frozenMs = 1_000;
/** Bytes of the header of a binary frame: the offset of what follows. */
const header = 8;

export interface ViewerOptions {
  readonly ring: Ring;
  /** Offset up to which the viewer has everything already. */
  readonly offset: number;
  readonly send: (frame: Buffer) => void;
  /** It became full or frozen, or is so no more. */
  readonly onChange: () => void;
  /** What it needs next is gone from the ring, and it can take something again: it needs the screen as it is now. */
  readonly onLost: () => void;
}

/**
 * One terminal in a browser that gets a stream. It is sent at most `flow.high` bytes that it has not acknowledged; what it
 * has not got yet stays in the ring and nowhere else, so a tab that is frozen costs nothing.
 */
export class Viewer {
  readonly #options: ViewerOptions;
  #sent: number;
  #acknowledged: number;
  #full = false;
  #frozen = false;
  #lost = false;
  #batch: NodeJS.Timeout | undefined;
  #thaw: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: ViewerOptions) {
    this.#options = options;
    this.#sent = options.offset;
    this.#acknowledged = options.offset;
  }

  /** It cannot take more until it acknowledges. */
  get full(): boolean {
    return this.#full;
  }

  /** It is full and has said nothing for a while: nobody waits for it. */
  get frozen(): boolean {
    return this.#frozen;
  }

  /** There is something new in the ring. A small chunk leaves at once while little is on its way (an echo); else they are gathered a little. */
  feed(): void {
    if (this.#closed || this.#lost || this.#full) return;
    const { ring } = this.#options;
    const waiting = ring.end - this.#sent;
    if (waiting === 0) return;
    const isLone = waiting < flow.lone && this.#sent - this.#acknowledged < flow.calm;
    if (isLone || waiting >= flow.batch) {
      this.#flush();
      return;
    }
    this.#batch ??= setTimeout(() => {
      this.#batch = undefined;
      this.#flush();
    }, flow.batchMs);
  }

  /** Its terminal has parsed everything before `offset`. */
  acknowledge(offset: number): void {
    if (offset > this.#sent || offset <= this.#acknowledged) return;
    this.#acknowledged = offset;
    const room = this.#sent - offset < flow.high - flow.ack;
    if (this.#full && room) this.#setFull(false);
    if (this.#lost && this.#sent === offset) this.#options.onLost();
    else if (!this.#full) this.#flush();
  }

  /** It has been given the screen as it was at `offset`, and goes on from there. */
  restart(offset: number): void {
    this.#lost = false;
    this.#sent = offset;
    this.#acknowledged = offset;
    this.#setFull(false);
    this.feed();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#batch);
    clearTimeout(this.#thaw);
  }

  #flush(): void {
    if (this.#closed || this.#lost) return;
    const { ring, send } = this.#options;
    while (this.#sent < ring.end && !this.#full) {
      if (!ring.has(this.#sent)) {
        this.#lose();
        return;
      }
      const length = Math.min(flow.batch, ring.end - this.#sent);
      const frame = Buffer.allocUnsafe(header + length);
      frame.writeBigUInt64BE(BigInt(this.#sent));
      ring.copy(this.#sent, frame.subarray(header));
      send(frame);
      this.#sent += length;
      if (this.#sent - this.#acknowledged >= flow.high) this.#setFull(true);
    }
  }

  #lose(): void {
    this.#lost = true;
    // Nothing is on its way any more: it can be given the screen now.
    if (this.#sent === this.#acknowledged) this.#options.onLost();
  }

  #setFull(full: boolean): void {
    clearTimeout(this.#thaw);
    if (full) {
      this.#thaw = setTimeout(() => {
        this.#frozen = true;
        this.#options.onChange();
      }, frozenMs);
    }
    const changed = this.#full !== full || (this.#frozen && !full);
    this.#full = full;
    if (!full) this.#frozen = false;
    if (changed) this.#options.onChange();
  }
}
