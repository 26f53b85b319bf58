import type { Text } from '../messages/message.ts';
import { isFailure, type RunEvent, tally } from '../plan/events.ts';
import type { Plan, Step } from '../plan/step.ts';
import type { CommandResult, StepResult, Verdict } from '../plan/verdict.ts';
import { type Size, type Target, TargetError } from '../target/target.ts';
import { type Action, type ActionOutcome, type Actions, interrupted } from './action.ts';
import { type Clock, delay, systemClock } from './clock.ts';
import { EventQueue } from './event-queue.ts';
import { judge } from './judge.ts';
import { Masker, type Secrets } from './mask.ts';
import { maskedEvent, maskedResult } from './masked-event.ts';
import { Session, type SessionOptions } from './terminal/session.ts';
import { type Words, wordsIn } from './words.ts';

/** What is to be done with a step; decided by a person or a policy. */
export type GateDecision = 'run' | 'skip' | 'stop';

export interface RunOptions {
  readonly actions: Actions;
  /** Aborting it ends the command that runs, and the run; what was done so far is reported. */
  readonly signal: AbortSignal;
  /** Asked before every step. Default: run it. */
  readonly gate?: (step: Step) => Promise<GateDecision> | GateDecision;
  /** Go on after a step that did not pass. */
  readonly keepGoing?: boolean;
  /** Gives the shell to type into, a new one when the last has ended; whoever gives it closes it. Default: one of the run's own. */
  readonly shell?: (signal: AbortSignal) => Promise<Session>;
  /** Size of the terminal. Default: 120 by 40. */
  readonly size?: Size;
  /** Shown as the shell's prompt. Default: the target's, or `$ ` after the folder. */
  readonly prompt?: string;
  /** Milliseconds until the shell's first prompt. Default: 10,000. */
  readonly startMs?: number;
  /** Secrets to take out of everything that is reported. */
  readonly secrets?: Secrets;
  /** Language of what is said to people. Default: `en`. */
  readonly lang?: 'en' | 'fr';
  /** Nothing is run, every step is `notRun` for this reason: an earlier deck did not pass. */
  readonly notRunBecause?: Text;
  /** Default: the machine's. */
  readonly clock?: Clock;
}

const defaultSize: Size = { cols: 120, rows: 40 };

/**
 * Runs a plan's steps in order on a target and tells what happens. One shell serves the whole run; when it dies, the
 * next step (with `keepGoing`) gets a new one. Never throws for what a deck or a shell does: that ends in a verdict.
 * The target is not closed: whoever made it closes it.
 */
export async function* run(
  plan: Plan,
  target: Target,
  options: RunOptions,
): AsyncGenerator<RunEvent, readonly StepResult[]> {
  const runner = new Runner(plan, target, options);
  const done = runner.perform();
  // It is awaited below; until then nobody else would hear of its failure.
  done.catch(() => undefined);
  try {
    for await (const event of runner.events) yield event;
    return await done;
  } finally {
    // Somebody who stops listening stops the run.
    runner.cancel();
    await done;
  }
}

/** The state of one run. */
class Runner {
  readonly events = new EventQueue<RunEvent>();
  readonly #plan: Plan;
  readonly #target: Target;
  readonly #options: RunOptions;
  readonly #words: Words;
  readonly #masker: Masker;
  readonly #clock: Clock;
  readonly #began: number;
  readonly #results: StepResult[] = [];
  readonly #mask = (text: string): string => this.#masker.text(text);
  readonly #cancelled = new AbortController();
  readonly #signal: AbortSignal;
  #session: Session | undefined;
  #unsubscribe: (() => void) | undefined;
  /** Why nothing more is run. */
  #stopped: Text | undefined;

  constructor(plan: Plan, target: Target, options: RunOptions) {
    this.#plan = plan;
    this.#target = target;
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#began = this.#clock.now();
    this.#signal = AbortSignal.any([options.signal, this.#cancelled.signal]);
    this.#words = wordsIn(options.lang ?? 'en');
    this.#stopped = options.notRunBecause;
    this.#masker = new Masker(options.secrets ?? { values: [], patterns: [] });
  }

  /** Ends the run as an abort of the caller's signal does. */
  cancel(): void {
    this.#cancelled.abort();
  }

  async perform(): Promise<readonly StepResult[]> {
    const signal = this.#signal;
    try {
      this.#emit({
        type: 'runBegin',
        at: 0,
        startedAt: new Date().toISOString(),
        target: this.#target.name,
        plan: this.#plan,
      });
      for (const [index, step] of this.#plan.steps.entries()) {
        const result = maskedResult(await this.#step(step, index + 1), this.#mask);
        this.#results.push(result);
        this.#flush();
        this.#emit({ type: 'stepEnd', at: this.#now(), step, result });
        if (signal.aborted) this.#stopped ??= this.#words.interrupted;
        else if (isFailure(result.verdict.status) && this.#options.keepGoing !== true) {
          this.#stopped ??= this.#words.notRunAfter(step.id);
        }
      }
      const results = this.#results;
      await this.#close();
      this.#emit({
        type: 'runEnd',
        at: this.#now(),
        totals: tally(results),
        results,
        interrupted: signal.aborted,
      });
      return results;
    } finally {
      await this.#close();
      this.events.end();
    }
  }

  /** What a shell says while it is ended is of no interest. */
  async #close(): Promise<void> {
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
    if (!this.#options.shell) await this.#session?.close();
    this.#session = undefined;
  }

  async #step(step: Step, ordinal: number): Promise<StepResult> {
    const { gate } = this.#options;
    const without = (verdict: Verdict): StepResult => ({
      stepId: step.id,
      verdict,
      durationMs: 0,
      tries: 0,
      commands: [],
      hints: [],
    });
    if (this.#stopped !== undefined) return without({ status: 'notRun', reason: this.#stopped });
    if (step.skip !== undefined) return without({ status: 'skipped', reason: step.skip });
    if (step.action === 'manual') return without({ status: 'manual', reason: step.policyReason });
    const decision = gate ? await gate(step) : 'run';
    if (decision === 'stop' || this.#signal.aborted) {
      this.#stopped ??= this.#words.interrupted;
      return without({ status: 'notRun', reason: this.#stopped });
    }
    if (decision === 'skip') return without({ status: 'skipped', reason: this.#words.notSelected });
    const action = this.#options.actions.get(step.action);
    if (!action) return without({ status: 'skipped', reason: `no action is called ${step.action}` });

    const began = this.#clock.now();
    this.#emit({ type: 'stepBegin', at: this.#now(), step, ordinal });
    const { outcome, tries, commands } = await this.#tries(step, action);
    const failed = isFailure(outcome.verdict.status);
    // The emulator is behind the bytes; only a failure's screen is worth waiting for it.
    if (failed) await this.#session?.screen.settled();
    return {
      stepId: step.id,
      verdict: outcome.verdict,
      durationMs: this.#clock.now() - began,
      tries,
      commands,
      hints: failed ? (outcome.hints ?? []) : [],
      ...(failed ? { screen: this.#session?.screen.textSinceMark() ?? '' } : {}),
    };
  }

  /** Performs a step, again and again when it only reads, until it holds or its time is over. */
  async #tries(
    step: Step,
    action: Action,
  ): Promise<{ outcome: ActionOutcome; tries: number; commands: readonly CommandResult[] }> {
    const deadline = this.#clock.now() + step.limits.timeoutMs;
    for (let tries = 1; ; tries++) {
      const commands: CommandResult[] = [];
      const started = this.#clock.now();
      const outcome = await this.#try(step, action, deadline, commands);
      const { status } = outcome.verdict;
      const now = this.#clock.now();
      // A try that the deadline would cut short says less than the one before it.
      const next = Math.min(step.limits.tryMs, 2 * (now - started));
      const again =
        step.policy === 'eventually' &&
        (status === 'failed' || status === 'timedOut') &&
        outcome.hopeless !== true &&
        !this.#signal.aborted &&
        deadline - now > step.limits.pauseMs + next;
      if (!again) return { outcome, tries, commands };
      const reason = 'reason' in outcome.verdict ? outcome.verdict.reason : '';
      this.#emit({
        type: 'retry',
        at: this.#now(),
        stepId: step.id,
        attempt: tries + 1,
        reason,
        pauseMs: step.limits.pauseMs,
      });
      await delay(step.limits.pauseMs, this.#clock, this.#signal);
      // Interrupted in the pause: what changes something must not be typed once more.
      if (this.#isAborted()) return { outcome, tries, commands };
    }
  }

  async #try(step: Step, action: Action, deadline: number, commands: CommandResult[]): Promise<ActionOutcome> {
    const signal = this.#signal;
    let session: Session;
    try {
      session = await this.#open();
    } catch (error) {
      if (!(error instanceof TargetError)) throw error;
      if (signal.aborted) return interrupted(this.#words);
      return { verdict: { status: 'broken', reason: error.message }, hopeless: true };
    }
    session.screen.mark();
    const limit = step.policy === 'eventually' ? Math.min(deadline, this.#clock.now() + step.limits.tryMs) : deadline;
    const outcome = await action.perform({
      step,
      session,
      signal,
      words: this.#words,
      clock: this.#clock,
      address: this.#target.address,
      remaining: () => Math.max(0, limit - this.#clock.now()),
      commandBegin: (text) => {
        this.#emit({ type: 'commandBegin', at: this.#now(), stepId: step.id, text });
      },
      commandEnd: (result) => {
        commands.push(result);
        this.#emit({ type: 'commandEnd', at: this.#now(), stepId: step.id, result });
      },
      waiting: (awaited) => {
        this.#emit({ type: 'waiting', at: this.#now(), stepId: step.id, awaited });
      },
    });
    return outcome.verdict.status === 'passed' ? judge(step, outcome) : outcome;
  }

  /** The shell of this run: the one that is open, or a new one. */
  async #open(): Promise<Session> {
    if (this.#session && this.#session.state !== 'closed') return this.#session;
    await this.#close();
    const onOutput = (chunk: string): void => {
      const masked = this.#masker.stream(chunk);
      if (masked !== '') this.#emit({ type: 'output', at: this.#now(), chunk: masked });
    };
    const { shell } = this.#options;
    if (shell) {
      this.#session = await shell(this.#signal);
      this.#unsubscribe = this.#session.onOutput(onOutput);
      return this.#session;
    }
    let listening = true;
    this.#session = await openSession(this.#plan, this.#target, {
      ...this.#options,
      signal: this.#signal,
      onOutput: (chunk) => {
        if (listening) onOutput(chunk);
      },
    });
    this.#unsubscribe = () => {
      listening = false;
    };
    return this.#session;
  }

  #isAborted(): boolean {
    return this.#signal.aborted;
  }

  #flush(): void {
    const rest = this.#masker.flush();
    if (rest !== '') this.#emit({ type: 'output', at: this.#now(), chunk: rest });
  }

  #emit(event: RunEvent): void {
    this.events.push(maskedEvent(event, this.#mask));
  }

  #now(): number {
    return this.#clock.now() - this.#began;
  }
}

/** Opens a shell for the steps of a plan. Throws TargetError when there is none to be had. */
export function openSession(
  plan: Pick<Plan, 'watchedVariables'>,
  target: Target,
  options: Pick<RunOptions, 'size' | 'prompt' | 'startMs' | 'signal' | 'clock'> & Pick<SessionOptions, 'onOutput'>,
): Promise<Session> {
  return Session.open(target, {
    size: options.size ?? defaultSize,
    prompt: options.prompt ?? target.prompt ?? '\\w $ ',
    watched: plan.watchedVariables,
    startMs: options.startMs ?? 10_000,
    signal: options.signal,
    ...(options.onOutput ? { onOutput: options.onOutput } : {}),
    ...(options.clock ? { clock: options.clock } : {}),
  });
}
