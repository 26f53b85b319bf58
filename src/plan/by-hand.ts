import { differences, isSame, type Statement, statementsOf } from './same-command.ts';
import type { Step } from './step.ts';
import type { Unit } from './units.ts';

/** Commands that the deck asks for too, found in what a person typed. */
export interface Recognised {
  readonly unit: Unit;
  readonly step: Step;
  /** They begin the step. */
  readonly isFirst: boolean;
  /** All of the step has been typed with them, in order. */
  readonly isComplete: boolean;
}

/** A command that is nearly what a step asks for. */
export interface NearlyRight {
  readonly unit: Unit;
  /** What the step has and the command has not, and the other way round: `-n blue`. */
  readonly missing: readonly string[];
  readonly extra: readonly string[];
}

/**
 * Stands in a line that was read off a screen where nobody can tell whether a blank was typed: at the end of a row, before a wide character
 * that would not have fitted.
 */
export const perhapsBlank = '\u2060';

/** Whether a line that was read off a screen is the wanted one; composed characters may be typed in either way. */
export function isSameLine(typed: string, wanted: string): boolean {
  const [read, meant] = [typed.normalize(), wanted.normalize()];
  if (!read.includes(perhapsBlank)) return read === meant;
  const pieces = read.split(perhapsBlank).map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${pieces.join(' ?')}$`, 'u').test(meant);
}

/** Most places where nobody can tell whether a blank was typed that are tried both ways. */
const mostDoubts = 6;
/** Most that a command may differ in from what it is nearly. */
const mostDifferences = 3;

/** What a step asks for, or what was typed: as bash reads it, and line by line where bash does not understand it. */
interface Commands {
  readonly statements: readonly Statement[] | undefined;
  readonly lines: readonly string[];
}

/** The commands of a unit. */
interface Wanted extends Commands {
  readonly unit: Unit;
  readonly step: Step;
}

/** Where what was typed begins: at which of a unit's commands, and how many of the commands of each unit it is. */
interface Match {
  readonly first: Wanted;
  readonly isFirst: boolean;
  readonly found: readonly Covered[];
}

/** A unit with commands that were typed. */
interface Covered {
  readonly wanted: Wanted;
  readonly until: number;
  readonly isFirst: boolean;
  readonly isComplete: boolean;
}

/** Follows a person who types what the slides ask for, command by command. */
export class ByHand {
  readonly #wanted: readonly Wanted[];
  /** How many commands of a step have been typed, by its id. */
  readonly #typed = new Map<string, number>();

  constructor(units: readonly Unit[]) {
    this.#wanted = units.flatMap((unit) => {
      const step = unit.shown;
      if (step?.action !== 'bash') return [];
      return [{ unit, step, ...commandsOf(step.lines.map(({ text }) => text).join('\n')) }];
    });
  }

  /**
   * The steps that what was typed belongs to, in their order: one that was begun, else one of the slide that is shown (`Slide.index`), else the
   * first for which `isOpen`, else any, and those after it when it is more than one step. Commands count that mean the same
   * (`isSame`); white space and comments do not.
   */
  recognise(command: string, slide: number, isOpen: (unit: Unit) => boolean): readonly Recognised[] {
    const matches = readings(command).flatMap((typed) =>
      typed.lines.length === 0 ? [] : this.#wanted.flatMap((_, at) => this.#match(at, typed) ?? []),
    );
    const [best] = matches.sort((a, b) => rank(b) - rank(a));
    if (!best) return [];
    return best.found.map(({ wanted: { unit, step }, until, isFirst, isComplete }) => {
      this.#typed.set(step.id, isComplete ? 0 : until);
      return { unit, step, isFirst, isComplete };
    });

    function rank({ first: { unit }, isFirst }: Match): number {
      return (isFirst ? 0 : 4) + (unit.slide === slide ? 2 : 0) + (isOpen(unit) ? 1 : 0);
    }
  }

  /** The step of the slide that one command is nearly, for which `isOpen`; undefined when there is none, or the command is none of a kind. */
  nearest(command: string, slide: number, isOpen: (unit: Unit) => boolean): NearlyRight | undefined {
    const typed = statementsOf(command.replaceAll(perhapsBlank, ''));
    const [statement] = typed ?? [];
    if (typed?.length !== 1 || !statement) return undefined;
    const candidates = this.#wanted.flatMap(({ unit, step, statements }) => {
      const next = statements?.[this.#typed.get(step.id) ?? 0];
      if (unit.slide !== slide || !isOpen(unit) || !next) return [];
      const found = differences(next, statement);
      const count = found ? found.missing.length + found.extra.length : 0;
      return found && count > 0 && count <= mostDifferences ? [{ unit, ...found, count }] : [];
    });
    return candidates.sort((one, other) => one.count - other.count)[0];
  }

  /** Forgets what has been typed of a step: a command of it failed. */
  forget({ id }: Step): void {
    this.#typed.delete(id);
  }

  /** Whether what was typed begins with the next commands of a unit, or with its first, and goes on with those of the units after it. */
  #match(at: number, typed: Commands): Match | undefined {
    const first = this.#wanted[at];
    if (!first) return undefined;
    // Where bash does not understand one of the two, they are the same letter by letter, or not at all.
    const inLines = !first.statements || !typed.statements;
    const all = inLines ? asLines(typed) : typed;
    for (const from of new Set([this.#typed.get(first.step.id) ?? 0, 0])) {
      const found: Covered[] = [];
      let done = 0;
      for (let unit = at, start = from; ; unit++, start = 0) {
        const wanted = this.#wanted[unit];
        const count = wanted ? sameFrom(inLines ? asLines(wanted) : wanted, start, all, done) : 0;
        if (!wanted || count === 0) break;
        done += count;
        const until = start + count;
        const isComplete = until === lengthOf(inLines ? asLines(wanted) : wanted);
        found.push({ wanted, until, isFirst: start === 0, isComplete });
        if (done === lengthOf(all)) return { first, isFirst: from === 0, found };
        if (!isComplete) break;
      }
    }
    return undefined;
  }
}

/** How many commands of a step, from one on, are those that were typed, from one on; 0 unless either all of the step is or all that was typed. */
function sameFrom(wanted: Commands, start: number, typed: Commands, from: number): number {
  const most = Math.min(lengthOf(wanted) - start, lengthOf(typed) - from);
  for (let at = 0; at < most; at++) {
    const isEqual = typed.statements
      ? isSameStatement(wanted.statements?.[start + at], typed.statements[from + at])
      : isSameLine(typed.lines[from + at] ?? '', wanted.lines[start + at] ?? '');
    if (!isEqual) return 0;
  }
  return most;
}

function isSameStatement(one: Statement | undefined, other: Statement | undefined): boolean {
  return one !== undefined && other !== undefined && isSame(one, other);
}

function asLines({ lines }: Commands): Commands {
  return { statements: undefined, lines };
}

function lengthOf({ statements, lines }: Commands): number {
  return statements?.length ?? lines.length;
}

function commandsOf(text: string): Commands {
  return { statements: statementsOf(text.normalize()), lines: linesOf(text) };
}

/** What a person may have typed: of a line read off a screen not every blank is certain. */
function readings(command: string): readonly Commands[] {
  const pieces = command.split(perhapsBlank);
  if (pieces.length === 1) return [commandsOf(command)];
  const literal = { statements: undefined, lines: linesOf(command) };
  if (pieces.length - 1 > mostDoubts) return [literal];
  const texts = pieces.reduce<readonly string[]>(
    (all, piece, at) => (at === 0 ? [piece] : all.flatMap((text) => [`${text}${piece}`, `${text} ${piece}`])),
    [],
  );
  return texts.map(commandsOf);
}

function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim().replace(/\s+/g, ' '))
    .filter((line) => line !== '' && !line.startsWith('#'));
}
