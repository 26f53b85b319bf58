import type { Clock } from './clock.ts';

interface Timer {
  /** By this clock. */
  readonly due: number;
  readonly callback: () => void;
  cancel: () => void;
}

/** A clock that can stand still: no time passes then, and nothing falls due. */
export class StoppableClock implements Clock {
  readonly #base: Clock;
  readonly #timers = new Set<Timer>();
  /** Time that has passed while it stood still. */
  #lost = 0;
  #stoppedAt: number | undefined;

  constructor(base: Clock) {
    this.#base = base;
  }

  now(): number {
    return (this.#stoppedAt ?? this.#base.now()) - this.#lost;
  }

  after(ms: number, callback: () => void): () => void {
    const timer: Timer = { due: this.now() + ms, callback, cancel: () => undefined };
    this.#timers.add(timer);
    if (this.#stoppedAt === undefined) this.#arm(timer);
    return () => {
      this.#timers.delete(timer);
      timer.cancel();
    };
  }

  stop(): void {
    if (this.#stoppedAt !== undefined) return;
    this.#stoppedAt = this.#base.now();
    for (const timer of this.#timers) timer.cancel();
  }

  start(): void {
    if (this.#stoppedAt === undefined) return;
    this.#lost += this.#base.now() - this.#stoppedAt;
    this.#stoppedAt = undefined;
    for (const timer of this.#timers) this.#arm(timer);
  }

  #arm(timer: Timer): void {
    timer.cancel = this.#base.after(Math.max(0, timer.due - this.now()), () => {
      this.#timers.delete(timer);
      timer.callback();
    });
  }
}
