import { MessageError } from '../../messages/message-error.ts';
import type { ClassEvent } from './class-events.ts';
import type { ClassState } from './class-state.ts';

/** Keeps what happens in a class, so that it outlives the server. */
export interface Store {
  /** What the class is now: all events that were appended, also those that are not durable yet. */
  readonly state: ClassState;
  /**
   * Adds events: the state has them at once; fulfilled when they are durable. Rejects with StoreError when they cannot be kept.
   */
  append(...events: readonly ClassEvent[]): Promise<void>;
  /** Fulfilled when everything is durable and another server may open it. */
  close(): Promise<void>;
}

/** What happens in the class cannot be read or kept; the message says why and what to do. */
export class StoreError extends MessageError {
  override readonly name = 'StoreError';
}
