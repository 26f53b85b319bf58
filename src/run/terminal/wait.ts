import type { Clock } from '../clock.ts';

export interface WaitOptions {
  readonly ms: number;
  readonly signal: AbortSignal;
  /**
   * Calls `quiet` when nothing came for so long (a debounce); the wait ends when it says true. Otherwise it goes on, and
   * `quiet` is asked again after as much silence, or after twice as much each time, up to `longestQuietMs`.
   */
  readonly quietMs?: number | (() => number);
  readonly longestQuietMs?: number;
  readonly quiet?: () => boolean;
}

export type WaitOutcome<T> =
  { readonly kind: 'held'; readonly value: T } | { readonly kind: 'quiet' | 'timeout' | 'closed' | 'aborted' };

/** A stream to wait for. */
export interface Source {
  readonly clock: Clock;
  /** True when nothing more will come. */
  readonly isClosed: () => boolean;
  /** True while reading is paused by back-pressure. */
  readonly isPaused: () => boolean;
  /** Calls `listener` after everything that comes; returns the function that stops it. */
  readonly onChange: (listener: () => void) => () => void;
}

/**
 * Waits until `probe` gives something, which is asked again after everything that comes. Ends with `timeout`,
 * with `closed` when nothing more will come, with `aborted` by the signal, with `quiet` as the options say.
 */
export function until<T>(source: Source, probe: () => T | undefined, options: WaitOptions): Promise<WaitOutcome<T>> {
  const { clock } = source;
  const { quietMs, longestQuietMs } = options;
  const already = probe();
  if (already !== undefined) return Promise.resolve({ kind: 'held', value: already });
  return new Promise((resolve) => {
    let cancelQuiet: (() => void) | undefined;
    const finish = (outcome: WaitOutcome<T>): void => {
      cancelTimeout();
      cancelQuiet?.();
      unsubscribe();
      options.signal.removeEventListener('abort', abort);
      resolve(outcome);
    };
    const abort = (): void => {
      finish({ kind: 'aborted' });
    };
    const restartQuiet = (ms = typeof quietMs === 'function' ? quietMs() : quietMs): void => {
      if (ms === undefined) return;
      cancelQuiet?.();
      cancelQuiet = clock.after(ms, () => {
        // While reading is paused, silence says nothing.
        const isQuiet = !source.isPaused() && (options.quiet?.() ?? true);
        if (!isQuiet) {
          restartQuiet(longestQuietMs === undefined ? undefined : Math.min(2 * ms, longestQuietMs));
          return;
        }
        // What came while it was asked is read first: on a busy machine, the prompt of a shell that is seen to read by now.
        const last = setImmediate(finish, { kind: 'quiet' });
        cancelQuiet = () => {
          clearImmediate(last);
        };
      });
    };
    const check = (): void => {
      const value = probe();
      if (value !== undefined) finish({ kind: 'held', value });
      else if (source.isClosed()) finish({ kind: 'closed' });
      else restartQuiet();
    };
    const cancelTimeout = clock.after(options.ms, () => {
      finish({ kind: 'timeout' });
    });
    const unsubscribe = source.onChange(check);
    options.signal.addEventListener('abort', abort);
    if (options.signal.aborted) abort();
    else check();
  });
}
