/** The standard input of a command: asks for bytes only when its program wants some. */
export class Input implements AsyncIterable<Uint8Array> {
  readonly #ask: () => void;
  readonly #chunks: Uint8Array[] = [];
  #ended = false;
  #wake: (() => void) | undefined;

  /** `ask` makes the other side read once; the answer comes through `push`. */
  constructor(ask: () => void) {
    this.#ask = ask;
  }

  /** Hands over what was read; an empty chunk is the end. */
  push(chunk: Uint8Array): void {
    if (chunk.length === 0) this.#ended = true;
    else this.#chunks.push(chunk);
    this.#wake?.();
  }

  /** Nothing more will come. */
  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void> {
    for (;;) {
      if (this.#chunks.length === 0 && !this.#ended) {
        const come = new Promise<void>((resolve) => (this.#wake = resolve));
        this.#ask();
        await come;
      }
      const chunk = this.#chunks.shift();
      if (chunk === undefined) return;
      yield chunk;
    }
  }
}
