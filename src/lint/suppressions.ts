import { lastAtOrBefore } from '../deck/scan/lines.ts';
import type { Span } from '../deck/scan/regions.ts';
import type { LintDocument } from './document.ts';
import { covering } from './ranges.ts';

/** What is said before a line, by one comment or several. */
interface Suppression {
  /** The last line on which it holds, 0-based. */
  readonly to: number;
  readonly rules: Set<string>;
  /** Every rule says nothing. */
  all: boolean;
}

/** A comment that names a rule that there is not. */
export interface UnknownName extends Span {
  readonly name: string;
}

/** What the comments `<!-- pupitre-disable-next-line rule -->` of a deck say; those that code shows say nothing. */
export interface Suppressions {
  /** True when nothing is to be said by this rule at this offset. */
  readonly covers: (rule: string, offset: number) => boolean;
  readonly names: readonly UnknownName[];
}

const commentPattern = /<!--\s*pupitre-disable-next-line\b([^<>]*?)-->/g;

/**
 * Reads the comments that suppress rules. The next line is the next one that is not blank; when a fence opens on it, the
 * whole fence is meant, because nothing can be written inside it. Comments below each other are about the same line.
 */
export function readSuppressions({ text, source: { lines }, code }: LintDocument): Suppressions {
  const suppressions = new Map<number, Suppression>();
  const names: UnknownName[] = [];
  const isCode = covering(code);
  const fenceEnds = new Map<number, number>();
  for (const { kind, start, end } of code) {
    if (kind !== 'inline') fenceEnds.set(lines.at(start), lines.at(end));
  }
  const comments = [...text.matchAll(commentPattern)].filter(({ index }) => !isCode(index));
  /** By the line of a comment that has its line to itself: the line that it is about. */
  const targets = new Map<number, number>();
  const found: { readonly list: string; readonly listStart: number; readonly from: number }[] = [];
  for (const { index, 0: comment, 1: list = '' } of comments.toReversed()) {
    const end = index + comment.length;
    const [first, last] = [lines.at(index), lines.at(end)];
    let next = last + 1;
    while (next < lines.count && text.slice(lines.start(next), lines.end(next)).trim() === '') next++;
    const from = targets.get(next) ?? next;
    const around = text.slice(lines.start(first), index) + text.slice(end, lines.end(last));
    if (around.trim() === '') targets.set(first, from);
    found.push({ list, listStart: index + comment.lastIndexOf(list), from });
  }
  for (const { list, listStart, from } of found.reverse()) {
    const suppression = suppressions.get(from) ?? { to: fenceEnds.get(from) ?? from, rules: new Set(), all: false };
    suppressions.set(from, suppression);
    const listed = [...list.matchAll(/[^\s,]+/g)];
    for (const { 0: name, index: at } of listed) {
      suppression.rules.add(name);
      names.push({ name, start: listStart + at, end: listStart + at + name.length });
    }
    suppression.all ||= listed.length === 0;
  }
  const starts = [...suppressions.keys()];
  return {
    names,
    covers(rule, offset) {
      const line = lines.at(offset);
      const from = starts[lastAtOrBefore(starts, line)] ?? Infinity;
      const suppression = suppressions.get(from);
      return (
        suppression !== undefined &&
        line >= from &&
        line <= suppression.to &&
        (suppression.all || suppression.rules.has(rule))
      );
    },
  };
}
