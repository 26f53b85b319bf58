import { Capture } from './capture.ts';

/**
 * What the shell is doing. `typed`: a line was sent, and nothing is known of it yet. `continuation`: it needs another
 * line of the same command. `closed`: it is gone.
 */
export type ShellState = 'starting' | 'prompt' | 'continuation' | 'typed' | 'running' | 'closed';

/** One command as the marks tell it. */
export interface ShellCommand {
  /** As typed; empty when a person typed it. */
  text: string;
  /** A person typed it, and not the runner. */
  readonly byPerson: boolean;
  /** Undefined until it has ended. */
  exitCode: number | undefined;
  /** False when the shell threw the line away without running it: a syntax error, history expansion. */
  executed: boolean;
  capture: Capture;
  /** The file of the deck whose step typed it. */
  chapter?: string;
  /** Watched variables that it left empty. */
  empty: readonly string[];
  /** What stood between prompt and Return when a person typed it: the lines as the screen shows them. */
  byHand?: Promise<string>;
  /** Place among the commands that were pasted together, from 0; undefined when it was alone. */
  pasted?: number;
  /** Jobs that ran when it began, as `jobs` prints them: what the shell says of them is no output. */
  readonly jobs?: string;
  /** It has ended the shell in which it ran (`exit`), and the one around it goes on. */
  leftShell?: boolean;
}

export function newCommand(text: string, jobs: string, byPerson: boolean): ShellCommand {
  return { text, byPerson, exitCode: undefined, executed: false, capture: new Capture(), empty: [], jobs };
}

/** What a piece of the stream has told. */
export type ShellEvent =
  /** A line of input is complete; it stands on the screen between the end of the prompt and the cursor. `byHand`: nothing else tells it. */
  | { readonly kind: 'lineEnd'; readonly byHand: boolean }
  | { readonly kind: 'commandStart' | 'commandEnd'; readonly command: ShellCommand }
  | { readonly kind: 'promptStart'; readonly continuation: boolean }
  | { readonly kind: 'promptEnd' };
