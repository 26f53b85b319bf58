import type { Unit } from '../../plan/units.ts';
import type { CommandReport, UnitReport, UnitState } from '../../protocol.ts';
import { type Clock, systemClock } from '../../run/clock.ts';
import { Masker, type Secrets } from '../../run/mask.ts';
import type { UnitStates } from './unit-states.ts';

/** A command that was run for a step, by whomever. */
export interface RunCommand {
  readonly text: string;
  readonly output: string;
  readonly exitCode: number | undefined;
}

/** Characters that are kept of one output, of its beginning and its end, and of all of them. */
const most = { output: 8 * 1024, all: 512 * 1024 } as const;

/**
 * What was run on a machine, for a report that a person takes away: the commands of each step as they were run last, without secrets,
 * and how long it took. Bounded: the outputs that were printed first are forgotten first.
 */
export class RunRecord {
  readonly #masker: Masker;
  readonly #clock: Clock;
  readonly #byStep = new Map<string, readonly CommandReport[]>();
  #kept = 0;
  #began: number | undefined;
  #ended: number | undefined;

  constructor(secrets: Secrets = { values: [], patterns: [] }, clock: Clock = systemClock) {
    this.#masker = new Masker(secrets);
    this.#clock = clock;
  }

  /** From the first thing that was done to the last, in milliseconds. */
  get tookMs(): number {
    return (this.#ended ?? 0) - (this.#began ?? 0);
  }

  /** A unit is in another state. */
  changed({ status, durationMs = 0 }: UnitState): void {
    if (status === 'idle' || status === 'queued') return;
    this.#ended = this.#clock.now();
    this.#began ??= this.#ended - durationMs;
  }

  /** A step was run, or typed; what it did before does not count any more. */
  add(step: string, commands: readonly RunCommand[]): void {
    this.#forget(step);
    const kept = commands.map((command) => withoutSecrets(this.#masker, command));
    this.#byStep.set(step, kept);
    this.#kept += sizeOf(kept);
    for (const [oldest, its] of this.#byStep) {
      if (this.#kept <= most.all) break;
      this.#forget(oldest);
      this.#byStep.set(
        oldest,
        its.map((command) => ({ ...command, output: '', ...(command.output !== '' && { omitted: true as const }) })),
      );
    }
  }

  /** The course was replaced: steps have other ids now, those that are not among them are gone. */
  rename(ids: ReadonlyMap<string, string>): void {
    const before = [...this.#byStep];
    this.#byStep.clear();
    for (const [step, commands] of before) {
      const id = ids.get(step);
      if (id !== undefined) this.#byStep.set(id, commands);
    }
    this.#kept = [...this.#byStep.values()].reduce((sum, commands) => sum + sizeOf(commands), 0);
  }

  /** Every unit, and what was run for it. */
  report(units: readonly Unit[], states: Pick<UnitStates, 'get'>): readonly UnitReport[] {
    return units.map((unit) => {
      const { status, reason, note, durationMs, byHand } = states.get(unit);
      // That a person accepted it, for one.
      const why = status === 'passed' ? note : reason;
      return {
        unit: unit.id,
        text: this.#masker.text(unit.shown?.input ?? ''),
        status,
        commands: unit.steps.flatMap(({ id }) => this.#byStep.get(id) ?? []),
        ...(why !== undefined && { reason: this.#masker.text(why) }),
        ...(durationMs !== undefined && { durationMs }),
        ...(byHand && { byHand }),
      };
    });
  }

  #forget(step: string): void {
    this.#kept -= sizeOf(this.#byStep.get(step) ?? []);
    this.#byStep.delete(step);
  }
}

/** A command for people to take away: without secrets, and with the middle of a long output left out. */
export function withoutSecrets(masker: Masker, { text, output, exitCode }: RunCommand): CommandReport {
  return {
    text: masker.text(text),
    ...shortened(masker.text(output)),
    ...(exitCode !== undefined && { exitCode }),
  };
}

function sizeOf(commands: readonly CommandReport[]): number {
  return commands.reduce((sum, { output }) => sum + output.length, 0);
}

function shortened(output: string): Pick<CommandReport, 'output' | 'omitted'> {
  if (output.length <= most.output) return { output };
  const half = most.output / 2;
  return { output: `${output.slice(0, half)}\n…\n${output.slice(-half)}`, omitted: true };
}
