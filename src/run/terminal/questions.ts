/**
 * What was typed that nobody sees, and what comes of it: the key that asks the shell (`askKey`), and ^C. Answers come in the
 * order of the questions; those from before a ^C may be lost with it, and say nothing of what came after it. After an
 * answer the line editor draws the last line of its prompt anew: marks that tell nothing.
 */
export class Questions {
  /** ^C was typed, and no prompt is known to have come after it. */
  interrupted: 'atPrompt' | 'running' | undefined;
  #open = 0;
  #stale = 0;
  #redraw: 'due' | 'drawing' | undefined;

  /** True while an answer is awaited. */
  get isOpen(): boolean {
    return this.#open > 0;
  }

  /** True while marks belong to a prompt that is drawn anew. */
  get isRedrawing(): boolean {
    return this.#redraw !== undefined;
  }

  asked(): void {
    this.#open += 1;
  }

  /** No answer will come any more. */
  forget(): void {
    this.#open = 0;
  }

  interrupt(atPrompt: boolean): void {
    this.interrupted = atPrompt ? 'atPrompt' : (this.interrupted ?? 'running');
    this.#stale += this.#open;
    this.#open = 0;
  }

  /** An answer came. False when it is one from before a ^C. */
  answered(): boolean {
    this.#redraw = 'due';
    if (this.#stale > 0) {
      this.#stale -= 1;
      return false;
    }
    this.#open = 0;
    return true;
  }

  /** The line editor draws a prompt. True when it is the old one, after an answer. */
  editorDraws(): boolean {
    this.#redraw = this.#redraw === 'due' ? 'drawing' : undefined;
    return this.#redraw !== undefined;
  }

  /** What came shows that nothing is drawn anew any more. */
  redrawn(): void {
    this.#redraw = undefined;
  }
}
