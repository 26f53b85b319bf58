import type { Successor } from '../../plan/successors.ts';
import type { Unit } from '../../plan/units.ts';
import type { DriveState, UnitStatus } from '../../protocol.ts';
import { type Clock, systemClock } from '../../run/clock.ts';
import type { Session } from '../../run/terminal/session.ts';
import { type Keystroke, keystrokes } from './keystrokes.ts';
import type { Machine } from './machine.ts';
import type { RunQueue } from './run-queue.ts';
import { chooseTerminal } from './run-unit.ts';
import type { UnitStates } from './unit-states.ts';

export interface DemoOptions {
  /** Those of the course as it is now. */
  readonly units: () => readonly Unit[];
  readonly states: Pick<UnitStates, 'get'>;
  readonly queue: Pick<RunQueue, 'running' | 'add'>;
  readonly machine: Pick<Machine, 'open' | 'list'>;
  /** How fast. Default: normal. */
  readonly typing?: () => DriveState['typing'];
  /** Another terminal is typed into than before. */
  readonly onChoice: () => void;
  /** A program that a person has started has the terminal; undefined: it has only just begun. */
  readonly onTaken: (program: string | undefined) => void;
  /** Default: the machine's. */
  readonly clock?: Clock;
}

/** The command that stands at the prompt, or is on its way there. */
interface Line {
  unit: Unit;
  /** Undefined until its terminal is open. */
  session: Session | undefined;
  rest: readonly Keystroke[];
  cancel: (() => void) | undefined;
}

/** How many times as long as usual. */
const slowness = { slow: 2, normal: 1, fast: 0.4 } as const;

/** What nobody has tried: a unit that has failed is not repeated by the way. */
const open: ReadonlySet<UnitStatus> = new Set(['idle', 'notRun']);

/**
 * Types the commands of a slide as a person would, one step for each press of a key: the command comes letter by letter, all the rest of it at
 * once, then it runs as its unit, by the queue as always. Until it runs it is a line at the prompt and no run: a person may edit
 * it, or press Return.
 */
export class Demo {
  readonly #options: DemoOptions;
  readonly #clock: Clock;
  #line: Line | undefined;

  constructor(options: DemoOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  /** The key was pressed; `atOnce`: without the show. False when the slide has nothing left to type. */
  advance(slide: number, atOnce: boolean): boolean {
    const { units, states, queue } = this.#options;
    const line = this.#line;
    if (line) {
      if (line.session) this.#goOn(line);
      return true;
    }
    // What runs is watched to its end.
    if (queue.running) return true;
    const unit = units().find(
      (each) => each.slide === slide && each.shown?.action !== 'manual' && open.has(states.get(each).status),
    );
    if (!unit) return false;
    const text = unit.shown?.action === 'bash' ? unit.shown.lines[0]?.text : undefined;
    if (text === undefined) queue.add(unit, 'unit');
    else void this.#begin(unit, text, atOnce);
    return true;
  }

  /** The course was replaced: a line that it has no more is taken off the prompt. */
  replace(successors: ReadonlyMap<Unit, Successor>): void {
    if (!this.#line) return;
    const next = successors.get(this.#line.unit);
    if (next?.isSame) this.#line.unit = next.unit;
    else this.withdraw();
  }

  /** A person types: the line is theirs, as it is, or the one that they had there before. */
  leave(): void {
    this.#drop()?.session?.holdKeys(false);
  }

  /** Takes the line off the prompt again: it is not wanted any more. */
  withdraw(): void {
    const session = this.#drop()?.session;
    session?.typeAhead(undefined);
    session?.holdKeys(false);
  }

  #drop(): Line | undefined {
    const line = this.#line;
    line?.cancel?.();
    this.#line = undefined;
    return line;
  }

  async #begin(unit: Unit, text: string, atOnce: boolean): Promise<void> {
    const { queue, machine, onChoice, onTaken } = this.#options;
    const typing = this.#options.typing?.() ?? 'normal';
    const rest = keystrokes(text, typing === 'off' ? 0 : slowness[typing]);
    const line: Line = { unit, session: undefined, rest, cancel: undefined };
    this.#line = line;
    const name = chooseTerminal(unit, machine.list, onChoice);
    const session = await machine.open(name).catch(() => undefined);
    if (this.#line !== line) return;
    if (session?.state !== 'prompt') {
      this.#line = undefined;
      // What another step has left there, and a terminal that cannot be had, are for the run to deal with.
      if (session?.command?.byPerson === true)
        onTaken(session.foreground?.isShell === false ? session.foreground.name : undefined);
      else queue.add(unit, 'unit');
      return;
    }
    session.holdKeys(true);
    line.session = session;
    if (atOnce || typing === 'off') this.#type(line, line.rest);
    else this.#next(line);
  }

  /** All the rest of the line; when it stands there, it runs. */
  #goOn(line: Line): void {
    line.cancel?.();
    if (line.rest.length > 0) {
      this.#type(line, line.rest);
      return;
    }
    this.#line = undefined;
    this.#options.queue.add(line.unit, 'unit');
  }

  #next(line: Line): void {
    const [next] = line.rest;
    if (!next) return;
    line.cancel = this.#clock.after(next.pauseMs, () => {
      this.#type(line, [next]);
      this.#next(line);
    });
  }

  #type(line: Line, pieces: readonly Keystroke[]): void {
    line.rest = line.rest.slice(pieces.length);
    line.session?.typeAhead(pieces.map(({ piece }) => piece).join(''));
  }
}
