import type { Io } from '../io.ts';
import type { State } from './state.ts';

/** One run of a builtin. */
export interface BuiltinCall {
  readonly state: State;
  readonly args: readonly string[];
  readonly io: Io;
  /** Says what went wrong, after the names of the shell and the builtin. */
  readonly error: (text: string) => void;
  /** Runs a command of these words. */
  readonly run: (
    words: readonly string[],
    options?: { readonly tail?: boolean; readonly skipsFunctions?: boolean },
  ) => Promise<number>;
}

/** A command that a shell has itself; the number is its exit code. */
export type Builtin = (call: BuiltinCall) => number | Promise<number>;
