import type { Changes } from '../changes/difference.ts';
import { type Message, message } from '../messages/message.ts';
import { isFailure, type RunEvent, tally } from '../plan/events.ts';
import type { Plan, Step } from '../plan/step.ts';
import { firstTerminal } from '../plan/terminals.ts';
import { isDone } from '../plan/units.ts';
import type { StepResult, Verdict } from '../plan/verdict.ts';
import type { Target } from '../target/target.ts';
import { ChangeLog } from './changes/change-log.ts';
import { systemClock } from './clock.ts';
import { follow } from './director.ts';
import { EventQueue } from './event-queue.ts';
import type { SavedShells } from './journal.ts';
import { Masker, type Secrets } from './mask.ts';
import { maskedEvent, maskedResult } from './masked-event.ts';
import { performStep } from './perform-step.ts';
import { Replayer } from './replay.ts';
import type { RunOptions } from './run-options.ts';
import { RunTerminals } from './run-terminals.ts';
import { StoppableClock } from './stoppable-clock.ts';
import { gapOf } from './terminal/capture.ts';

export type { RunOptions, StepDecision } from './run-options.ts';

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
  readonly events = new EventQueue<RunEvent>({
    sizeOf: (event) => (event.type === 'output' ? event.chunk.length : 256),
    onPressure: (full) => {
      this.#hold(full);
    },
  });
  readonly #plan: Plan;
  readonly #target: Target;
  readonly #options: RunOptions;
  readonly #secrets: Secrets;
  readonly #masker: Masker;
  readonly #streams = new Map<string, Masker>();
  /** Stands still while the reader of the events is behind, and the shell waits for it: that is no step's time. */
  readonly #clock: StoppableClock;
  readonly #began: number;
  /** By the place of the step in the plan. */
  readonly #results: (StepResult | undefined)[] = [];
  /** Aborted by the caller's signal, or when the reader of the events stops. */
  readonly #ending = new AbortController();
  readonly #terminals: RunTerminals;
  readonly #replayer: Replayer;
  /** Looks at what steps change, where that is wanted. */
  readonly #changes: ChangeLog | undefined;
  /** Why nothing more is run. */
  #stopped: Message | undefined;
  /** Characters of output that were left out since the run was cancelled, because its reader takes nothing. */
  #omitted = 0;

  constructor(plan: Plan, target: Target, options: RunOptions) {
    const { secrets = { values: [], patterns: [] }, clock = systemClock, terminals, ...open } = options;
    this.#plan = plan;
    this.#target = target;
    this.#options = options;
    this.#clock = new StoppableClock(clock);
    this.#began = this.#clock.now();
    this.#stopped = options.notRunBecause;
    this.#masker = new Masker(secrets);
    this.#replayer = new Replayer(options.replay ?? new Map());
    this.#secrets = secrets;
    this.#terminals = new RunTerminals(target, {
      ...open,
      clock: this.#clock,
      signal: this.#signal,
      watched: plan.watchedVariables,
      lent: terminals,
      onOutput: (chunk, terminal) => {
        this.#emitOutput(this.#streamOf(terminal).stream(chunk), terminal);
      },
      onChoice: (name) => {
        this.#emit({ type: 'terminal', at: this.#now(), name });
      },
    });
    if (options.changes !== undefined) this.#changes = new ChangeLog(target, this.#signal);
    options.signal.addEventListener('abort', this.cancel);
    if (options.signal.aborted) this.cancel();
  }

  /** Ends the run as an abort of the caller's signal does. */
  readonly cancel = (): void => {
    // Who does not read keeps nobody from ending.
    this.#hold(false);
    this.#ending.abort();
  };

  #hold(held: boolean): void {
    if (this.#signal.aborted) return;
    if (held) this.#clock.stop();
    else this.#clock.start();
    this.#terminals.hold(held);
  }

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
      await this.#directed();
      for (const [index, step] of this.#plan.steps.entries()) {
        if (this.#results[index]) continue;
        const result = await this.#ended(index, step, await this.#step(step, index + 1));
        if (signal.aborted) this.#stopped ??= message('run/interrupted');
        else if (isFailure(result.verdict.status) && (!this.#goesOn(result) || this.#replayer.replays(step))) {
          this.#stopped ??= message('run/not-run-after', { id: step.id });
        }
      }
      const results = this.#results.filter((result) => result !== undefined);
      this.#flush(true);
      await this.#terminals.close();
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
      await this.#terminals.close();
      this.events.end();
    }
  }

  /** Does what the director says, if there is one. */
  async #directed(): Promise<void> {
    const { director } = this.#options;
    if (!director || this.#stopped) return;
    this.#stopped = await follow(director, {
      steps: this.#plan.steps,
      signal: this.#signal,
      resultOf: (at) => this.#results[at],
      perform: (step, at, enough) => this.#step(step, at + 1, enough),
      passOver: (step) => {
        this.#terminals.passOver(step);
      },
      ended: (step, at, result) => this.#ended(at, step, result),
    });
  }

  async #ended(at: number, step: Step, unmasked: StepResult): Promise<StepResult> {
    this.#flush();
    let saved: Promise<SavedShells> | undefined;
    const shells = (): Promise<SavedShells> => (saved ??= this.#terminals.save());
    const changes = await this.#changed(unmasked, shells);
    const result = maskedResult(changes ? { ...unmasked, changes } : unmasked, this.#masker);
    this.#results[at] = result;
    await this.#options.journal?.end(step, result, shells);
    this.#emit({ type: 'stepEnd', at: this.#now(), step, result });
    return result;
  }

  /** What a step that was performed has changed, if that is to be told. */
  async #changed({ verdict, tries }: StepResult, shells: () => Promise<SavedShells>): Promise<Changes | undefined> {
    const { changes, director } = this.#options;
    if (verdict.status === 'skipped' || tries === 0 || this.#signal.aborted) {
      if (changes === 'step') this.#changes?.forget();
      return undefined;
    }
    // Before the next step a person may do something.
    return this.#changes?.end(shells, changes === 'run' ? 'first' : director ? 'none' : 'after');
  }

  #goesOn(result: StepResult): boolean {
    const { keepGoing = false } = this.#options;
    return typeof keepGoing === 'boolean' ? keepGoing : keepGoing(result);
  }

  async #step(step: Step, ordinal: number, enough?: AbortSignal): Promise<StepResult> {
    const { beforeStep } = this.#options;
    const without = (verdict: Verdict): StepResult => {
      this.#terminals.passOver(step);
      return { stepId: step.id, verdict, durationMs: 0, tries: 0, commands: [], hints: [] };
    };
    if (this.#stopped !== undefined) return without({ status: 'notRun', reason: this.#stopped });
    if (step.skip !== undefined) return without({ status: 'skipped', reason: step.skip });
    if (step.action === 'manual') return without({ status: 'manual', reason: step.policyReason });
    if (this.#isUndone(step, ordinal - 1))
      return without({ status: 'manual', reason: message('run/verifies-by-hand') });
    const decision = beforeStep ? await beforeStep(step) : 'run';
    if (decision === 'stop' || this.#signal.aborted) {
      this.#stopped ??= message('run/interrupted');
      return without({ status: 'notRun', reason: this.#stopped });
    }
    if (decision === 'skip') return without({ status: 'skipped', reason: message('run/not-selected') });
    const action = this.#options.actions.get(step.action);
    if (!action) return without({ status: 'skipped', reason: message('run/no-action', { action: step.action }) });

    this.#target.hurry?.(this.#replayer.replays(step));
    this.#terminals.expect(step);
    this.#emit({ type: 'stepBegin', at: this.#now(), step, ordinal });
    this.#options.journal?.begin(step);
    // What a person wants once more is done as it is.
    const isReplay = this.#replayer.replays(step) && this.#results[ordinal - 1] === undefined;
    const perform = isReplay ? this.#replayer.perform.bind(this.#replayer) : performStep;
    return perform(step, action, {
      terminals: this.#terminals,
      clock: this.#clock,
      signal: this.#signal,
      enough,
      address: this.#target.address,
      runScript: this.#target.runScript,
      refused: () => this.#target.refused?.() ?? [],
      onRefused: (listener) => this.#target.onRefused?.(listener) ?? ((): void => undefined),
      ready: async () => this.#changes?.begin(() => this.#terminals.save()),
      emit: (event) => {
        this.#emit({ ...event, at: this.#now() });
      },
    });
  }

  /** What a person had to do for it, nobody did. */
  #isUndone({ action, slide }: Step, at: number): boolean {
    if (action !== 'verify' || this.#options.director) return false;
    const before = this.#plan.steps.slice(0, at).findLastIndex((step) => isDone(step.action));
    return this.#plan.steps[before]?.slide.index === slide.index && this.#results[before]?.verdict.status === 'manual';
  }

  /** What masks the output of a terminal: a secret may come in pieces. */
  #streamOf(terminal: string): Masker {
    const masker = this.#streams.get(terminal) ?? new Masker(this.#secrets);
    this.#streams.set(terminal, masker);
    return masker;
  }

  #flush(isLast = false): void {
    for (const [terminal, masker] of this.#streams) {
      // What still prints may be in the middle of a secret.
      if (isLast || !this.#terminals.isRunning(terminal)) this.#emitOutput(masker.flush(), terminal);
    }
    if (this.#omitted > 0) this.#emit({ type: 'output', at: this.#now(), chunk: this.#gap() });
  }

  /** A line in the place of what was left out, if anything was. */
  #gap(): string {
    const omitted = this.#omitted;
    this.#omitted = 0;
    return omitted > 0 ? gapOf(omitted) : '';
  }

  #emitOutput(chunk: string, terminal: string): void {
    if (chunk === '') return;
    if (this.#signal.aborted && this.events.full) {
      this.#omitted += chunk.length;
      return;
    }
    this.#emit({
      type: 'output',
      at: this.#now(),
      chunk: this.#gap() + chunk,
      ...(terminal === firstTerminal ? {} : { terminal }),
    });
  }

  #emit(event: RunEvent): void {
    this.events.push(maskedEvent(event, this.#masker));
  }

  #now(): number {
    return this.#clock.now() - this.#began;
  }
}
