/** Milliseconds that programs of ours may run before everything else here gets its turn. */
const longestTurn = 8;

/** One that waits for a turn. */
interface Waiting {
  readonly turn: Promise<void>;
  readonly begin: () => void;
}

/**
 * Who of the containers of a node runs: all of them together have one turn, then the node does everything else, then the next of them has
 * its own. So the node answers as fast beside ten busy containers as beside one.
 */
export class Turns {
  #start = performance.now();
  /** Oldest first. */
  readonly #waiting = new Map<object, Waiting>();

  /** What is to be waited for by a program of `owner`; undefined where it goes on. */
  over(owner: object): Promise<void> | undefined {
    if (performance.now() - this.#start < longestTurn) return undefined;
    const known = this.#waiting.get(owner);
    if (known !== undefined) return known.turn;
    let begin: () => void = () => undefined;
    const turn = new Promise<void>((resolve) => (begin = resolve));
    this.#waiting.set(owner, { turn, begin });
    if (this.#waiting.size === 1) setImmediate(this.#next);
    return turn;
  }

  readonly #next = (): void => {
    const [first] = this.#waiting;
    if (first === undefined) return;
    const [owner, { begin }] = first;
    this.#waiting.delete(owner);
    this.#start = performance.now();
    begin();
    if (this.#waiting.size > 0) setImmediate(this.#next);
  };
}
