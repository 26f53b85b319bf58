import type { Source } from './encoding.ts';
import { skipBlanks, skipListMarkers } from './line-kind.ts';
import { lastAtOrBefore } from './lines.ts';
import type { Item, Span } from './skeleton.ts';

/**
 * Plain markdown made from a part of a deck, for a CommonMark parser: each item (fence, comment, class) is replaced by a
 * token, and the common indent of a class is taken away.
 */
export interface Derived {
  readonly text: string;
  /** There is nothing but white space around the items, and each has its lines for itself. */
  readonly isWordless: boolean;
  /** The items that tokens stand for; a token holds the index of its item here. */
  readonly items: readonly Item[];
  /** The offset in `Source.text` of an offset of `text`. */
  readonly toSource: (offset: number) => number;
}

// Tokens are made of noncharacters, which mean nothing to markdown and stand in no text. An item that has its lines for
// itself becomes a comment: that is a block wherever CommonMark allows one, and it never swallows the next line.
const DIGITS = '\uFDD2\uFDD3\uFDD4\uFDD5\uFDD6\uFDD7\uFDD8\uFDD9\uFDDA\uFDDB';
const TOKEN = /(?:<!--)?\uFDD0([\uFDD2-\uFDDB]+)\uFDD1(?:-->)?/;
const BLOCK_TOKENS = /<!--\uFDD0[\uFDD2-\uFDDB]+\uFDD1-->/g;
const NONCHARACTERS = /[\uFDD0-\uFDEF]/g;

/** Derives the markdown of `span`, with tokens for `items`, which are in it, in order. */
export function derive(source: Source, span: Span, items: readonly Item[], dedented: boolean): Derived {
  const gaps = gapsBetween(span, items);
  const indent = dedented ? commonIndent(source, gaps) : 0;
  const writer = new Writer();
  gaps.forEach((gap, index) => {
    copyLines(source, gap, indent, writer);
    const item = items[index];
    if (item) writer.write(tokenFor(index, standsAlone(source, span, item)), item.start);
  });
  writer.end(span.end);
  const isWordless = writer.text.replace(BLOCK_TOKENS, '').trim() === '';
  return { text: writer.text, isWordless, items, toSource: writer.toSource };
}

/** Cuts `value` at its tokens: strings at even places, the indexes of items at odd ones. */
export function cutAtTokens(value: string): string[] {
  return value.includes('\uFDD0')
    ? value.split(TOKEN).map((part, index) => (index % 2 === 1 ? part.replace(/./g, digitOf) : part))
    : [value];
}

const digitOf = (character: string): string => String(DIGITS.indexOf(character));

function tokenFor(index: number, alone: boolean): string {
  const token = `\uFDD0${String(index).replace(/./g, (digit) => DIGITS[Number(digit)] ?? '')}\uFDD1`;
  return alone ? `<!--${token}-->` : token;
}

/** True when nothing but list markers stands before the item on its line and nothing at all after it. */
function standsAlone({ text, lines }: Source, span: Span, item: Item): boolean {
  if (item.kind === 'class' && !item.block) return false;
  const lineStart = Math.max(lines.start(lines.at(item.start)), span.start);
  if (skipListMarkers(text, lineStart, item.start) < item.start) return false;
  const lineEnd = Math.min(lines.end(lines.at(item.end)), span.end);
  return skipBlanks(text, item.end, lineEnd) === lineEnd;
}

function gapsBetween(span: Span, items: readonly Item[]): Span[] {
  const gaps: Span[] = [];
  let start = span.start;
  for (const item of items) {
    gaps.push({ start, end: item.start });
    start = item.end;
  }
  gaps.push({ start, end: span.end });
  return gaps;
}

/** The least number of blanks before the text of a line, among lines that begin in `gaps`. */
function commonIndent({ text, lines }: Source, gaps: readonly Span[]): number {
  let least = Infinity;
  for (const { start, end } of gaps) {
    for (let line = lines.at(start); line < lines.count && lines.start(line) <= end; line++) {
      const lineStart = lines.start(line);
      if (lineStart < start) continue;
      const content = skipBlanks(text, lineStart, lines.end(line));
      // The closing bracket of the class itself does not count, nor does a blank line.
      if (content < lines.end(line) && content < (gaps.at(-1)?.end ?? 0)) least = Math.min(least, content - lineStart);
    }
  }
  return least === Infinity ? 0 : least;
}

function copyLines({ text, lines }: Source, { start, end }: Span, indent: number, writer: Writer): void {
  if (indent === 0) {
    writer.write(text.slice(start, end).replace(NONCHARACTERS, '\uFFFD'), start);
    return;
  }
  for (let line = lines.at(start), offset = start; offset < end; offset = lines.start(++line)) {
    const from = offset === lines.start(line) ? skipBlanks(text, offset, Math.min(offset + indent, end)) : offset;
    writer.write(text.slice(from, Math.min(lines.start(line + 1), end)).replace(NONCHARACTERS, '\uFFFD'), from);
  }
}

/** Puts pieces together and remembers where each came from. */
class Writer {
  #text = '';
  readonly #newStarts: number[] = [];
  readonly #oldStarts: number[] = [];

  get text(): string {
    return this.#text;
  }

  write(piece: string, oldStart: number): void {
    // micromark drops a byte order mark at the start of what it is given, and would not count it.
    const mark = this.#text === '' && piece.startsWith('\uFEFF') ? 1 : 0;
    this.#newStarts.push(this.#text.length);
    this.#oldStarts.push(oldStart + mark);
    this.#text += piece.slice(mark);
  }

  end(oldEnd: number): void {
    this.#newStarts.push(this.#text.length);
    this.#oldStarts.push(oldEnd);
  }

  readonly toSource = (offset: number): number => {
    const piece = lastAtOrBefore(this.#newStarts, offset);
    const old = this.#oldStarts[piece] ?? 0;
    // Inside a token, which may be longer than what it stands for, there is no place of its own.
    const next = this.#oldStarts[piece + 1] ?? old;
    return Math.min(old + offset - (this.#newStarts[piece] ?? 0), Math.max(next, old));
  };
}
