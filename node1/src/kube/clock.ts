/** Delays of one cluster: all scaled by its speed, all gone when it closes. */
export interface Clock {
  /** Calls `act` after a delay in seconds of the real cluster; returns what cancels it. */
  after(seconds: number, act: () => void): () => void;
  /** Fulfilled after a delay; rejects with the signal's reason when that comes first, or when the cluster closes. */
  sleep(seconds: number, signal: AbortSignal): Promise<void>;
  /** Cancels everything that is still to come. */
  close(): void;
}

/** A clock; `speed` is how often faster than a real cluster it goes (1 = as fast). */
export function createClock(speed: number): Clock {
  const cancels = new Set<() => void>();
  let closed = false;

  const after = (seconds: number, act: () => void): (() => void) => {
    if (closed) return () => undefined;
    const timer = setTimeout(
      () => {
        cancels.delete(cancel);
        act();
      },
      (seconds * 1000) / speed,
    );
    const cancel = () => {
      clearTimeout(timer);
      cancels.delete(cancel);
    };
    cancels.add(cancel);
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
    close() {
      closed = true;
      for (const cancel of cancels) cancel();
    },
  };
}
