import type { RunEvent } from '../plan/events.ts';

/** Turns the one stream of run events into something for people or machines. */
export interface Reporter {
  readonly name: string;
  onEvent(event: RunEvent): void;
  /** Somebody else has the terminal (true), or has given it back: what would be written meanwhile is written afterwards. */
  onHold?(held: boolean): void;
  /** Called once after the last event (also of an interrupted run): write what is left. */
  onEnd?(): Promise<void>;
}

/** Where a reporter writes; injected, so that reporters never touch `process.stdout`. */
export interface Output {
  write(text: string): void;
  readonly isTTY: boolean;
  /** Characters per line; 80 where unknown. */
  readonly columns: number;
  /** ANSI colours are welcome (a TTY without NO_COLOR, or FORCE_COLOR). */
  readonly colors: boolean;
}
