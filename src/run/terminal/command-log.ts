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

  /** What was typed and what came back, oldest first. */
  async read(render: (command: ShellCommand) => Promise<string>): Promise<readonly LoggedCommand[]> {
    const log: LoggedCommand[] = [];
    for (const command of this.#commands) {
      const output = this.#rendered.get(command) ?? (await render(command));
      this.#rendered.set(command, output);
      log.push({ command: command.text, output });
    }
    return log;
  }
}
