import type { PromptFacts } from './marks.ts';

/** What the prompts of a shell tell of it. */
export class ShellFacts {
  /** `BASH_VERSION` of the shell that printed the first prompt; undefined when it is no bash. */
  version: string | undefined;
  /** `$-`: its options. */
  flags = '';
  /** Number of the command that it runs next. */
  number: number | undefined;
  /** bash's line editor reads: it can be asked. */
  hasEditor = false;
  #pastes = false;

  /** Its line editor takes pasted text as it is, whatever the keys are bound to: bash since 5.1. */
  get takesPaste(): boolean {
    return this.hasEditor && this.#pastes;
  }

  /** A prompt of this shell tells that a command ran since the one before. */
  tellsRun(prompt: PromptFacts | undefined, shell: string | undefined): boolean {
    if (prompt?.number === undefined || this.number === undefined) return false;
    return prompt.shell === shell && prompt.number > this.number;
  }

  /** A prompt is complete. `hasRun`: a command ran before it. */
  learn(prompt: PromptFacts | undefined, edited: boolean, hasRun: boolean): void {
    this.hasEditor = edited;
    if (!prompt) {
      if (this.number !== undefined && hasRun) this.number += 1;
      return;
    }
    this.version ??= prompt.shellVersion;
    this.flags = prompt.flags;
    this.number = prompt.number;
    const [major = 0, minor = 0] = (prompt.shellVersion ?? '0').split('.').map(Number);
    this.#pastes = major > 5 || (major === 5 && minor >= 1);
  }
}
