import type { Source } from '../encoding.ts';
import { lastAtOrBefore, readLines } from '../lines.ts';
import type { Point } from '../model.ts';

/** One file of a deck that is made of several. */
export interface DeckFile {
  /** Its name in messages. */
  readonly file: string;
  readonly source: Source;
}

/** A piece of a deck's text, and where it comes from. */
export interface Stretch {
  readonly text: string;
  readonly from: DeckFile;
  /** Where it begins in the text of `from.source`. */
  readonly at: number;
  /** All of it stands for the one place `at`: it was put there, and is not written so. */
  readonly made: boolean;
  /** It stands for the table of contents, whose text is known when all titles are. */
  readonly toc?: boolean;
}

/** The text of `from` between two offsets, as it is written. */
export function written(from: DeckFile, start: number, end: number): Stretch {
  return { text: from.source.text.slice(start, end), from, at: start, made: false };
}

/** Puts stretches between others, cutting them where needed. `offset` is one of the joined text; they come in its order. */
export function insertStretches(
  stretches: readonly Stretch[],
  inserted: readonly { readonly offset: number; readonly stretch: Stretch }[],
): Stretch[] {
  const made: Stretch[] = [];
  let next = 0;
  let start = 0;
  for (const stretch of stretches) {
    const { text } = stretch;
    let done = 0;
    for (let insert = inserted[next]; insert && insert.offset - start < text.length; insert = inserted[++next]) {
      const cut = insert.offset - start;
      if (cut > done) made.push(part(stretch, done, cut));
      made.push(insert.stretch);
      done = cut;
    }
    made.push(done === 0 ? stretch : part(stretch, done, text.length));
    start += text.length;
  }
  return [...made, ...inserted.slice(next).map(({ stretch }) => stretch)];
}

function part(stretch: Stretch, start: number, end: number): Stretch {
  const { text, at, made } = stretch;
  return { ...stretch, text: text.slice(start, end), at: made ? at : at + start };
}

/** One text of all stretches; its places are those of the files that they come from. */
export function joinStretches(stretches: readonly Stretch[]): Source {
  const starts = new Float64Array(stretches.length);
  const parts: string[] = [];
  let length = 0;
  stretches.forEach(({ text }, index) => {
    starts[index] = length;
    parts.push(text);
    length += text.length;
  });
  const text = parts.join('');
  const point = (offset: number): Point => {
    const index = lastAtOrBefore(starts, offset);
    const stretch = stretches[index];
    if (!stretch) return { line: 1, column: 1, offset: 0 };
    const within = stretch.made ? 0 : offset - (starts[index] ?? 0);
    const { line, column, offset: place } = stretch.from.source.point(stretch.at + within);
    return { file: stretch.from.file, line, column, offset: place };
  };
  return {
    original: text,
    text,
    lines: readLines(text),
    findings: [],
    point,
    position: (start, end) => ({ start: point(start), end: point(end) }),
    offset: (place) => place,
    placeInFile: point,
    damages: [],
  };
}
