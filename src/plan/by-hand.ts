import type { Step } from './step.ts';
import type { Unit } from './units.ts';

/** A command line that the deck asks for too, found in what a person typed. */
export interface Recognised {
  readonly unit: Unit;
  readonly step: Step;
  /** It is the first line of the step. */
  readonly isFirst: boolean;
  /** All lines of the step have been typed with it, in order. */
  readonly isComplete: boolean;
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

/** Follows a person who types what the slides ask for, line by line. */
export class ByHand {
  readonly #units: readonly Unit[];
  /** Lines of a step that have been typed, by its id. */
  readonly #typed = new Map<string, number>();

  constructor(units: readonly Unit[]) {
    this.#units = units.filter(({ shown }) => shown?.action === 'bash');
  }

  /**
   * The step that a command belongs to: one that was begun, else one of the slide that is shown (`Slide.index`), else the
   * first for which `isOpen`, else any. White space does not count, nor do comments.
   */
  recognise(command: string, slide: number, isOpen: (unit: Unit) => boolean): Recognised | undefined {
    const lines = linesOf(command);
    if (lines.length === 0) return undefined;
    const candidates = this.#units.flatMap((unit) => this.#match(unit, lines) ?? []);
    const [best] = candidates.sort((a, b) => rank(b) - rank(a));
    if (!best) return undefined;
    this.#typed.set(best.step.id, best.isComplete ? 0 : best.until);
    const { unit, step, isFirst, isComplete } = best;
    return { unit, step, isFirst, isComplete };

    function rank({ unit: { slide: own }, isFirst: first, unit: candidate }: Match): number {
      return (first ? 0 : 4) + (own === slide ? 2 : 0) + (isOpen(candidate) ? 1 : 0);
    }
  }

  /** Forgets what has been typed of a step: a command of it failed. */
  forget({ id }: Step): void {
    this.#typed.delete(id);
  }

  #match(unit: Unit, lines: readonly string[]): Match | undefined {
    const step = unit.shown;
    if (!step) return undefined;
    const wanted = linesOf(step.lines.map(({ text }) => text).join('\n'));
    const from = [this.#typed.get(step.id) ?? 0, 0].find((start) =>
      lines.every((line, index) => isSameLine(line, wanted[start + index] ?? '')),
    );
    if (from === undefined) return undefined;
    const until = from + lines.length;
    return { unit, step, until, isFirst: from === 0, isComplete: until === wanted.length };
  }
}

type Match = Recognised & { readonly until: number };

function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim().replace(/\s+/g, ' '))
    .filter((line) => line !== '' && !line.startsWith('#'));
}
