import type { Span } from '../scan/regions.ts';

/** A part of a markdown text that is parsed by itself. */
export interface Chunk extends Span {
  /** True when parsing it could take very long: it is to be shown as it is written. */
  readonly heavy: boolean;
}

/** What makes a CommonMark parser slow: its time grows with the square of these, or worse. */
interface Weight {
  readonly lines: number;
  readonly marks: number;
  /** Brackets or quote marks so nested, or emphasis marks so many in a row, that no author wrote them. */
  readonly absurd: boolean;
}

// The richest slide of four known courses has 201 marks and 60 lines.
const maxLines = 500;
const maxMarks = 2000;
const maxNested = 20;
const maxInARow = 100;

/** Cuts a long text between blocks, so that the time to parse it stays proportional to its length. */
export function chunksOf(text: string): Chunk[] {
  const whole = weigh(text);
  if (!isHeavy(whole)) return [{ start: 0, end: text.length, heavy: false }];
  const chunks: Chunk[] = [];
  let start = 0;
  let lines = 0;
  let marks = 0;
  const endChunk = (end: number, heavy: boolean): void => {
    if (end > start) chunks.push({ start, end, heavy });
    start = end;
    lines = 0;
    marks = 0;
  };
  for (const block of blocksOf(text)) {
    const weight = weigh(text.slice(block.start, block.end));
    const heavy = isHeavy(weight);
    if (heavy || lines + weight.lines > maxLines || marks + weight.marks > maxMarks) endChunk(block.start, false);
    lines += weight.lines;
    marks += weight.marks;
    if (heavy) endChunk(block.end, true);
  }
  endChunk(text.length, false);
  return chunks;
}

function isHeavy({ lines, marks, absurd }: Weight): boolean {
  return absurd || lines > maxLines || marks > maxMarks;
}

/** Pieces that begin after a blank line with a line that is neither indented nor an item of a list. */
function blocksOf(text: string): Span[] {
  const blocks: Span[] = [];
  let start = 0;
  for (const match of text.matchAll(/(?:\r\n|\n|\r(?!\n))[ \t]*(?:\r\n?|\n)(?=[^\s*+\-\d])/g)) {
    const end = match.index + match[0].length;
    blocks.push({ start, end });
    start = end;
  }
  blocks.push({ start, end: text.length });
  return blocks;
}

function weigh(text: string): Weight {
  let lines = 1;
  let marks = 0;
  let nested = 0;
  let deepest = 0;
  let row = 0;
  let longestRow = 0;
  let quotes = 0;
  let previous = '';
  for (const character of text) {
    row = character === previous ? row + 1 : 1;
    previous = character;
    switch (character) {
      case '\n':
      case '\r':
        lines++;
        quotes = 0;
        continue;
      case '[':
        deepest = Math.max(deepest, ++nested);
        break;
      case ']':
        nested = Math.max(0, nested - 1);
        break;
      case '>':
        deepest = Math.max(deepest, ++quotes);
        break;
      case '*':
      case '_':
      case '~':
        longestRow = Math.max(longestRow, row);
        break;
      case '!':
      case '\\':
      case '<':
      case '`':
      case '|':
      case '-':
      case '&':
      case '@':
      case ':':
        break;
      default:
        continue;
    }
    marks++;
  }
  return { lines, marks, absurd: deepest > maxNested || longestRow > maxInARow };
}
