/** Shells that run inside each other, by the process ids that their marks carry. */
export class ShellStack {
  readonly #shells: string[] = [];

  get depth(): number {
    return this.#shells.length;
  }

  get current(): string | undefined {
    return this.#shells.at(-1);
  }

  /** A shell has shown a prompt: a new one stands in the last; one that was there has got the terminal back. */
  seen(shell: string | undefined): void {
    if (shell === undefined) return;
    const at = this.#shells.indexOf(shell);
    if (at < 0) this.#shells.push(shell);
    else this.#shells.length = at + 1;
  }
}
