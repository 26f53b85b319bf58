import type { Change, Resource } from '../objects.ts';

type ChangeListener = (change: Change<Resource>) => void;

/** Delivers changes to their watchers in order, after the code that made them has returned. */
export interface Dispatcher {
  publish(resource: Resource, change: Change<Resource>): void;
  subscribe<R extends Resource>(resource: R, listener: (change: Change<R>) => void): () => void;
}

/**
 * A dispatcher without watchers. A watcher sees what was published after it came, and nothing after it left; one that
 * throws does not keep the others from theirs (the error goes to the process).
 */
export function createDispatcher(): Dispatcher {
  const listeners = new Map<Resource, Set<ChangeListener>>();
  return {
    publish(resource, change) {
      const current = listeners.get(resource);
      for (const listener of current ?? []) {
        queueMicrotask(() => {
          if (current?.has(listener) === true) listener(change);
        });
      }
    },
    subscribe(resource, listener) {
      // Its own function, so that one listener may subscribe twice.
      const own: ChangeListener = (change) => {
        listener(change as Parameters<typeof listener>[0]);
      };
      const current = listeners.get(resource) ?? new Set();
      listeners.set(resource, current.add(own));
      return () => {
        current.delete(own);
      };
    },
  };
}
