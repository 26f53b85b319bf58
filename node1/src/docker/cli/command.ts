import { ExitError } from '../../cli-kit/exit-error.ts';
import type { Flag, Flags } from '../../cli-kit/flags.ts';
import type { Invocation } from '../../program.ts';
import type { Engine } from '../engine.ts';

/** What a docker command works with. */
export interface DockerCall {
  readonly engine: Engine;
  readonly invocation: Invocation;
  readonly flags: Flags;
  /** What is not a flag. */
  readonly args: readonly string[];
  /** Writes to stdout. */
  readonly out: (text: string) => Promise<void>;
  /** Writes to stderr. */
  readonly err: (text: string) => Promise<void>;
}

/** One command of docker. */
export interface DockerCommand {
  /** `pull`, `image ls`. */
  readonly name: string;
  /** As docker's usage line has it, after the name. */
  readonly usage: string;
  /** As docker's help has it. */
  readonly summary: string;
  readonly flags: readonly Flag[];
  /** How many arguments it takes. */
  readonly least: number;
  readonly most: number;
  /** Flags end at the first argument, as those of `run` and `exec` do. */
  readonly stopsAtArgument?: boolean;
  run(call: DockerCall): Promise<number>;
}

/** `Error response from daemon: ...` */
export function daemonError(message: string): ExitError {
  return new ExitError(`Error response from daemon: ${message}`);
}
