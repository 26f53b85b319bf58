import { type Message, message } from '../messages/message.ts';
import { isFailure, type RunEvent, tally } from '../plan/events.ts';
import type { Plan, Step } from '../plan/step.ts';
import type { CommandResult, StepResult, Verdict } from '../plan/verdict.ts';
import { type Size, type Target, TargetError } from '../target/target.ts';
import { type Action, type Actions, interrupted } from './action.ts';
import { type Attempt, attempts } from './attempts.ts';
import { type Clock, systemClock } from './clock.ts';
import { EventQueue } from './event-queue.ts';
import { judge } from './judge.ts';
import { Masker, type Secrets } from './mask.ts';
import { maskedEvent, maskedResult } from './masked-event.ts';
import { RunShell } from './run-shell.ts';
import type { Session } from './terminal/session.ts';

/** What is to be done with a step; decided by a person or a policy. */
export type StepDecision = 'run' | 'skip' | 'stop';

export interface RunOptions {
  readonly actions: Actions;
  /** Aborting it ends the command that runs, and the run; what was done so far is reported. */
  readonly signal: AbortSignal;
  /** Asked before every step. Default: run it. */
  readonly beforeStep?: (step: Step) => Promise<StepDecision> | StepDecision;
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
  /** Nothing is run, every step is `notRun` for this reason: an earlier deck did not pass. */
  readonly notRunBecause?: Message;
  /** Default: the machine's. */
  readonly clock?: Clock;
}

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
  // It is awaited below; until then, a failure of it must not count as unhandled.
  done.catch(() => undefined);
  try {
    for await (const event of runner.events) yield event;
    return await done;
  } finally {
    // A reader that stops listening stops the run.
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
  readonly #masker: Masker;
  readonly #clock: Clock;
  readonly #began: number;
  readonly #results: StepResult[] = [];
  readonly #mask = (text: string): string => this.#masker.text(text);
  /** Aborted by the caller's signal, or when the reader of the events stops. */
  readonly #ending = new AbortController();
  readonly #shell: RunShell;
  /** Why nothing more is run. */
  #stopped: Message | undefined;

  constructor(plan: Plan, target: Target, options: RunOptions) {
    const { secrets = { values: [], patterns: [] }, clock = systemClock, shell, ...open } = options;
    this.#plan = plan;
    this.#target = target;
    this.#options = options;
    this.#clock = clock;
    this.#began = clock.now();
    this.#stopped = options.notRunBecause;
    this.#masker = new Masker(secrets);
    this.#shell = new RunShell(target, {
      ...open,
      clock,
      signal: this.#signal,
      watched: plan.watchedVariables,
      lend: shell,
      onOutput: (chunk) => {
        this.#emitOutput(this.#masker.stream(chunk));
      },
    });
    options.signal.addEventListener('abort', this.cancel);
    if (options.signal.aborted) this.cancel();
  }

  /** Ends the run as an abort of the caller's signal does. */
  readonly cancel = (): void => {
    this.#ending.abort();
  };

  get #signal(): AbortSignal {
    return this.#ending.signal;
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
        if (signal.aborted) this.#stopped ??= message('run/interrupted');
        else if (isFailure(result.verdict.status) && this.#options.keepGoing !== true) {
          this.#stopped ??= message('run/not-run-after', { id: step.id });
        }
      }
      const results = this.#results;
      await this.#shell.close();
      this.#emit({
        type: 'runEnd',
        at: this.#now(),
        totals: tally(results),
        results,
        interrupted: signal.aborted,
      });
      return results;
    } finally {
      this.#options.signal.removeEventListener('abort', this.cancel);
      await this.#shell.close();
      this.events.end();
    }
  }

  async #step(step: Step, ordinal: number): Promise<StepResult> {
    const { beforeStep } = this.#options;
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
    const decision = beforeStep ? await beforeStep(step) : 'run';
    if (decision === 'stop' || this.#signal.aborted) {
      this.#stopped ??= message('run/interrupted');
      return without({ status: 'notRun', reason: this.#stopped });
    }
    if (decision === 'skip') return without({ status: 'skipped', reason: message('run/not-selected') });
    const action = this.#options.actions.get(step.action);
    if (!action) return without({ status: 'skipped', reason: message('run/no-action', { action: step.action }) });

    const began = this.#clock.now();
    this.#emit({ type: 'stepBegin', at: this.#now(), step, ordinal });
    const { outcome, tries, commands } = await attempts(step, (deadline) => this.#try(step, action, deadline), {
      clock: this.#clock,
      signal: this.#signal,
      onRetry: (attempt, reason) => {
        const { pauseMs } = step.limits;
        this.#emit({ type: 'retry', at: this.#now(), stepId: step.id, attempt, reason, pauseMs });
      },
    });
    const failed = isFailure(outcome.verdict.status);
    // The emulator is behind the bytes; only a failure's screen is worth waiting for it.
    if (failed) await this.#shell.session?.screen.settled();
    return {
      stepId: step.id,
      verdict: outcome.verdict,
      durationMs: this.#clock.now() - began,
      tries,
      commands,
      hints: failed ? (outcome.hints ?? []) : [],
      ...(failed ? { screen: this.#shell.session?.screen.textSinceMark() ?? '' } : {}),
    };
  }

  async #try(step: Step, action: Action, deadline: number): Promise<Attempt> {
    const signal = this.#signal;
    const commands: CommandResult[] = [];
    let session: Session;
    try {
      session = await this.#shell.open();
    } catch (error) {
      if (!(error instanceof TargetError)) throw error;
      if (signal.aborted) return { outcome: interrupted(), commands };
      return { outcome: { verdict: { status: 'broken', reason: error.told }, retryable: false }, commands };
    }
    session.screen.mark();
    const limit = step.policy === 'eventually' ? Math.min(deadline, this.#clock.now() + step.limits.tryMs) : deadline;
    const outcome = await action.perform({
      step,
      session,
      signal,
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
    return { outcome: outcome.verdict.status === 'passed' ? judge(step, outcome, commands) : outcome, commands };
  }

  #flush(): void {
    this.#emitOutput(this.#masker.flush());
  }

  #emitOutput(chunk: string): void {
    if (chunk !== '') this.#emit({ type: 'output', at: this.#now(), chunk });
  }

  #emit(event: RunEvent): void {
    this.events.push(maskedEvent(event, this.#mask));
  }

  #now(): number {
    return this.#clock.now() - this.#began;
  }
}
