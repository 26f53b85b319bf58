import type { ClassEvent } from './class-events.ts';
import { ClassState } from './class-state.ts';
import type { Store } from './store.ts';

/** Keeps what happens for as long as the server lives. */
export function memoryStore(): Store {
  const state = new ClassState();
  return {
    state,
    append: (...events: readonly ClassEvent[]) => {
      for (const event of events) state.apply(event);
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
}
