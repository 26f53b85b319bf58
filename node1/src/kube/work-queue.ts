import { ApiError } from '../objects.ts';
import type { Clock } from './clock.ts';

/** Keys (`namespace/name`) that a controller has to look at again; each is looked at once however often it was added. */
export interface WorkQueue {
  add(namespace: string, name: string): void;
  close(): void;
}

/** Seconds to wait before the next try, when the API server refused what a controller wanted. */
const retrySeconds = 1;
/** What is forbidden (by a quota) is tried again ever later, at most after so many seconds; as controllers do, but for their tries within the first second. */
const longestSeconds = 1000;

/**
 * A queue that hands its keys to `reconcile` one by one, after the code that added them has returned, as controllers of
 * Kubernetes work. What the API server refuses (a namespace that is going away, say) is tried again a little later as long as
 * `reconcile` finds something to do. `firstSeconds`: how long the first wait is for what is forbidden.
 */
export function createWorkQueue(
  clock: Clock,
  reconcile: (namespace: string, name: string) => void,
  firstSeconds = retrySeconds,
): WorkQueue {
  /** Tries that were forbidden, one after the other. */
  const forbidden = new Map<string, number>();
  const retries = new Map<string, () => void>();
  const waiting = new Map<string, readonly [string, string]>();
  let scheduled: NodeJS.Immediate | undefined;
  let closed = false;

  const drain = () => {
    scheduled = undefined;
    const batch = [...waiting.values()];
    waiting.clear();
    for (const [namespace, name] of batch) {
      const key = `${namespace}/${name}`;
      try {
        reconcile(namespace, name);
        forbidden.delete(key);
        retries.get(key)?.();
        retries.delete(key);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        const isForbidden = error.reason === 'Forbidden';
        const times = forbidden.get(key) ?? 0;
        if (isForbidden) forbidden.set(key, times + 1);
        const seconds = isForbidden ? Math.min(firstSeconds * 2 ** times, longestSeconds) : retrySeconds;
        retries.get(key)?.();
        retries.set(
          key,
          clock.after(seconds, () => {
            retries.delete(key);
            add(namespace, name);
          }),
        );
      }
    }
  };
  const add = (namespace: string, name: string) => {
    if (closed) return;
    waiting.set(`${namespace}/${name}`, [namespace, name]);
    scheduled ??= setImmediate(drain);
  };
  return {
    add,
    close() {
      closed = true;
      clearImmediate(scheduled);
      for (const cancel of retries.values()) cancel();
    },
  };
}
