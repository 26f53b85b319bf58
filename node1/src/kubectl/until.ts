/** What to wait for. */
export interface Waiting {
  readonly signal: AbortSignal;
  /** Milliseconds; undefined for no limit. */
  readonly limit: number | undefined;
  /** Has `check` called after every event that may make the condition true; returns what stops that. */
  readonly subscribe: (check: () => void) => () => void;
  readonly holds: () => boolean;
}

/** Waits for a condition by events alone: true when it holds, false at the limit. Rejects with the signal's reason. */
export function until({ signal, limit, subscribe, holds }: Waiting): Promise<boolean> {
  return new Promise((resolve, reject) => {
    let stop = (): void => undefined;
    let timer: NodeJS.Timeout | undefined;
    const finish = (act: () => void): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', interrupted);
      stop();
      act();
    };
    const interrupted = (): void => {
      finish(() => {
        reject(new Error('interrupted'));
      });
    };
    const check = (): void => {
      if (holds())
        finish(() => {
          resolve(true);
        });
    };
    if (signal.aborted) {
      interrupted();
      return;
    }
    signal.addEventListener('abort', interrupted, { once: true });
    stop = subscribe(check);
    if (limit !== undefined)
      timer = setTimeout(() => {
        finish(() => {
          resolve(holds());
        });
      }, limit);
    check();
  });
}
