import { performance } from 'node:perf_hooks';

/** Where the engine takes the time from: the machine, or a test that moves it by hand. */
export interface Clock {
  /** Milliseconds since a moment that does not change. */
  now(): number;
  /** Calls `callback` once after `ms` milliseconds; gives the function that cancels it. */
  after(ms: number, callback: () => void): () => void;
}

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => performance.now(),
  after: (ms, callback) => {
    let late: NodeJS.Immediate | undefined;
    // Node keeps a list for each duration: of whole milliseconds there are few. A busy machine calls a timer before what came is read.
    const timer = setTimeout(() => {
      late = setImmediate(callback);
    }, Math.ceil(ms));
    return () => {
      clearTimeout(timer);
      clearImmediate(late);
    };
  },
};

/** Fulfilled after `ms` milliseconds, or as soon as `signal` is aborted. */
export function delay(ms: number, clock: Clock, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const finish = (): void => {
      cancel();
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const cancel = clock.after(ms, finish);
    signal.addEventListener('abort', finish);
  });
}

/**
 * Calls `task` with a signal that is aborted `ms` milliseconds from now, with a `TimeoutError`, or when `parent` is.
 * `AbortSignal.any` and `AbortSignal.timeout` are of no use for that: what they give may be garbage-collected while
 * somebody waits for it, the deadline with it (nodejs/node#57736).
 */
export async function withDeadline<T>(
  ms: number,
  clock: Clock,
  parent: AbortSignal,
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const abort = (): void => {
    controller.abort(parent.reason);
  };
  const cancel = clock.after(ms, () => {
    controller.abort(new DOMException('no answer in time', 'TimeoutError'));
  });
  parent.addEventListener('abort', abort);
  if (parent.aborted) abort();
  try {
    return await task(controller.signal);
  } finally {
    cancel();
    parent.removeEventListener('abort', abort);
  }
}
