import { NodeScripts } from '../node-scripts.ts';
import type { ShellCommand } from './tracker.ts';

/** A command and what it printed. */
export interface LoggedCommand {
  readonly command: string;
  readonly output: string;
}

/** Longest output that is kept, and how long all are together, in characters: placeholders are resolved from tables of a few lines. */
export const longestLogged = 32 * 1024;
const mostKept = 256 * 1024;

/** The newest commands that have ended, for placeholders in URLs. Each output is rendered once, when it is asked for. */
export class CommandLog {
  readonly #commands: ShellCommand[] = [];
  /** Of an earlier run, by their chapters. */
  readonly #recalled: (LoggedCommand & { readonly chapter: string })[] = [];
  readonly #rendered = new WeakMap<ShellCommand, string>();
  #kept = 0;

  add(command: ShellCommand): void {
    // A flood is of no use here.
    if (command.capture.length > longestLogged) return;
    this.#commands.push(command);
    this.#kept += sizeOf(command);
    while (this.#kept > mostKept) {
      const oldest = this.#commands.shift();
      this.#kept -= oldest ? sizeOf(oldest) : this.#kept;
    }
  }

  /** Adds what an earlier run has typed, which is older than all else. */
  recall(commands: readonly (LoggedCommand & { readonly chapter: string })[]): void {
    this.#recalled.push(...commands);
  }

  /**
   * What the steps of a chapter and people have typed, and what came back, oldest first. What a step's command printed before
   * it failed shows nothing.
   */
  async read(chapter: string, render: (command: ShellCommand) => Promise<string>): Promise<readonly LoggedCommand[]> {
    const log: LoggedCommand[] = this.#recalled
      .filter((each) => each.chapter === chapter)
      .map(({ command, output }) => ({ command, output }));
    for (const command of this.#commands) {
      if (command.chapter !== undefined && command.chapter !== chapter) continue;
      if (command.chapter !== undefined && hasFailed(command)) {
        log.push({ command: command.text, output: '' });
        continue;
      }
      const output = this.#rendered.get(command) ?? (await render(command));
      this.#rendered.set(command, output);
      log.push({ command: command.text, output });
    }
    return log;
  }
}

/** What the terminals of a node share. */
export class NodeMemory {
  readonly log = new CommandLog();
  readonly scripts = new NodeScripts();
  /** What a `copy` took from a screen, for `paste`. */
  clipboard: string | undefined;
}

/** Its text and what it printed, and what is around them. */
function sizeOf({ text, capture }: ShellCommand): number {
  return text.length + capture.length + 256;
}

/** Ended with an exit code of its own; those above 128 are of what was stopped. */
function hasFailed({ exitCode = 0 }: ShellCommand): boolean {
  return exitCode > 0 && exitCode <= 128;
}
