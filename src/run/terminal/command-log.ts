import type { ShellCommand } from './tracker.ts';

/** A command and what it printed. */
export interface LoggedCommand {
  readonly command: string;
  readonly output: string;
}

/** Longest output that is kept, and how long all are together, in characters: placeholders are resolved from tables of a few lines. */
const longestOutput = 32 * 1024;
const mostKept = 128 * 1024;

interface Entry {
  readonly command: string;
  /** As it came, until somebody asks for it. */
  output: string;
  isRendered: boolean;
}

/** The newest commands that have ended, for placeholders in URLs. Each output is rendered once, when it is asked for. */
export class CommandLog {
  readonly #entries: Entry[] = [];
  #kept = 0;

  add({ text, capture }: ShellCommand): void {
    // A flood is of no use here.
    if (capture.length > longestOutput) return;
    this.#entries.push({ command: text, output: capture.text(), isRendered: false });
    this.#kept += sizeOf(text, capture.length);
    for (let oldest = this.#entries[0]; oldest && this.#kept > mostKept; oldest = this.#entries[0]) {
      this.#kept -= sizeOf(oldest.command, oldest.output.length);
      this.#entries.shift();
    }
  }

  /** What was typed and what came back, oldest first. */
  async read(render: (raw: string) => Promise<string>): Promise<readonly LoggedCommand[]> {
    const entries = [...this.#entries];
    for (const entry of entries) {
      if (entry.isRendered) continue;
      const output = await render(entry.output);
      if (this.#entries.includes(entry)) this.#kept += output.length - entry.output.length;
      entry.output = output;
      entry.isRendered = true;
    }
    return entries.map(({ command, output }) => ({ command, output }));
  }
}

/** What an entry takes besides: an object, and what is around it. */
function sizeOf(command: string, length: number): number {
  return command.length + length + 64;
}
