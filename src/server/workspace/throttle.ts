import { type Clock, systemClock } from '../../run/clock.ts';

/** A throttle: the first value is acted on at once, and of those that come within `ms` milliseconds after it the last one. */
export class Throttle<T> {
  readonly #act: (value: T) => void;
  readonly #ms: number;
  readonly #clock: Clock;
  #cancel: (() => void) | undefined;
  #last: { readonly value: T } | undefined;

  constructor(ms: number, act: (value: T) => void, clock: Clock = systemClock) {
    this.#act = act;
    this.#ms = ms;
    this.#clock = clock;
  }

  push(value: T): void {
    if (this.#cancel) {
      this.#last = { value };
      return;
    }
    this.#act(value);
    this.#cancel = this.#clock.after(this.#ms, () => {
      this.#cancel = undefined;
      const last = this.#last;
      this.#last = undefined;
      if (last) this.push(last.value);
    });
  }

  /** Forgets what waits. */
  close(): void {
    this.#cancel?.();
  }
}
