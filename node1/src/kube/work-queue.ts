import { ApiError } from '../objects.ts';
import type { Clock } from './clock.ts';

/** Keys (`namespace/name`) that a controller has to look at again; each is looked at once however often it was added. */
export interface WorkQueue {
  add(namespace: string, name: string): void;
  close(): void;
}

/** How long to wait before the next try, when the API server refused what a controller wanted. */
const retrySeconds = 1;

/**
 * A queue that hands its keys to `reconcile` one by one, after the code that added them has returned, as controllers of
 * Kubernetes work. What the API server refuses (a namespace that is going away, say) is tried again a little later as long as
 * `reconcile` finds something to do.
 */
export function createWorkQueue(clock: Clock, reconcile: (namespace: string, name: string) => void): WorkQueue {
  const waiting = new Map<string, readonly [string, string]>();
  let scheduled: NodeJS.Immediate | undefined;
  let closed = false;

  const drain = () => {
    scheduled = undefined;
    const batch = [...waiting.values()];
    waiting.clear();
    for (const [namespace, name] of batch) {
      try {
        reconcile(namespace, name);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        if (error.reason !== 'Forbidden') {
          clock.after(retrySeconds, () => {
            add(namespace, name);
          });
        }
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
    },
  };
}
