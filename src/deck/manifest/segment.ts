import type { Point } from '../model.ts';
import { lastAtOrBefore, readLines } from '../scan/lines.ts';
import type { Source } from '../scan/source.ts';

/** One file of a deck that is made of several. */
export interface DeckFile {
  /** Its name in messages. */
  readonly file: string;
  readonly source: Source;
}

/** A segment of a source map: a part of the text of a deck, and where it comes from. */
export interface Segment {
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
export function writtenSegment(from: DeckFile, start: number, end: number): Segment {
  return { text: from.source.text.slice(start, end), from, at: start, made: false };
}

/**
 * The same of what is code or a script where it comes from: lines that would begin a slide of a deck (`---`, `--`, `???`: of YAML, mostly) get
 * a blank at their end, with which they begin none.
 */
export function codeSegments(from: DeckFile, start: number, end: number): Segment[] {
  const segments: Segment[] = [];
  let done = start;
  for (const { index } of from.source.text.slice(start, end).matchAll(/(?<=^(?:--|---|\?\?\?))(?=\r?$)/gm)) {
    segments.push(writtenSegment(from, done, start + index), { text: ' ', from, at: start + index, made: true });
    done = start + index;
  }
  return [...segments, writtenSegment(from, done, end)];
}

/** Puts segments between others, cutting them where needed. `offset` is one of the joined text; they come in its order. */
export function insertSegments(
  segments: readonly Segment[],
  inserted: readonly { readonly offset: number; readonly segment: Segment }[],
): Segment[] {
  const made: Segment[] = [];
  let next = 0;
  let start = 0;
  for (const segment of segments) {
    const { text } = segment;
    let done = 0;
    for (let insert = inserted[next]; insert && insert.offset - start < text.length; insert = inserted[++next]) {
      const cut = insert.offset - start;
      if (cut > done) made.push(part(segment, done, cut));
      made.push(insert.segment);
      done = cut;
    }
    made.push(done === 0 ? segment : part(segment, done, text.length));
    start += text.length;
  }
  return [...made, ...inserted.slice(next).map(({ segment }) => segment)];
}

function part(segment: Segment, start: number, end: number): Segment {
  const { text, at, made } = segment;
  return { ...segment, text: text.slice(start, end), at: made ? at : at + start };
}

/** One text of all segments; its places are those of the files that they come from. */
export function joinSegments(segments: readonly Segment[]): Source {
  const starts = new Float64Array(segments.length);
  const parts: string[] = [];
  let length = 0;
  segments.forEach(({ text }, index) => {
    starts[index] = length;
    parts.push(text);
    length += text.length;
  });
  const text = parts.join('');
  const point = (offset: number): Point => {
    const index = lastAtOrBefore(starts, offset);
    const segment = segments[index];
    if (!segment) return { line: 1, column: 1, offset: 0 };
    const within = segment.made ? 0 : offset - (starts[index] ?? 0);
    const { line, column, offset: place } = segment.from.source.point(segment.at + within);
    return { file: segment.from.file, line, column, offset: place };
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
