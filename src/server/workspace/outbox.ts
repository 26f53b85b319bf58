/** Sends messages in their order, those that must be kept first only when they are. */
export class Outbox<Message> {
  readonly #send: (message: Message) => void;
  readonly #waiting: { readonly message: Message; isKept: boolean }[] = [];
  #last: Promise<void> = Promise.resolve();

  constructor(send: (message: Message) => void) {
    this.#send = send;
  }

  /** Fulfilled when all that was given to it so far is sent. */
  get settled(): Promise<void> {
    return this.#last;
  }

  /** Sends a message after those before it, and not before `kept` is fulfilled, or rejected. */
  add(message: Message, kept?: Promise<unknown>): void {
    if (!kept && this.#waiting.length === 0) {
      this.#send(message);
      return;
    }
    const entry = { message, isKept: kept === undefined };
    this.#waiting.push(entry);
    if (!kept) return;
    const done = (): void => {
      entry.isKept = true;
      while (this.#waiting[0]?.isKept) {
        const first = this.#waiting.shift();
        if (first) this.#send(first.message);
      }
    };
    const before = this.#last;
    this.#last = kept.then(done, done).then(() => before);
  }
}
