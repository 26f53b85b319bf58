import { displayWidth, truncate } from '../../report/width.ts';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * A text of one line as rows of at most `columns` cells, broken between words, and inside of those that are longer. The first row begins with
 * `first`, the others with `rest`, both as wide as each other. Never empty.
 */
export function wrap(text: string, columns: number, first = '', rest = ' '.repeat(displayWidth(first))): string[] {
  const room = Math.max(2, columns - displayWidth(first));
  const rows: string[] = [];
  let row = '';
  for (const word of text.split(' ')) {
    const joined = row === '' ? word : `${row} ${word}`;
    if (displayWidth(joined) <= room) {
      row = joined;
      continue;
    }
    if (row !== '') rows.push(row);
    const pieces = piecesOf(word, room);
    rows.push(...pieces.slice(0, -1));
    row = pieces.at(-1) ?? '';
  }
  return [...rows, row].map((each, index) => (index === 0 ? first : rest) + each);
}

/** A word, or code whose blanks count, cut into pieces of at most `columns` cells. */
export function piecesOf(text: string, columns: number): string[] {
  if (displayWidth(text) <= columns) return [text];
  const pieces: string[] = [];
  let piece = '';
  let width = 0;
  for (const { segment } of graphemes.segment(text)) {
    const next = displayWidth(segment);
    if (width + next > columns && piece !== '') {
      pieces.push(piece);
      piece = '';
      width = 0;
    }
    piece += segment;
    width += next;
  }
  return [...pieces, piece];
}

/** The end of a text: as much as fits into `columns` cells. */
export function endOf(text: string, columns: number): string {
  const segments = [...graphemes.segment(text.slice(-columns * 8))].map(({ segment }) => segment);
  let width = 0;
  const first = segments.findLastIndex((segment) => {
    width += displayWidth(segment);
    return width > columns;
  });
  return segments.slice(first + 1).join('');
}

/** Exactly `columns` cells: cut, or filled with blanks. */
export function fit(text: string, columns: number): string {
  const cut = truncate(text, columns);
  return cut + ' '.repeat(Math.max(0, columns - displayWidth(cut)));
}
