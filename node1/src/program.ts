import type { Language } from './messages/codes.ts';

/** Where a program writes; `isTTY` tells whether a person is likely to read it. */
export interface Stream {
  /** Fulfilled when more may be written; false is never returned, so that a flood waits for its reader. */
  write(data: string | Uint8Array): Promise<void>;
  readonly isTTY: boolean;
  /** Characters per line of the terminal; 80 where there is none. */
  readonly columns: number;
}

/** The terminal at which a command was typed. */
export interface CallerTerminal {
  readonly columns: number;
  readonly rows: number;
  /** Calls `listener` when its size changes, until the function that it gives is called. */
  onResize(listener: () => void): () => void;
  /** Raw: what is typed comes byte by byte, is not echoed and is no signal. It is as it was again when the command ends, however it does. */
  setRaw(raw: boolean): void;
}

/** Why a call is aborted, where that is SIGTERM: programs that put nothing in order then end without a word. */
export const terminated = 'SIGTERM';

/** What a shell sees of a program that this has ended: 143 after SIGTERM, else 130, as after ^C. */
export function signalCode({ reason }: AbortSignal): number {
  return reason === terminated ? 143 : 130;
}

/** One call of a command in the shell of node1, as its process would see it. */
export interface Invocation {
  /** Without the program's own name: `['get', 'pods']`. */
  readonly args: readonly string[];
  /** Absolute path of the folder in which it was typed. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: AsyncIterable<Uint8Array> & { readonly isTTY: boolean };
  readonly stdout: Stream;
  readonly stderr: Stream;
  /** Of what is node1's own to say. Default: `en`. */
  readonly lang?: Language;
  /** Where standard input is a terminal. */
  readonly terminal?: CallerTerminal;
  /**
   * Runs a program of the machine where the command was typed, with the command's own terminal: an editor. Its exit code; undefined where there is no
   * such program.
   */
  run?(words: readonly string[]): Promise<number | undefined>;
  /** Has `listener` called at a second ^C, which ends the command at once otherwise. */
  onForce?(listener: () => void): void;
  /** Aborted by ^C (SIGINT), SIGTERM, a closed pipe, and when the cluster ends. */
  readonly signal: AbortSignal;
}

/** A command of node1 (`kubectl`, `docker`, `docker-compose`, `curl`, `jq`); the number is its exit code. Never throws for what a user typed. */
export type Program = (invocation: Invocation) => Promise<number>;
