import type { Unit } from '../../plan/units.ts';
import type { ServerMessage, UnitState } from '../../protocol.ts';
import { hasEnded } from './unit-states.ts';

/** Keeps how a unit is; fulfilled when that will not be lost. */
type Keep = (unit: string, state: UnitState) => Promise<void>;

export interface UnitNewsOptions {
  readonly tell: (message: ServerMessage) => void;
  readonly onError: (error: unknown) => void;
}

/** Tells how units are, in the order in which they change; how one has ended, when that is kept: what people have seen is never lost. */
export class UnitNews {
  readonly #options: UnitNewsOptions;
  readonly #waiting: { readonly message: ServerMessage; isKept: boolean }[] = [];
  #last: Promise<void> = Promise.resolve();
  /** None: nothing is kept. */
  keep: Keep | undefined;

  constructor(options: UnitNewsOptions) {
    this.#options = options;
  }

  /** Fulfilled when all that was given to it so far is told. */
  get settled(): Promise<void> {
    return this.#last;
  }

  /** Tells something else, after all that was given to it so far. */
  say(message: ServerMessage): void {
    if (this.#waiting.length === 0) this.#options.tell(message);
    else this.#waiting.push({ message, isKept: true });
  }

  tell({ id }: Unit, state: UnitState, before: UnitState): void {
    const { tell, onError } = this.#options;
    const message = { type: 'unit', unit: id, state } as const;
    const isBegun = state.status === 'running' && before.status !== 'running' && before.status !== 'waiting';
    const hasChanged = hasEnded(state) || (state.status === 'idle' && hasEnded(before));
    const kept = isBegun || hasChanged ? this.keep?.(id, lasting(state)) : undefined;
    kept?.catch(onError);
    const isAwaited = hasChanged && kept !== undefined;
    if (!isAwaited && this.#waiting.length === 0) {
      tell(message);
      return;
    }
    const entry = { message, isKept: !isAwaited };
    this.#waiting.push(entry);
    if (!isAwaited) return;
    const done = (): void => {
      entry.isKept = true;
      while (this.#waiting[0]?.isKept) {
        const first = this.#waiting.shift();
        if (first) tell(first.message);
      }
    };
    const earlier = this.#last;
    this.#last = kept.then(done, done).then(() => earlier);
  }
}

/** What is worth keeping of a state: what a unit changed is told while the node is there. */
function lasting(state: UnitState): UnitState {
  const lasting: { -readonly [K in keyof UnitState]: UnitState[K] } = { ...state };
  delete lasting.changes;
  return lasting;
}
