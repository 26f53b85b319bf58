import type { Language } from '../messages/message.ts';
import { sayIn } from '../messages/word.ts';
import { isFailure } from '../plan/events.ts';
import type { StepResult } from '../plan/verdict.ts';

/** What came of the rounds of a run that is repeated: which steps fail now and then. */
export class Rounds {
  readonly #failed = new Map<string, number[]>();
  #count = 0;
  #bad = 0;

  /** Some round did not pass. */
  get failed(): boolean {
    return this.#bad > 0;
  }

  add(results: Iterable<StepResult>): void {
    this.#count++;
    const failing = [...results].filter(({ verdict }) => isFailure(verdict.status));
    if (failing.length > 0) this.#bad++;
    for (const { stepId } of failing) this.#failed.set(stepId, [...(this.#failed.get(stepId) ?? []), this.#count]);
  }

  /** How many rounds passed, and in which each step failed: lines for people. */
  summary(lang: Language): readonly string[] {
    const say = sayIn(lang);
    const { failed, count } = { failed: this.#bad, count: this.#count };
    return [
      say('batch/rounds', { count, failed }),
      ...[...this.#failed].map(
        ([id, rounds]) => `  ${say('batch/failed-in', { id, times: rounds.length, rounds: rounds.slice(0, 10) })}`,
      ),
    ];
  }
}
