import { completeCommands } from '../../plan/bash.ts';
import type { ShellCommand } from './shell-command.ts';

/** Tells which of the lines that a person pasted together is which command: the screen shows them as one text. */
export class Pasted {
  #whole: Promise<string> | undefined;

  /** A command has ended. */
  follow(command: ShellCommand): void {
    const { pasted } = command;
    if (pasted === undefined) return;
    if (pasted === 0) this.#whole = command.byHand;
    const whole = this.#whole;
    if (whole) command.byHand = whole.then((text) => completeCommands(text)[pasted] ?? '');
  }
}
