/** Delays of one cluster: all scaled by its speed, all gone when it closes. */
export interface Clock {
  /** Calls `act` after a delay in seconds of the real cluster; returns what cancels it. */
  after(seconds: number, act: () => void): () => void;
  /** Fulfilled after a delay; rejects with the signal's reason when that comes first, or when the cluster closes. */
  sleep(seconds: number, signal: AbortSignal): Promise<void>;
  /** While `on`, short delays (an image that comes, a rule that takes effect) are a twentieth; those that space tries out stay. */
  hurry(on: boolean): void;
  /** Cancels everything that is still to come. */
  close(): void;
}

/** Seconds up to which a delay only imitates how long something takes. */
const short = 2;
const hurriedBy = 20;

/** A clock; `speed` is how often faster than a real cluster it goes (1 = as fast). */
export function createClock(speed: number): Clock {
  const cancels = new Set<() => void>();
  /** Ends short delays at once. */
  const shorteners = new Set<() => void>();
  let closed = false;
  let hurried = false;

  const after = (seconds: number, act: () => void): (() => void) => {
    if (closed) return () => undefined;
    const isShort = seconds <= short;
    const start = (ms: number): NodeJS.Timeout =>
      setTimeout(() => {
        cancel();
        act();
      }, ms);
    const ms = (seconds * 1000) / speed;
    let timer = start(hurried && isShort ? ms / hurriedBy : ms);
    const shorten = () => {
      clearTimeout(timer);
      timer = start(ms / hurriedBy);
    };
    const cancel = () => {
      clearTimeout(timer);
      cancels.delete(cancel);
      shorteners.delete(shorten);
    };
    cancels.add(cancel);
    if (isShort) shorteners.add(shorten);
    return cancel;
  };

  return {
    after,
    sleep: (seconds, signal) =>
      new Promise((resolve, reject) => {
        const stop = () => {
          cancel();
          reject(signal.reason as Error);
        };
        const cancel = after(seconds, () => {
          signal.removeEventListener('abort', stop);
          resolve();
        });
        if (signal.aborted) stop();
        else signal.addEventListener('abort', stop, { once: true });
      }),
    hurry(on) {
      hurried = on;
      if (on) for (const shorten of shorteners) shorten();
    },
    close() {
      closed = true;
      for (const cancel of cancels) cancel();
    },
  };
}
