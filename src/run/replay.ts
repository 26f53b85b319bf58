import { message } from '../messages/message.ts';
import { isFailure } from '../plan/events.ts';
import type { ReplayedAs } from '../plan/replay.ts';
import type { Step } from '../plan/step.ts';
import type { StepResult } from '../plan/verdict.ts';
import type { Action } from './action.ts';
import { type PerformOptions, performStep } from './perform-step.ts';

/** Steps that are done only for what they make, and how. */
export type Replay = ReadonlyMap<Step, ReplayedAs>;

/**
 * Makes again what steps have made before, as fast as it goes: nothing that is printed is judged, and what only reads is left out. What was left out
 * may have been what waited for something to be ready: when a step fails, it is made up for, and what has failed is tried once more.
 */
export class Replayer {
  readonly #replay: Replay;
  readonly #passed: { readonly step: Step; readonly action: Action }[] = [];

  constructor(replay: Replay) {
    this.#replay = replay;
  }

  replays(step: Step): boolean {
    return this.#replay.has(step);
  }

  /** What came of a step that is replayed: `skipped`, since that is no test, or why it cannot be made again. */
  async perform(step: Step, action: Action, options: PerformOptions): Promise<StepResult> {
    const as = this.#replay.get(step);
    if (as === 'pass') {
      this.#passed.push({ step, action });
      return replayed(step);
    }
    const unjudged = unjudgedStep(step);
    const result = await performStep(unjudged, action, options);
    // What is shown may not be there yet: that is no failure.
    if (as === 'show') this.#passed.push({ step, action });
    if (as === 'show' || !isFailure(result.verdict.status))
      return options.signal.aborted ? result : replayed(step, result);
    const again = await this.#tryAgain(unjudged, action, result, options);
    if (!isFailure(again.verdict.status)) return replayed(step, again);
    return { ...again, verdict: { status: 'broken', reason: message('run/replay-failed', { why: reasonOf(again) }) } };
  }

  async #tryAgain(step: Step, action: Action, result: StepResult, options: PerformOptions): Promise<StepResult> {
    const typed = result.commands.at(-1);
    const from = step.lines.findIndex(
      ({ place }) => place.line === typed?.place.line && place.file === typed.place.file,
    );
    if (result.verdict.status === 'broken' || from < 0 || this.#passed.length === 0) return result;
    for (const passed of this.#passed.splice(0)) {
      if (passed.step.policy !== 'eventually' || options.signal.aborted) continue;
      await performStep(passed.step, passed.action, options);
    }
    return options.signal.aborted ? result : performStep({ ...step, lines: step.lines.slice(from) }, action, options);
  }
}

function unjudgedStep(step: Step): Step {
  return { ...step, expectations: [], policy: step.policy === 'eventually' ? 'once' : step.policy };
}

function replayed({ id }: Step, result?: StepResult): StepResult {
  const { durationMs = 0, tries = 0 } = result ?? {};
  const verdict = { status: 'skipped', reason: message('run/replayed') } as const;
  return { stepId: id, verdict, durationMs, tries, commands: [], hints: [] };
}

function reasonOf({ verdict }: StepResult) {
  return 'reason' in verdict ? verdict.reason : message('run/not-selected');
}
