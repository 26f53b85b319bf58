import type { ShellState } from './tracker.ts';

/** A terminal in which something runs that is to end. */
export interface Interruptible {
  readonly state: () => ShellState;
  readonly type: (keys: string) => void;
  /** Kills the program that has the terminal, not the shell. */
  readonly kill: () => void;
  /** Fulfilled with true when the prompt is back, with false after `ms` milliseconds or when the shell is gone. */
  readonly prompt: (ms: number) => Promise<boolean>;
  /** The keys with which the program that has the terminal is left in good order, where they are known. */
  readonly wayOut?: () => readonly string[] | undefined;
}

/**
 * How long a program gets to end after each of ^C, ^C again, ^\ and SIGKILL, in milliseconds.
 * `docker-compose up` needs some ten seconds to stop its containers after the first.
 */
export const interruptPatience = [12_000, 3_000, 2_000, 2_000] as const;
/** The same for a person who has interrupted the run, and does not want to wait for a program to end in order. */
export const impatience = [2_000, 1_000, 500, 1_000] as const;

/** How often a ^C for the shell itself is repeated, and after how many milliseconds. */
const lostInterrupts = 5;
const lostInterruptMs = 300;

/** How long a program gets to end after each group of the keys with which it is left, in milliseconds. */
const wayOutMs = 700;

/**
 * Ends what runs: by the program's own way out, then ^C, again, then ^\, then by force, with so much patience after each. False when
 * no prompt comes back.
 */
export async function interrupt(terminal: Interruptible, patience: readonly number[]): Promise<boolean> {
  for (const keys of terminal.wayOut?.() ?? []) {
    if (terminal.state() !== 'running') break;
    terminal.type(keys);
    if (await terminal.prompt(wayOutMs)) return true;
  }
  const ways = [
    (): void => {
      terminal.type('\x03');
    },
    (): void => {
      terminal.type('\x03');
    },
    (): void => {
      terminal.type('\x1c');
    },
    terminal.kill,
  ];
  for (const [index, end] of ways.entries()) {
    // While the shell itself has the terminal, a ^C in the wrong moment is lost on it, and another one helps.
    const isShell = terminal.state() !== 'running';
    for (let tries = isShell ? lostInterrupts : 1; tries > 0; tries--) {
      if (terminal.state() === 'closed') return false;
      if (terminal.state() === 'prompt') return true;
      end();
      if (await terminal.prompt(isShell ? lostInterruptMs : (patience[index] ?? 0))) return true;
    }
  }
  return false;
}
