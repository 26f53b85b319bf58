/** Listeners of one kind of event. */
export class Emitter<T> {
  readonly #listeners = new Set<(value: T) => void>();

  /** Calls `listener` with every value from now on; returns the function that stops it. */
  on(listener: (value: T) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls every listener that is there now. */
  emit(value: T): void {
    for (const listener of [...this.#listeners]) listener(value);
  }

  /** Forgets all listeners. */
  clear(): void {
    this.#listeners.clear();
  }
}
