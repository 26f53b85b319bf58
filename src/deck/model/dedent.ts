import { skipBlanks } from '../scan/line-kind.ts';
import type { Span } from '../scan/regions.ts';
import type { Source } from '../scan/source.ts';

/** One line of a fence's body, without its line end. */
export interface Row {
  readonly text: string;
  /** Where `text` begins in `Source.text`. */
  readonly offset: number;
}

/** The lines of a range. */
export function rowsOf({ text, lines }: Source, { start, end }: Span): Row[] {
  const rows: Row[] = [];
  let offset = start;
  for (let line = lines.at(start); offset < end; offset = lines.start(++line)) {
    rows.push({ text: text.slice(offset, Math.min(lines.end(line), end)), offset });
  }
  return rows;
}

/** The lines of a text, whose ends are LF. */
export function rowsIn(text: string): Row[] {
  return text.split('\n').map((row) => ({ text: row, offset: 0 }));
}

/**
 * Takes away the indent that all lines have in common (spaces and tabs must agree character by character, the first
 * line counts like the others, blank lines do not), and blank lines at both ends.
 */
export function dedent(rows: readonly Row[]): Row[] {
  const filled = (row: Row): boolean => row.text.trim() !== '';
  const first = rows.findIndex(filled);
  if (first < 0) return [];
  const kept = rows.slice(first, rows.findLastIndex(filled) + 1);
  const indents = kept.filter(filled).map(({ text }) => text.slice(0, skipBlanks(text, 0, text.length)));
  const common = indents.reduce(commonStart);
  return kept.map(({ text, offset }) => {
    const taken = commonStart(text, common).length;
    return { text: text.slice(taken), offset: offset + taken };
  });
}

function commonStart(one: string, other: string): string {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  return one.slice(0, length);
}
