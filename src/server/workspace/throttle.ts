/** A throttle: the first value is acted on at once, and of those that come within `ms` milliseconds after it the last one. */
export class Throttle<T> {
  readonly #act: (value: T) => void;
  readonly #ms: number;
  #timer: NodeJS.Timeout | undefined;
  #last: { readonly value: T } | undefined;

  constructor(ms: number, act: (value: T) => void) {
    this.#ms = ms;
    this.#act = act;
  }

  push(value: T): void {
    if (this.#timer !== undefined) {
      this.#last = { value };
      return;
    }
    this.#act(value);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      const last = this.#last;
      this.#last = undefined;
      if (last) this.push(last.value);
    }, this.#ms);
  }

  /** Forgets what waits. */
  close(): void {
    clearTimeout(this.#timer);
  }
}
