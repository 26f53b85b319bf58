import type { Step } from '../../plan/step.ts';
import { firstTerminal, isMove, type TerminalList, usesTerminal } from '../../plan/terminals.ts';
import { type Clock, delay, systemClock } from '../../run/clock.ts';
import type { LentTerminals } from '../../run/run-terminals.ts';
import { impatience } from '../../run/terminal/interrupt.ts';
import type { Session } from '../../run/terminal/session.ts';
import { keystrokes } from '../../server/workspace/keystrokes.ts';
import type { Size } from '../../target/target.ts';
import { type OpenShell, StayingTerminals } from '../interactive.ts';
import type { TypingSpeed } from './state.ts';

/** How much longer than a person who is used to it the simulated one takes. */
const slowness: Readonly<Record<Exclude<TypingSpeed, 'off'>, number>> = { slow: 2, normal: 1, fast: 0.4 };

/** Milliseconds in which a command that is being typed must begin to run, to be stopped. */
const stopMs = 10_000;

export interface StepShellsOptions {
  /** Opens a shell on the node; throws TargetError when there is none to be had. */
  readonly open: (given: OpenShell) => Promise<Session>;
  /** Of terminals that are opened from now on. */
  readonly size: Size;
  /** There is something new to see in the chosen terminal. */
  readonly onChange: () => void;
  /** A shell has ended that was the current one. */
  readonly onEnd: () => void;
  readonly clock?: Clock;
}

/** The terminals of a run that a person watches: the run types into them, and the person when nothing runs, or a program asks. */
export class StepShells implements LentTerminals {
  readonly #staying: StayingTerminals;
  readonly #options: StepShellsOptions;
  readonly #known = new Set<Session>();
  readonly #opening = new Map<string, Promise<Session>>();
  #size: Size;
  #isHeld = false;

  constructor(options: StepShellsOptions) {
    this.#options = options;
    this.#size = options.size;
    this.#staying = new StayingTerminals((given) => options.open({ size: this.#size, ...given }));
  }

  get list(): TerminalList {
    return this.#staying.list;
  }

  /** The shell that steps are for; undefined when there is none. */
  get current(): Session | undefined {
    return this.#staying.current;
  }

  /** The run and the person may want the same one at the same time. */
  async open(name: string, signal: AbortSignal): Promise<Session> {
    const opening = this.#opening.get(name) ?? this.#staying.open(name, signal);
    this.#opening.set(name, opening);
    const session = await opening.finally(() => {
      this.#opening.delete(name);
    });
    if (!this.#known.has(session)) {
      this.#known.add(session);
      session.onOutput(() => {
        if (session === this.current) this.#options.onChange();
      });
      session.onClosed(() => {
        this.#known.delete(session);
        if (session === this.current) this.#options.onEnd();
        this.#options.onChange();
      });
      if (this.#isHeld) session.holdKeys(true);
    }
    if (session.size.cols !== this.#size.cols || session.size.rows !== this.#size.rows) session.resize(this.#size);
    return session;
  }

  close(name: string): Promise<void> {
    return this.#staying.close(name);
  }

  /** Ends all shells. */
  async end(): Promise<void> {
    await Promise.all([...this.#known].map((session) => session.close()));
  }

  /** Gives all shells this size, those to come too. */
  resize(size: Size): void {
    this.#size = size;
    for (const session of this.#known) session.resize(size);
  }

  /** A step runs: what the person types waits, unless a program asks for it. */
  hold(held: boolean): void {
    if (held === this.#isHeld) return;
    this.#isHeld = held;
    for (const session of this.#known) session.holdKeys(held);
  }

  /**
   * Ends the program that a step has started: ^C until the prompt is back, and stronger ways after that. While its command is still being typed,
   * as soon as that runs; `over`: the step has ended, and nothing is stopped any more.
   */
  stop(over: AbortSignal): void {
    const session = this.current;
    const begun = session?.until(() => (session.state === 'running' ? true : undefined), { ms: stopMs, signal: over });
    void begun?.then(({ kind }) => (kind === 'held' ? session?.interrupt(impatience) : undefined));
  }

  /** Chooses the terminal that the plan expects a step in, which a person has jumped to. */
  chooseFor(step: Step | undefined): void {
    if (step && usesTerminal(step) && !isMove(step)) this.list.choose(step.terminal ?? firstTerminal);
  }

  /**
   * Types the first line of a step as a person would; the run then takes it from there. Fulfilled when it stands at the prompt; by the signal, all
   * the rest of it comes at once. Nothing is typed where no shell waits for a command.
   */
  async typeAhead(step: Step, speed: TypingSpeed, signal: AbortSignal): Promise<void> {
    const text = step.action === 'bash' ? step.lines[0]?.text : undefined;
    const session = this.current;
    if (speed === 'off' || text === undefined || !session) return;
    const { clock = systemClock } = this.#options;
    for (const { piece, pauseMs } of keystrokes(text)) {
      if (session.state !== 'prompt') return;
      await delay(pauseMs * slowness[speed], clock, signal);
      session.typeAhead(piece);
    }
  }
}
