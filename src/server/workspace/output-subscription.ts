import { flow } from '../../protocol.ts';
import { type Clock, systemClock } from '../../run/clock.ts';
import { TokenBucket } from '../token-bucket.ts';
import type { Ring } from './ring.ts';

/** Milliseconds without an acknowledgement after which a full subscription counts as frozen. */
const frozenMs = 1_000;
/** Bytes of the header of a binary frame: the offset of what follows. */
const header = 8;

export interface OutputSubscriptionOptions {
  readonly ring: Ring;
  /** Offset up to which the client has everything already; undefined: it is sent nothing before `restart`. */
  readonly offset: number | undefined;
  readonly send: (frame: Buffer) => void;
  /** It became full or frozen, or is so no more. */
  readonly onChange: () => void;
  /** What it needs next is gone from the ring, and its client can take something again: it needs a snapshot of the screen. */
  readonly onLost: () => void;
  /** Default: the machine's. */
  readonly clock?: Clock;
}

/**
 * One client's subscription to the output of a terminal, with flow control by acknowledgements: at most `flow.high` bytes are in
 * flight, and more is sent only when they are `flow.ack` fewer (hysteresis). What was not sent yet stays in the ring and nowhere else, so
 * a tab that is frozen costs nothing. Small chunks are gathered (as Nagle's algorithm does) once there are more of them than a person causes.
 */
export class OutputSubscription {
  readonly #options: OutputSubscriptionOptions;
  readonly #clock: Clock;
  /** What a lone chunk takes one of. */
  readonly #loneChunks: TokenBucket;
  #sent: number;
  #acknowledged: number;
  #full = false;
  #frozen = false;
  #lost = false;
  #stopGathering: (() => void) | undefined;
  #stopFreezing: (() => void) | undefined;
  #closed = false;

  constructor(options: OutputSubscriptionOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#loneChunks = new TokenBucket(flow.loneRate, this.#clock);
    this.#lost = options.offset === undefined;
    this.#sent = options.offset ?? 0;
    this.#acknowledged = this.#sent;
  }

  /** Its client cannot take more until it acknowledges. */
  get full(): boolean {
    return this.#full;
  }

  /** It is full, and its client has acknowledged nothing for a while: nothing waits for it. */
  get frozen(): boolean {
    return this.#frozen;
  }

  /** There is something new in the ring. A lone small chunk leaves at once (an echo); others are gathered for `flow.batchMs`, or until they fill a frame. */
  feed(): void {
    if (this.#closed || this.#lost || this.#full) return;
    const waiting = this.#options.ring.end - this.#sent;
    if (waiting === 0) return;
    if (waiting >= flow.batch || this.#isLone(waiting)) this.#flush();
    else
      this.#stopGathering ??= this.#clock.after(flow.batchMs, () => {
        this.#flush();
      });
  }

  /** The client's terminal has parsed everything before `offset`. */
  acknowledge(offset: number): void {
    if (offset > this.#sent || offset <= this.#acknowledged) return;
    this.#acknowledged = offset;
    if (this.#lost) {
      this.#askForScreen();
      return;
    }
    // What waits while it is not full is being gathered: an acknowledgement is no reason to send it earlier.
    if (!this.#full || this.#sent - offset >= flow.high - flow.ack) return;
    this.#setFull(false);
    this.#flush();
  }

  /** Its client's person has typed: what comes next is an echo, and is not counted among the lone chunks. */
  expectEcho(): void {
    this.#loneChunks.giveBack();
  }

  /** The client has been given the screen as it was at `offset`, and goes on from there. */
  restart(offset: number): void {
    this.#lost = false;
    this.#sent = offset;
    this.#acknowledged = offset;
    this.#setFull(false);
    this.feed();
  }

  close(): void {
    this.#closed = true;
    this.#stopGathering?.();
    this.#stopFreezing?.();
  }

  #isLone(waiting: number): boolean {
    if (this.#stopGathering) return false;
    return waiting < flow.lone && this.#sent - this.#acknowledged < flow.calm && this.#loneChunks.take();
  }

  #flush(): void {
    this.#stopGathering?.();
    this.#stopGathering = undefined;
    if (this.#closed || this.#lost) return;
    const { ring, send } = this.#options;
    while (this.#sent < ring.end && !this.#full) {
      if (!ring.has(this.#sent)) {
        this.#lost = true;
        this.#askForScreen();
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

  /** Not while something is in flight: that would come after the screen. */
  #askForScreen(): void {
    if (this.#sent === this.#acknowledged) this.#options.onLost();
  }

  #setFull(full: boolean): void {
    this.#stopFreezing?.();
    if (full) {
      this.#stopFreezing = this.#clock.after(frozenMs, () => {
        this.#frozen = true;
        this.#options.onChange();
      });
    }
    const changed = this.#full !== full || (this.#frozen && !full);
    this.#full = full;
    if (!full) this.#frozen = false;
    if (changed) this.#options.onChange();
  }
}
