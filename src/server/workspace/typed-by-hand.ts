import { word } from '../../messages/word.ts';
import { ByHand } from '../../plan/by-hand.ts';
import type { Plan } from '../../plan/step.ts';
import type { Unit } from '../../plan/units.ts';
import { judgeTyped, type TypedCommand } from '../../run/hand-typed.ts';
import type { Session } from '../../run/terminal/session.ts';
import type { ShellCommand } from '../../run/terminal/tracker.ts';
import { expectedOutputs, verdictState } from './unit-progress.ts';
import type { UnitStates } from './unit-states.ts';

export interface TypedByHandOptions {
  readonly plan: Plan;
  readonly units: readonly Unit[];
  readonly states: UnitStates;
  /** Index of the slide that is shown. */
  readonly slide: () => number;
  readonly lang: 'en' | 'fr';
  readonly onError: (error: unknown) => void;
}

/** Ticks the units whose commands a person has typed, with the verdicts that they would have got. */
export class TypedByHand {
  readonly #options: TypedByHandOptions;
  readonly #byHand: ByHand;
  /** Commands of a step that have been typed so far, by its id. */
  readonly #typed = new Map<string, TypedCommand[]>();

  /** Keys came from a person, and no unit has typed since. */
  #isPersonTyping = false;

  constructor(options: TypedByHandOptions) {
    this.#options = options;
    this.#byHand = new ByHand(options.units);
  }

  /** Keys come from a person while no unit runs: the commands that end from now on are theirs. */
  personTypes(): void {
    this.#isPersonTyping = true;
  }

  /** A unit begins to type: the commands that end from now on, also after it, are its own. */
  unitTypes(): void {
    this.#isPersonTyping = false;
  }

  /** Follows the commands of a shell, for as long as it lives. */
  follow(session: Pick<Session, 'onCommand' | 'render'>): void {
    session.onCommand((command) => {
      if (!this.#isPersonTyping) return;
      this.#recognise(session, command).catch(this.#options.onError);
    });
  }

  async #recognise(session: Pick<Session, 'render'>, command: ShellCommand): Promise<void> {
    if (command.byHand === undefined) return;
    const { states, slide, lang } = this.#options;
    const text = await command.byHand;
    const found = this.#byHand.recognise(text, slide(), (unit) => states.get(unit).status !== 'passed');
    if (!found) return;
    const { unit, step, isFirst, isComplete } = found;
    const typed: TypedCommand[] = [
      ...(isFirst ? [] : (this.#typed.get(step.id) ?? [])),
      { text, command, output: await session.render(command) },
    ];
    this.#typed.set(step.id, typed);
    const judged = judgeTyped(unit, step, typed, isComplete);
    if (!judged) return;
    this.#typed.delete(step.id);
    this.#byHand.forget(step);
    const { verdict, hints } = judged;
    const expected = expectedOutputs(step, typed, verdict);
    states.set(unit, {
      ...verdictState(verdict, lang, typed),
      hints: hints.map((hint) => word(hint, lang)),
      expected,
      byHand: true,
    });
  }
}
