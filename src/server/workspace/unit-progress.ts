import type { Language } from '../../messages/message.ts';
import { word } from '../../messages/word.ts';
import { isFailure, type RunEvent } from '../../plan/events.ts';
import type { Step } from '../../plan/step.ts';
import type { Unit } from '../../plan/units.ts';
import type { CommandResult, StepResult, Verdict } from '../../plan/verdict.ts';
import type { UnitState } from '../../protocol.ts';
import { changesView } from './changes-view.ts';
import { studentHints } from './student-hints.ts';

/** Characters of an output that a page is shown: its end tells what went wrong. */
const shownOutput = 4_000;

/** Follows the run of a unit's steps and says, after each event, how the unit is. */
export class UnitProgress {
  readonly #unit: Unit;
  readonly #lang: Language;
  readonly #began = performance.now();
  #expected: NonNullable<UnitState['expected']> = [];
  #url: string | undefined;
  #changes: UnitState['changes'];
  #hasFailed = false;
  #hasPassed = false;

  constructor(unit: Unit, lang: Language) {
    this.#lang = lang;
    this.#unit = unit;
  }

  /** The new state; undefined when the event changes nothing. */
  after(event: RunEvent): UnitState | undefined {
    const elapsedMs = performance.now() - this.#began;
    switch (event.type) {
      case 'runBegin':
      case 'commandBegin':
        return { status: 'running', elapsedMs };
      case 'retry':
        return { status: 'waiting', elapsedMs, attempt: event.attempt, reason: word(event.reason, this.#lang) };
      case 'waiting':
        return { status: 'waiting', elapsedMs, reason: word(event.awaited, this.#lang) };
      case 'stepEnd':
        return this.#afterStep(event.result, elapsedMs);
      default:
        return undefined;
    }
  }

  #afterStep(result: StepResult, elapsedMs: number): UnitState | undefined {
    const { verdict } = result;
    if (result.changes) this.#changes = changesView(result.changes, this.#lang);
    // The steps after one that failed are not run, which says nothing of why.
    if (this.#hasFailed) return undefined;
    this.#hasFailed = isFailure(verdict.status);
    // The step of the event is a copy without what is secret.
    const step = this.#unit.steps.find(({ id }) => id === result.stepId);
    if (!step) return undefined;
    this.#expected = [...this.#expected, ...expectedOutputs(step, result.commands, verdict)];
    if (verdict.status === 'passed') {
      this.#hasPassed = true;
      this.#url = verdict.url ?? this.#url;
    }
    const isLast = step === this.#unit.steps.at(-1);
    const goesOn = verdict.status === 'passed' || verdict.status === 'skipped';
    if (goesOn && !isLast) return undefined;
    // A step that is skipped does not make its unit skipped, unless it is the one that people see, or nothing else was done.
    const isAside = verdict.status === 'skipped' && this.#unit.shown !== step && this.#hasPassed;
    const state = verdictState(verdict, this.#lang, result.commands, result.screen);
    return {
      ...(isAside ? { status: 'passed' as const } : state),
      durationMs: elapsedMs,
      hints: studentHints(result.hints, this.#lang),
      expected: this.#expected,
      ...(result.tries > 1 ? { attempt: result.tries } : {}),
      ...(this.#url === undefined ? {} : { url: this.#url }),
      ...(this.#changes === undefined ? {} : { changes: this.#changes }),
    };
  }
}

/** What programs say when they are to make something that is there. */
const there = /already exists|AlreadyExists|File exists|is already in use|existe déjà/;

/** True for an output that says that what was to be made is there already. */
function alreadyThere(output: string): boolean {
  return there.test(output);
}

/** What a page shows of a verdict. */
export function verdictState(
  verdict: Verdict,
  lang: Language,
  commands: readonly Pick<CommandResult, 'output'>[],
  screen?: string,
): UnitState {
  const { status } = verdict;
  if (status === 'passed') return { status, ...(verdict.note === undefined ? {} : { note: word(verdict.note, lang) }) };
  const output = commands.findLast((command) => command.output !== '')?.output ?? screen ?? '';
  return {
    status,
    reason: word(verdict.reason, lang),
    ...(status === 'failed' && verdict.exitCode !== undefined ? { exitCode: verdict.exitCode } : {}),
    ...(status === 'failed' && verdict.mismatches
      ? {
          mismatches: verdict.mismatches.map(({ reason, expected, actual }) => ({
            reason: word(reason, lang),
            expected: endOf(expected),
            actual: endOf(actual),
          })),
        }
      : {}),
    ...(output === '' ? {} : { output: endOf(output) }),
    ...(status === 'failed' && alreadyThere(output) ? { there: true as const } : {}),
  };
}

/** Which of the outputs that the slide shows came. */
export function expectedOutputs(
  step: Step,
  commands: readonly Pick<CommandResult, 'output'>[],
  { status }: Verdict,
): NonNullable<UnitState['expected']> {
  if (status !== 'passed' && status !== 'failed') return [];
  const outputs = commands.map(({ output }) => output);
  const candidates = [outputs.join('\n'), outputs.at(-1) ?? ''];
  return step.expectations.flatMap((expectation) => {
    const { origin, region } = expectation;
    if (origin !== 'fence' || region === undefined) return [];
    const held = status === 'passed' || candidates.some((output) => expectation.test(output) === undefined);
    return [{ region, held }];
  });
}

function endOf(text: string): string {
  return text.length > shownOutput ? `…${text.slice(-shownOutput)}` : text;
}
