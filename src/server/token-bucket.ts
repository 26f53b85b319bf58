import { type Clock, systemClock } from '../run/clock.ts';

export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** A token bucket: allows so many things a second on average, and some more at once. */
export class TokenBucket {
  readonly #perSecond: number;
  readonly #burst: number;
  readonly #clock: Clock;
  #tokens: number;
  #at: number;

  constructor({ perSecond, burst }: Rate, clock: Clock = systemClock) {
    this.#clock = clock;
    this.#at = clock.now();
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#tokens = burst;
  }

  /** Takes one; false when there is none. */
  take(): boolean {
    const now = this.#clock.now();
    this.#tokens = Math.min(this.#burst, this.#tokens + ((now - this.#at) / 1000) * this.#perSecond);
    this.#at = now;
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }

  /** Undoes a `take`. */
  giveBack(): void {
    this.#tokens = Math.min(this.#burst, this.#tokens + 1);
  }
}

/** A bucket for each of many keys; the oldest of more than `most` is forgotten. */
export class TokenBuckets {
  readonly #rate: Rate;
  readonly #most: number;
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(rate: Rate, most: number) {
    this.#rate = rate;
    this.#most = most;
  }

  take(key: string): boolean {
    let bucket = this.#buckets.get(key);
    if (!bucket) {
      const oldest = this.#buckets.keys().next().value;
      if (this.#buckets.size >= this.#most && oldest !== undefined) this.#buckets.delete(oldest);
      bucket = new TokenBucket(this.#rate);
      this.#buckets.set(key, bucket);
    }
    return bucket.take();
  }
}
