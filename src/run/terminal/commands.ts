import type { Chunk } from './bulk.ts';
import { Capture } from './capture.ts';
import type { Mark } from './marks.ts';
import { newCommand, type ShellCommand, type ShellEvent } from './shell-command.ts';

/** How a command has ended. */
export interface CommandEnd {
  readonly exitCode: number;
  readonly empty: readonly string[];
  readonly executed: boolean;
  readonly leftShell: boolean;
}

/** The commands of a shell, one after the other. */
export class Commands {
  /** The one that was typed last, ended or not. */
  newest: ShellCommand | undefined;
  /** Of the last one that has ended. */
  lastExitCode: number | undefined;
  /** Jobs that run, as the last prompt told them. */
  jobs = '';
  /** The last one that has ended was not run: a syntax error. */
  wasRejected = false;
  /** Number of the one that runs, in its shell. */
  #number: number | undefined;

  begin(text: string, byPerson = false): void {
    this.newest = newCommand(text, this.jobs, byPerson);
  }

  /** Adds a line to the one that is being typed. */
  extend(line: string): void {
    if (this.newest) this.newest.text += `\n${line}`;
  }

  /** The line that is edited is not what was typed. */
  drop(): void {
    this.newest = undefined;
  }

  /** A line of the one that is typed is complete, and another one follows. */
  get lineEnd(): ShellEvent {
    return { kind: 'lineEnd', byHand: (this.newest?.text ?? '') === '' };
  }

  output(text: Chunk): void {
    if (this.newest?.exitCode === undefined) this.newest?.capture.add(text);
  }

  /**
   * A line runs. While one runs already, the mark ends it, and begins the next of those that were pasted together; nothing is told
   * when it is the second mark of the same command, around what others have in PS0.
   */
  start(mark: Mark & { kind: 'outputStart' }, before: 'typed' | 'running' | 'other'): readonly ShellEvent[] {
    const last = this.newest;
    const told: ShellEvent[] = [];
    let pasted: number | undefined;
    if (before === 'running' && last && last.exitCode === undefined) {
      if (mark.number !== undefined && mark.number === this.#number) {
        last.capture = new Capture();
        return [];
      }
      last.pasted ??= 0;
      pasted = last.pasted + 1;
      told.push(...this.end({ exitCode: mark.exitCode, empty: [], executed: true, leftShell: false }));
    }
    const typed = before === 'typed' || pasted !== undefined ? last : undefined;
    const text = pasted === undefined ? (typed?.text ?? '') : '';
    if (pasted === undefined) told.push({ kind: 'lineEnd', byHand: text === '' });
    const command = {
      ...newCommand(text, this.jobs, typed?.byPerson ?? false),
      executed: true,
      ...(pasted === undefined ? {} : { pasted }),
    };
    this.newest = command;
    this.#number = mark.number;
    return [...told, { kind: 'commandStart', command }];
  }

  /** The one that runs, or the line that was typed, has ended. */
  end({ exitCode, empty, executed, leftShell }: CommandEnd): readonly ShellEvent[] {
    const command = this.newest;
    if (!command || command.exitCode !== undefined) return [];
    this.lastExitCode = exitCode;
    command.executed = executed;
    this.wasRejected = !executed;
    command.exitCode = exitCode;
    command.empty = empty;
    if (leftShell) command.leftShell = true;
    return executed ? [{ kind: 'commandEnd', command }] : [];
  }
}
