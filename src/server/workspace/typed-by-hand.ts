import { type Message, message } from '../../messages/message.ts';
import { word } from '../../messages/word.ts';
import { ByHand, type Recognised } from '../../plan/by-hand.ts';
import { isExpectedExit } from '../../plan/exit.ts';
import { assignedVariables } from '../../plan/script.ts';
import type { Step } from '../../plan/step.ts';
import type { Unit } from '../../plan/units.ts';
import type { Verdict } from '../../plan/verdict.ts';
import { exitReason, hintsFor } from '../../run/hints.ts';
import { judge } from '../../run/judge.ts';
import { longestLogged } from '../../run/terminal/command-log.ts';
import type { Session } from '../../run/terminal/session.ts';
import type { ShellCommand } from '../../run/terminal/tracker.ts';
import type { RunRecord } from './run-record.ts';
import { studentHints } from './student-hints.ts';
import { expectedOutputs, verdictState } from './unit-progress.ts';
import type { UnitStates } from './unit-states.ts';

export interface TypedByHandOptions {
  /** Those of the course to begin with. */
  readonly units: readonly Unit[];
  readonly states: UnitStates;
  /** Index of the slide that is shown. */
  readonly slide: () => number;
  readonly lang: 'en' | 'fr';
  readonly record: Pick<RunRecord, 'add'>;
  readonly onError: (error: unknown) => void;
}

/** Ticks the units whose commands a person has typed, with the verdicts that they would have got. */
export class TypedByHand {
  readonly #options: TypedByHandOptions;
  #byHand: ByHand;
  /** Commands of a step that have been typed so far, by its id. */
  readonly #typed = new Map<string, TypedCommand[]>();

  /** Fulfilled when the commands that have ended so far have been looked at. */
  #recognised = Promise.resolve();
  /** Keys came from a person, and no unit has typed since. */
  #isPersonTyping = false;

  constructor(options: TypedByHandOptions) {
    this.#options = options;
    this.#byHand = new ByHand(options.units);
  }

  /** The course was replaced by these units: what was typed of a step of several commands is forgotten. */
  replace(units: readonly Unit[]): void {
    this.#byHand = new ByHand(units);
    this.#typed.clear();
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
      // One after the other: those that were pasted together end almost at once.
      this.#recognised = this.#recognised
        .then(() => this.#recognise(session, command))
        .catch(this.#options.onError)
        .finally(() => {
          // What is shorter is kept for placeholders.
          if (command.capture.length > longestLogged) command.capture.release();
        });
    });
  }

  async #recognise(session: Pick<Session, 'render'>, command: ShellCommand): Promise<void> {
    if (command.byHand === undefined) return;
    const { states, slide } = this.#options;
    const text = await command.byHand;
    const isOpen = (unit: Unit): boolean => states.get(unit).status !== 'passed';
    const found = this.#byHand.recognise(text, slide(), isOpen);
    if (found.length === 0) {
      this.#tellNearest(text, isOpen);
      return;
    }
    const output = await session.render(command);
    // Of commands of several steps nobody knows which has failed.
    if (found.length > 1 && command.exitCode !== 0) return;
    for (const each of found) this.#take(each, { text, command, output }, found.length > 1);
  }

  /** A command of a step was typed; `isShared`: with those of others, as one command. */
  #take({ unit, step, isFirst, isComplete }: Recognised, one: TypedCommand, isShared: boolean): void {
    const { states, lang } = this.#options;
    const typed = [...(isFirst ? [] : (this.#typed.get(step.id) ?? [])), one];
    this.#typed.set(step.id, typed);
    const judged = judgeTyped(unit, step, typed, isComplete);
    if (!judged) return;
    this.#typed.delete(step.id);
    this.#byHand.forget(step);
    const { verdict, hints } = judged;
    // What several commands print together is no answer to one of them.
    if (isShared && verdict.status !== 'passed') return;
    const expected = expectedOutputs(step, typed, verdict);
    this.#options.record.add(
      step.id,
      typed.map((each) => ({ text: each.text, output: each.output, exitCode: each.command.exitCode })),
    );
    states.set(unit, {
      ...verdictState(verdict, lang, typed),
      hints: studentHints(hints, lang),
      expected,
      byHand: true,
    });
  }

  /** Says gently what the slide has instead of a command that is nearly one of it. */
  #tellNearest(text: string, isOpen: (unit: Unit) => boolean): void {
    const { states, slide, lang } = this.#options;
    const near = this.#byHand.nearest(text, slide(), isOpen);
    if (!near || states.get(near.unit).status !== 'idle') return;
    const { missing, extra } = near;
    states.set(near.unit, { status: 'idle', note: word(message('server/slide-says', { missing, extra }), lang) });
  }
}

/** A command of a step that a person typed and that has ended. */
export interface TypedCommand {
  readonly text: string;
  readonly command: ShellCommand;
  /** Rendered. */
  readonly output: string;
}

/** Exit codes of a program that was ended by a signal are 128 and the signal's number. */
const signalled = 128;

/**
 * Judges a step that a person typed as the runner would have: its exit codes, the variables that it assigns, its expected output,
 * and what the hidden `wait` steps of its unit wait for. `commands` are those typed so far; with fewer than the step has,
 * only a failure is told.
 */
function judgeTyped(
  unit: Unit,
  step: Step,
  commands: readonly TypedCommand[],
  isComplete: boolean,
): { readonly verdict: Verdict; readonly hints: readonly Message[] } | undefined {
  const last = commands.at(-1);
  if (!last) return undefined;
  const { text, output, command } = last;
  const code = command.exitCode ?? 0;
  const endless = step.policy === 'endless' || step.policy === 'detached';
  const counts = !(endless && code > signalled) && (step.checksExitCode || !isComplete);
  // What the deck says about the exit code is about the last command.
  const expected = isComplete ? (step.exit ?? 0) : 0;
  if (counts && !isExpectedExit(code, expected)) {
    return {
      verdict: { status: 'failed', reason: exitReason(text, code, expected), exitCode: code },
      hints: hintsFor(text, code, output),
    };
  }
  const empty = assignedVariables(text).filter((name) => step.assigns.includes(name) && command.empty.includes(name));
  if (empty.length > 0) {
    const verdict = { status: 'failed', reason: message('run/left-empty', { names: empty }), exitCode: code } as const;
    return { verdict, hints: [message('run/hint-left-empty', { name: empty.join(', ') })] };
  }
  if (!isComplete) return undefined;
  const missing = unit.steps.find(
    ({ action, input }) => (action === 'wait' || action === 'longwait') && !output.includes(input.trim()),
  );
  if (missing)
    return {
      verdict: { status: 'failed', reason: message('run/ended-without-text', { text: missing.input, exitCode: code }) },
      hints: [],
    };
  const all = commands.map((each) => each.output).join('\n');
  return {
    verdict: judge(step, { verdict: { status: 'passed' }, outputs: [all, output] }, commands).verdict,
    hints: [],
  };
}
