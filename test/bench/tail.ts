/** The newest bytes of a terminal, and who waits for something in them: the same for every server that is measured. */
export class Tail {
  readonly #waiting = new Set<{ readonly check: () => void; readonly fail: (error: Error) => void }>();
  #bytes = Buffer.alloc(0);
  #ended: Error | undefined;

  /** Fulfilled when the bytes have come that `text` stands for, at the end of a command line's output or as an echo. */
  sees(text: string, deadline = 120_000): Promise<void> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        one.fail(new Error(`${text} did not come within ${deadline} ms: ${this.#bytes.toString().slice(-300)}`));
      }, deadline);
      const leave = (): void => {
        clearTimeout(late);
        this.#waiting.delete(one);
      };
      const one = {
        check: () => {
          if (!this.#bytes.includes(text)) return;
          leave();
          resolve();
        },
        fail: (error: Error) => {
          leave();
          reject(error);
        },
      };
      this.#waiting.add(one);
      if (this.#ended) one.fail(this.#ended);
      else one.check();
    });
  }

  /** More has come. */
  look(bytes: Buffer): void {
    // Nobody waits in a flood for what is far back.
    this.#bytes = Buffer.concat([this.#bytes.subarray(-200), bytes.subarray(-4096)]);
    for (const { check } of [...this.#waiting]) check();
  }

  /** Forgets what came, so that `sees` waits for something new. */
  forget(): void {
    this.#bytes = Buffer.alloc(0);
  }

  /** Nothing more comes: whoever waits hears why. */
  end(reason: Error): void {
    this.#ended ??= reason;
    for (const { fail } of [...this.#waiting]) fail(this.#ended);
  }
}
