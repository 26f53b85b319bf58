import { type Language, message } from '../../messages/message.ts';
import { word } from '../../messages/word.ts';
import type { Step } from '../../plan/step.ts';
import type { Successor } from '../../plan/successors.ts';
import { firstTerminal, usesTerminal } from '../../plan/terminals.ts';
import type { Unit } from '../../plan/units.ts';
import type { DriveState, ServerMessage, Size, UnitState } from '../../protocol.ts';
import type { Actions } from '../../run/action.ts';
import type { Secrets } from '../../run/mask.ts';
import type { Target } from '../../target/target.ts';
import { CourseShell, type ShellNow } from './course-shell.ts';
import { Demo } from './demo.ts';
import { followCommands } from './follow-commands.ts';
import type { LiveCourse } from './live-course.ts';
import { Machine } from './machine.ts';
import { RunQueue } from './run-queue.ts';
import { type RunCommand, RunRecord } from './run-record.ts';
import { runUnit, type RunUnitOptions } from './run-unit.ts';
import type { Terminal } from './terminal.ts';
import { TypedByHand } from './typed-by-hand.ts';
import { idle, isWrongEnd, UnitStates } from './unit-states.ts';

export interface ProgressOptions {
  readonly course: Pick<LiveCourse, 'plan' | 'units'>;
  readonly actions: Actions;
  readonly target: Target;
  readonly size: Size;
  readonly startMs: number;
  readonly lang: Language;
  /** To take out of what people take away. */
  readonly secrets?: Secrets;
  /** Index of the slide that is shown. */
  readonly slide: () => number;
  /** How steps are run. */
  readonly drive: () => DriveState;
  /** Tells every client. */
  readonly tell: (message: ServerMessage) => void;
  /** A unit is otherwise now than before. */
  readonly onUnit: (unit: Unit, state: UnitState, before: UnitState) => void;
  /** There is something new in the ring of a terminal. */
  readonly onOutput: (terminal: Terminal) => void;
  /** Whom a command that has ended in a shell is told, if anybody. */
  readonly onCommand: () => ((command: RunCommand) => void) | undefined;
  /** A terminal was opened, or has ended. */
  readonly onTerminals: () => void;
  /** Something that is wrong with the program itself. */
  readonly onError: (error: unknown) => void;
}

/** A machine and the progress of the course on it: a new machine begins with none. */
export class Progress {
  readonly machine: Machine;
  readonly states: UnitStates;
  readonly queue: RunQueue;
  readonly typedByHand: TypedByHand;
  readonly demo: Demo;
  readonly record: RunRecord;
  readonly #options: ProgressOptions;
  #shell: CourseShell;
  #interrupting = false;
  readonly #now: ShellNow = {
    stateOf: (unit) => this.states.get(unit),
    empty: (unit) => this.machine.terminal(terminalOf(unit)).session?.command?.empty ?? [],
  };

  constructor(options: ProgressOptions) {
    this.#options = options;
    const { course, actions, lang, slide, tell, onUnit, onError, onOutput, onTerminals } = options;
    this.#shell = new CourseShell(course.units);
    const record = new RunRecord(options.secrets);
    this.record = record;
    const states = new UnitStates(
      (unit, state, before) => {
        record.changed(state);
        onUnit(unit, state, before);
      },
      (unit, state) => this.#explained(unit, state),
    );
    this.states = states;
    this.typedByHand = new TypedByHand({ units: course.units, states, lang, record, onError, slide });
    const machine = new Machine({
      ...options,
      plan: () => ({
        steps: course.plan.steps,
        watchedVariables: [...new Set([...course.plan.watchedVariables, ...this.#shell.shared])],
      }),
      onStatus: (status, reason) => {
        tell({ type: 'node', node: machine.id, status, ...(reason !== undefined && { reason }) });
      },
      onOutput,
      onTerminals,
      onShell: (session, name) => {
        if (!session.isAttached) this.#fade(name);
        this.typedByHand.follow(session);
        followCommands(session, options.onCommand, onError);
      },
      onShellEnd: (name) => {
        this.#fade(name);
      },
    });
    this.machine = machine;
    const onChoice = (): void => {
      tell({ type: 'terminals', terminals: machine.terminals, chosen: true });
    };
    const units = (): readonly Unit[] => course.units;
    this.queue = new RunQueue({
      units,
      states,
      missingBefore: (unit) => this.#shell.missingBefore(unit, this.#now),
      run: (unit, signal) => {
        this.typedByHand.unitTypes();
        const onStep: RunUnitOptions['onStep'] = (id, commands) => {
          // Meanwhile its step may be called otherwise.
          const step = states.current(unit)?.steps[unit.steps.findIndex((each) => each.id === id)];
          if (step) record.add(step.id, commands);
        };
        const { hidden } = options.drive();
        return runUnit(unit, signal, { plan: course.plan, actions, machine, states, lang, hidden, onChoice, onStep });
      },
    });
    this.demo = new Demo({
      ...{ units, states, machine, onChoice, queue: this.queue },
      typing: () => options.drive().typing,
      onTaken: (program) => {
        tell({ type: 'notice', text: word(message('server/demo-taken', { program }), lang) });
      },
    });
  }

  /** The course was replaced: what runs goes on, and what has not changed is as it was. `before`: the units until now. */
  replaceCourse(before: readonly Unit[], successors: ReadonlyMap<Unit, Successor>): void {
    const { course, lang } = this.#options;
    const { running } = this.queue;
    this.#shell = new CourseShell(course.units);
    this.demo.replace(successors);
    this.queue.replace(successors);
    this.states.replace(before, successors, {
      running,
      waits: (unit) => this.queue.waits(unit),
      changed: { status: 'idle', note: word(message('server/step-changed'), lang) },
    });
    this.typedByHand.replace(course.units);
    const same = [...successors].filter(([, { isSame }]) => isSame);
    const idsOf = ({ steps }: Unit): readonly string[] => steps.map(({ id }: Step) => id);
    this.record.rename(
      new Map(same.flatMap(([old, { unit }]) => idsOf(old).map((id, at) => [id, idsOf(unit)[at] ?? id] as const))),
    );
  }

  /** Ends the unit that runs and what waits; without one, what it has left. A program that a person has started gets a ^C, as from their keyboard. */
  stop(terminal: string | undefined): void {
    const { session } = this.machine.terminal(terminal);
    if (this.queue.stop() || this.#interrupting || !session) return;
    if (session.command?.byPerson === true) {
      session.input('\x03');
      return;
    }
    this.#interrupting = true;
    session
      .interrupt()
      .catch(this.#options.onError)
      .finally(() => (this.#interrupting = false));
  }

  /** A person's word about a unit: that it is done counts only for what cannot be judged, and for what is there already; accepted is what has failed. */
  mark(unit: Unit, as: 'done' | 'skipped' | 'idle' | 'accepted'): void {
    if (this.queue.running === unit) return;
    this.queue.remove(unit);
    const { states } = this;
    if (as === 'idle') states.set(unit, idle);
    else if (as === 'skipped') states.set(unit, { status: 'skipped' });
    else if (as === 'accepted') this.#accept(unit);
    else if (unit.shown?.action === 'manual' || states.get(unit).there) {
      states.set(unit, { status: 'passed', byHand: true });
    }
  }

  #accept(unit: Unit): void {
    const state = this.states.get(unit);
    if (!isWrongEnd(state)) return;
    const note = word(message('server/accepted', { reason: state.reason }), this.#options.lang);
    this.states.set(unit, { status: 'passed', note });
  }

  /** What has failed, this time or for good, says whether an earlier unit is the cause. */
  #explained(unit: Unit, state: UnitState): UnitState {
    const { status, attempt = 1 } = state;
    if (status === 'passed' && state.stale === undefined && state.note === undefined) return this.#doubted(unit, state);
    const isRepeated = status === 'waiting' && attempt > 1;
    if (!isRepeated && status !== 'failed' && status !== 'timedOut' && status !== 'broken') return state;
    const cause = this.#shell.cause(unit, this.#now);
    return cause ? { ...state, cause: word(cause, this.#options.lang) } : state;
  }

  /** What has passed in a shell that does not tell of all the variables that it assigns says so. */
  #doubted(unit: Unit, state: UnitState): UnitState {
    const terminal = this.machine.terminal(terminalOf(unit));
    const names = unit.steps.flatMap(({ assigns }) => assigns).filter((name) => !terminal.watches(name));
    if (names.length === 0) return state;
    return { ...state, note: word(message('server/not-watched', { names }), this.#options.lang) };
  }

  /** The shell of a terminal has ended: what units had left in it is gone. */
  #fade(terminal: string): void {
    for (const unit of this.#options.course.units) {
      const state = this.states.get(unit);
      const isThere = terminalOf(unit) === terminal;
      if (state.status !== 'passed' || state.stale === 'node' || !isThere || !this.#shell.leavesSomething(unit))
        continue;
      this.states.set(unit, { ...state, stale: 'shell' });
    }
  }
}

/** The one that the steps of a unit are for. */
function terminalOf({ steps }: Unit): string {
  return steps.find(usesTerminal)?.terminal ?? firstTerminal;
}
