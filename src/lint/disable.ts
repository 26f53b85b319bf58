import type { Span } from '../deck/skeleton.ts';
import type { LintDocument } from './document.ts';

/** Lines (0-based, the last one included) on which some rules say nothing; every rule when `rules` is empty. */
interface Silence {
  readonly from: number;
  readonly to: number;
  readonly rules: readonly string[];
}

/** A comment that names a rule that there is not. */
export interface UnknownName extends Span {
  readonly name: string;
}

/** What the comments `<!-- pupitre-disable-next-line rule -->` of a deck say. */
export interface Silences {
  /** True when nothing is to be said by this rule at this offset. */
  readonly covers: (rule: string, offset: number) => boolean;
  readonly names: readonly UnknownName[];
}

const COMMENT = /<!--\s*pupitre-disable-next-line\b([^>]*?)-->/g;

/**
 * Reads the comments that silence rules. The next line is the next one that is not blank; when a fence opens on it, the
 * whole fence is meant, because nothing can be written inside it.
 */
export function readSilences({ text, source: { lines }, code }: LintDocument): Silences {
  const silences: Silence[] = [];
  const names: UnknownName[] = [];
  for (const { index, 0: comment, 1: list = '' } of text.matchAll(COMMENT)) {
    const rules: string[] = [];
    const listStart = index + comment.lastIndexOf(list);
    for (const { 0: name, index: at } of list.matchAll(/[^\s,]+/g)) {
      rules.push(name);
      names.push({ name, start: listStart + at, end: listStart + at + name.length });
    }
    let from = lines.at(index + comment.length) + 1;
    while (from < lines.count && text.slice(lines.start(from), lines.end(from)).trim() === '') from++;
    const fences = code.filter(({ kind, start }) => kind !== 'inline' && lines.at(start) === from);
    const to = Math.max(from, ...fences.map(({ end }) => lines.at(end)));
    silences.push({ from, to, rules });
  }
  return {
    names,
    covers(rule, offset) {
      const line = lines.at(offset);
      return silences.some(
        ({ from, to, rules }) => line >= from && line <= to && (rules.length === 0 || rules.includes(rule)),
      );
    },
  };
}
