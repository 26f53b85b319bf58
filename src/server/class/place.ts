import { randomBytes } from 'node:crypto';
import type { Target } from '../../target/target.ts';

/** Where the pages of a person's node are, for as long as the node is theirs. */
export class Place {
  /** Nobody can guess it; it may stand in a host name. */
  readonly label = randomBytes(6).toString('hex');
  readonly #make: () => Target;
  readonly #ending = new AbortController();
  #target: Target | undefined;

  constructor(make: () => Target) {
    this.#make = make;
  }

  /** Aborted when the node is given back. */
  get ended(): AbortSignal {
    return this.#ending.signal;
  }

  /** The target of the node that they have now. */
  get target(): Target | undefined {
    return this.#target;
  }

  /** The target for another node, which is the one from now on. */
  readonly newTarget = (): Target => (this.#target = this.#make());

  end(): void {
    this.#ending.abort();
  }
}
