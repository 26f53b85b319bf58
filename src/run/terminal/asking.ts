import type { Clock } from '../clock.ts';
import { pasteEnd } from './ansi.ts';
import { askKey } from './hooks.ts';
import type { ShellEvent, ShellTracker } from './tracker.ts';

export interface AskingOptions {
  readonly tracker: ShellTracker;
  readonly clock: Clock;
  readonly write: (keys: string) => void;
  /** What a wait has told. */
  readonly onEvents: (events: readonly ShellEvent[]) => void;
  /** The shell shows a prompt, and neither says by itself how its command ended, nor when it is asked. */
  readonly onLost: () => void;
}

/** How long the shell may take to answer, in milliseconds. */
const answerMs = 2_000;
/** After a ^C: how long another prompt may take, and any sign of a shell that reads, in milliseconds. */
const quietMs = 300;
const signMs = 800;

/** Asks the shell where its marks leave doubts, and waits for answers that may not come. */
export class Asking {
  readonly #options: AskingOptions;
  #cancel: (() => void) | undefined;

  constructor(options: AskingOptions) {
    this.#options = options;
  }

  /** To be called after everything that came. */
  check(): void {
    const { tracker } = this.#options;
    if (tracker.wantsAnswer) this.ask();
    else if (tracker.wantsSilence)
      this.#after(quietMs, () => {
        this.#settle();
      });
  }

  /** ^C was typed. */
  interrupted(): void {
    this.#after(signMs, () => {
      if (!this.#options.tracker.isInterrupted) return;
      // The ^C may have taken away the end of a line that was being pasted: the line editor would wait for it, whatever comes.
      this.#options.write(pasteEnd);
      this.ask();
    });
  }

  /** The shell is gone. */
  stop(): void {
    this.#cancel?.();
  }

  /** Asks now, whatever is known. bash shows its prompt again, and the line that was half typed. */
  ask(): void {
    this.#options.tracker.asked();
    this.#options.write(askKey);
    this.#after(answerMs, () => {
      this.#settle();
    });
  }

  #settle(): void {
    const { tracker, onEvents, onLost } = this.#options;
    if (!tracker.wantsSilence && !tracker.awaitsAnswer) return;
    const events = tracker.settle();
    if (events) onEvents(events);
    else onLost();
  }

  #after(ms: number, then: () => void): void {
    this.#cancel?.();
    this.#cancel = this.#options.clock.after(ms, then);
  }
}
