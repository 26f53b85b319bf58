import { handsOver } from '../plan/owners.ts';
import type { Step } from '../plan/step.ts';
import type { Target } from '../target/target.ts';
import { type OpenOptions, openSession } from './terminal/open-session.ts';
import type { Session } from './terminal/session.ts';

interface RunShellOptions extends OpenOptions {
  readonly onOutput: (chunk: string) => void;
  /** Lends a shell, which stays open after the run. Default: the run opens its own. */
  readonly lend: ((signal: AbortSignal) => Promise<Session>) | undefined;
}

/** The shell of a run: opened when the first step needs it, and again when it has ended. */
export class RunShell {
  readonly #target: Target;
  readonly #options: RunShellOptions;
  #session: Session | undefined;
  #unsubscribe: (() => void) | undefined;
  #held = false;
  #passedOver: Step | undefined;

  constructor(target: Target, options: RunShellOptions) {
    this.#target = target;
    this.#options = options;
  }

  /** The shell that was opened last. */
  get session(): Session | undefined {
    return this.#session;
  }

  /** A step is not performed: what it would have started is not there for the steps after it. */
  passOver(step: Step): void {
    if (handsOver(step)) this.#passedOver = step;
  }

  /** The shell that is open, or a new one. Throws TargetError when there is none to be had. */
  async open(): Promise<Session> {
    const session = await this.#open();
    const step = this.#passedOver;
    if (step) session.handover = { step, command: undefined, gone: 'skipped' };
    this.#passedOver = undefined;
    return session;
  }

  async #open(): Promise<Session> {
    if (this.#session && this.#session.state !== 'closed') return this.#session;
    await this.close();
    const { lend, signal, onOutput } = this.#options;
    if (lend) {
      this.#session = await lend(signal);
      this.#unsubscribe = this.#session.onOutput(onOutput);
      this.#session.hold(this.#held, 'run');
      return this.#session;
    }
    let isListening = true;
    this.#session = await openSession(this.#target, {
      ...this.#options,
      onOutput: (chunk) => {
        if (isListening) onOutput(chunk);
      },
    });
    this.#unsubscribe = () => {
      isListening = false;
    };
    this.#session.hold(this.#held, 'run');
    return this.#session;
  }

  /** Stops reading from the shell while `held`, this one and the next. */
  hold(held: boolean): void {
    this.#held = held;
    this.#session?.hold(held, 'run');
  }

  /** Ends the shell, unless it is lent. What it says while it is ended is of no interest. */
  async close(): Promise<void> {
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
    if (this.#options.lend) this.#session?.hold(false, 'run');
    else await this.#session?.close();
    this.#session = undefined;
  }
}
