import { diffArrays } from 'diff';
import { printableLines } from './printable.ts';

/** What was expected and what came; a Mismatch is one. */
export interface Comparison {
  readonly matcher: string;
  readonly expected: string;
  readonly actual: string;
}

/** One line of a diff. `gap` stands for `count` lines that are not shown. */
export type DiffLine =
  | { readonly kind: 'same' | 'expected' | 'actual'; readonly text: string }
  | { readonly kind: 'gap'; readonly count: number };

/** More lines than this on one side are not compared: only the first ones are. */
const maxLines = 2000;
/** The work grows with the square of the differences; with more than this the sides are shown one after the other. */
const maxDifferences = 200;
const maxLineLength = 400;
const maxShown = 120;

/**
 * The lines that differ between what was expected and what came, with a little of what is the same around them. Lines
 * are compared with the eyes of their matcher: in JSON (which comes pretty-printed) a comma at the end does not count, in
 * text `...` stands for anything. Bounded to what fits on a few screens.
 */
export function diffOf({ matcher, expected, actual }: Comparison): DiffLine[] {
  const wanted = linesOf(expected);
  const got = linesOf(actual);
  const hasWildcards = withWildcards.has(matcher) && wildcard.test(expected);
  const comparator = matcher.startsWith('json') ? likeJson : hasWildcards ? likeText : exactly;
  const changes = diffArrays(wanted, got, { comparator, maxEditLength: maxDifferences }) ?? [
    { value: wanted, removed: true, added: false },
    { value: got, removed: false, added: true },
  ];
  const last = changes.length - 1;
  return changes
    .flatMap(({ value, removed, added }, index): DiffLine[] => {
      if (removed) return shorten('expected', value, 15, 5);
      if (added) return shorten('actual', value, 15, 5);
      return shorten('same', value, index === 0 ? 0 : 3, index === last ? 0 : 3);
    })
    .slice(0, maxShown);
}

function linesOf(text: string): string[] {
  return printableLines(text)
    .slice(0, maxLines)
    .map((line) => (line.length > maxLineLength ? `${line.slice(0, maxLineLength)}…` : line));
}

/** The matchers to which `...` stands for something else; to `text` and `regex` it is what it is. */
const withWildcards = new Set(['ellipsis', 'equal', 'tail', 'similar']);

/** A comma only says that something follows. */
function likeJson(expected: string, actual: string): boolean {
  return expected.replace(/,$/, '') === actual.replace(/,$/, '');
}

/** The wildcards of the ellipsis matcher, as far as they stand for something on one line. */
const wildcard = /\[(?:\.{3,}|…)\]|\((?:\.{3,}|…)\)|\.{3,}|…|x{4,}|X{4,}|y{4,}/;

function exactly(expected: string, actual: string): boolean {
  return expected === actual;
}

/** Blanks need no care here: the matchers show texts with their blanks normalised. */
function likeText(expected: string, actual: string): boolean {
  if (expected === actual) return true;
  const pieces = expected.split(wildcard);
  if (pieces.length === 1) return false;
  let from = 0;
  for (const [index, piece] of pieces.entries()) {
    const found = index === pieces.length - 1 ? actual.length - piece.length : actual.indexOf(piece, from);
    if (found < from || (index === 0 && found > 0) || !actual.startsWith(piece, found)) return false;
    from = found + piece.length;
  }
  return true;
}

/** The first `head` and the last `tail` of a run of lines, with a gap between them. */
function shorten(
  kind: 'same' | 'expected' | 'actual',
  texts: readonly string[],
  head: number,
  tail: number,
): DiffLine[] {
  const shown = (part: readonly string[]): DiffLine[] => part.map((text) => ({ kind, text }));
  const left = texts.length - head - tail;
  // A gap of one line takes as much room as the line.
  if (left <= 1) return shown(texts);
  return [...shown(texts.slice(0, head)), { kind: 'gap', count: left }, ...shown(texts.slice(texts.length - tail))];
}
