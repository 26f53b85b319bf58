import type { ShellCommand } from './tracker.ts';

/** A command and what it printed. */
export interface LoggedCommand {
  readonly command: string;
  readonly output: string;
}

/** Commands that are kept. */
const mostCommands = 500;
/** Longest output that is kept, in characters: placeholders are resolved from tables of a few lines. */
const longestOutput = 32 * 1024;

/** The newest commands that have ended, for placeholders in URLs. Each output is rendered once, when it is asked for. */
export class CommandLog {
  readonly #commands: ShellCommand[] = [];
  readonly #rendered = new WeakMap<ShellCommand, string>();

  add(command: ShellCommand): void {
    // A flood is of no use here.
    if (command.capture.length > longestOutput) return;
    this.#commands.push(command);
    if (this.#commands.length > mostCommands) this.#commands.shift();
  }

  /**
   * What the steps of a chapter and people have typed, and what came back, oldest first. What a step's command printed before
   * it failed shows nothing.
   */
  async read(chapter: string, render: (command: ShellCommand) => Promise<string>): Promise<readonly LoggedCommand[]> {
    const log: LoggedCommand[] = [];
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

/** Ended with an exit code of its own; those above 128 are of what was stopped. */
function hasFailed({ exitCode = 0 }: ShellCommand): boolean {
  return exitCode > 0 && exitCode <= 128;
}
