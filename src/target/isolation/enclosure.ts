import type { Listener } from '../listeners.ts';

/** The program and arguments of a command. */
export type Command = readonly [program: string, args: readonly string[]];

/** What keeps the processes of one node apart from those of others. */
export interface Enclosure {
  /** A folder that nobody else may enter. */
  readonly folder: string;
  /** Gives what is below a path to the node. */
  own(path: string): void;
  /** How the first process of the node is started: all others come after it. */
  first(command: Command): Command;
  /** The first process has said that it is there. */
  started(pid: number): void;
  /** How a shell is started. */
  shell(command: Command): Command;
  /** A shell was started on the terminal `path`. */
  opened(path: string): void;
  /** The process of the shell, given the one that was started for it, where that is another. */
  pidOf?(started: number): number;
  /** Whether a socket of this machine that listens is the node's. */
  owns(listener: Listener): boolean;
  /** Ends every process of the node, wherever it has hidden, and removes its folder. */
  end(): Promise<void>;
}
