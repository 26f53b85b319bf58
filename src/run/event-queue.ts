/** Of what waits in a queue: above it it is full, below it there is room again. */
const high = 1 << 20;
const low = 1 << 18;

export interface EventQueueOptions<T> {
  /** How much an event counts. */
  readonly sizeOf: (event: T) => number;
  /** Called with true when so much waits that nothing more should come, with false when most of it has been taken. */
  readonly onPressure: (full: boolean) => void;
}

/** Events that were pushed and not yet taken, as an async iterable with one reader. */
export class EventQueue<T> implements AsyncIterable<T> {
  readonly #options: EventQueueOptions<T>;
  #events: T[] = [];
  #size = 0;
  #full = false;
  #ended = false;
  #wake: (() => void) | undefined;

  constructor(options: EventQueueOptions<T>) {
    this.#options = options;
  }

  /** So much waits that nothing more should come. */
  get full(): boolean {
    return this.#full;
  }

  push(event: T): void {
    this.#events.push(event);
    this.#count(this.#options.sizeOf(event));
    this.#wake?.();
  }

  /** No more events will come; those that are there can still be taken. */
  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    for (;;) {
      const events = this.#events;
      this.#events = [];
      for (const event of events) {
        yield event;
        this.#count(-this.#options.sizeOf(event));
      }
      if (this.#events.length > 0) continue;
      if (this.#ended) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = undefined;
    }
  }

  #count(size: number): void {
    this.#size += size;
    const full = this.#size > (this.#full ? low : high);
    if (full === this.#full) return;
    this.#full = full;
    this.#options.onPressure(full);
  }
}
