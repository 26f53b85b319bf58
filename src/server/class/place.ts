import { randomBytes } from 'node:crypto';
import type { Target } from '../../target/target.ts';

/** Where the pages of a person's node are, for as long as the node is theirs. */
export class Place {
  /** Nobody can guess it; it may stand in a host name. */
  readonly label = randomBytes(6).toString('hex');
  readonly #make: (node?: string) => Target;
  readonly #ending = new AbortController();
  #target: Target | undefined;
  #found: string | undefined;

  /** `found`: name of a node that is there already, and is the first. */
  constructor(make: (node?: string) => Target, found?: string) {
    this.#make = make;
    this.#found = found;
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
  readonly newTarget = (): Target => {
    this.#target = this.#make(this.#found);
    this.#found = undefined;
    return this.#target;
  };

  end(): void {
    this.#ending.abort();
  }
}
