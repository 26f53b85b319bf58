import { skipBlanks, skipListMarkers } from '../scan/line-kind.ts';
import { lastAtOrBefore } from '../scan/lines.ts';
import type { PlacedRegion, Span } from '../scan/regions.ts';
import type { Source } from '../scan/source.ts';

/**
 * Plain markdown made from a part of a deck, for a CommonMark parser: each region (fence, comment, class) is replaced by a
 * placeholder, and the common indent of a class is taken away.
 */
export interface PlaceholderText {
  readonly text: string;
  /** There is nothing but white space around the regions, and each has its lines for itself. */
  readonly isWordless: boolean;
  /** The regions that placeholders stand for; a placeholder holds the index of its region here. */
  readonly regions: readonly PlacedRegion[];
  /** The offset in `Source.text` of an offset of `text`. */
  readonly toSource: (offset: number) => number;
}

// Placeholders are made of noncharacters, which mean nothing to markdown and stand in no text. A region that has its lines for
// itself becomes a comment: that is a block wherever CommonMark allows one, and it never swallows the next line.
const digits = '\uFDD2\uFDD3\uFDD4\uFDD5\uFDD6\uFDD7\uFDD8\uFDD9\uFDDA\uFDDB';
const placeholderPattern = /(?:<!--)?\uFDD0([\uFDD2-\uFDDB]+)\uFDD1(?:-->)?/;
const blockPlaceholders = /<!--\uFDD0[\uFDD2-\uFDDB]+\uFDD1-->/g;
const noncharacters = /[\uFDD0-\uFDEF]/g;

/** The markdown of `span` with placeholders for `regions`, which are in it, in order. */
export function insertPlaceholders(
  source: Source,
  span: Span,
  regions: readonly PlacedRegion[],
  dedented: boolean,
): PlaceholderText {
  const gaps = gapsBetween(span, regions);
  const indent = dedented ? commonIndent(source, gaps) : 0;
  const writer = new MappedText();
  gaps.forEach((gap, index) => {
    copyLines(source, gap, indent, writer);
    const region = regions[index];
    if (region) writer.write(placeholderFor(index, standsAlone(source, span, region)), region.start);
  });
  writer.end(span.end);
  const isWordless = writer.text.replace(blockPlaceholders, '').trim() === '';
  return { text: writer.text, isWordless, regions, toSource: writer.toSource };
}

/** Cuts `value` at its placeholders: strings at even places, the indexes of regions at odd ones. */
export function splitAtPlaceholders(value: string): string[] {
  return value.includes('\uFDD0')
    ? value.split(placeholderPattern).map((part, index) => (index % 2 === 1 ? part.replace(/./g, digitOf) : part))
    : [value];
}

function digitOf(character: string): string {
  return String(digits.indexOf(character));
}

function placeholderFor(index: number, alone: boolean): string {
  const name = `\uFDD0${String(index).replace(/./g, (digit) => digits[Number(digit)] ?? '')}\uFDD1`;
  return alone ? `<!--${name}-->` : name;
}

/** True when nothing but list markers stands before the region on its line and nothing at all after it. */
function standsAlone({ text, lines }: Source, span: Span, region: PlacedRegion): boolean {
  if (region.kind === 'math' || (region.kind === 'class' && !region.block)) return false;
  const lineStart = Math.max(lines.start(lines.at(region.start)), span.start);
  if (skipListMarkers(text, lineStart, region.start) < region.start) return false;
  const lineEnd = Math.min(lines.end(lines.at(region.end)), span.end);
  return skipBlanks(text, region.end, lineEnd) === lineEnd;
}

function gapsBetween(span: Span, regions: readonly PlacedRegion[]): Span[] {
  const gaps: Span[] = [];
  let start = span.start;
  for (const region of regions) {
    gaps.push({ start, end: region.start });
    start = region.end;
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

function copyLines(source: Source, gap: Span, indent: number, writer: MappedText): void {
  const { text, lines } = source;
  let start = gap.start;
  for (const blockStart of [...blocksUnderTags(text.slice(gap.start, gap.end)), gap.end - gap.start]) {
    const end = gap.start + blockStart;
    if (indent === 0) writer.write(text.slice(start, end).replace(noncharacters, '\uFFFD'), start);
    else {
      for (let line = lines.at(start), offset = start; offset < end; offset = lines.start(++line)) {
        const from = offset === lines.start(line) ? skipBlanks(text, offset, Math.min(offset + indent, end)) : offset;
        writer.write(text.slice(from, Math.min(lines.start(line + 1), end)).replace(noncharacters, '\uFFFD'), from);
      }
    }
    // An empty line: CommonMark would take the list or heading for a part of the HTML.
    if (end < gap.end) writer.write('\n', end);
    start = end;
  }
}

/** Where lists and headings begin right below a line that is an HTML tag. */
function blocksUnderTags(text: string): number[] {
  // What is inside of these is kept as it is.
  if (!text.includes('<') || /<(?:pre|script|style|textarea)\b/i.test(text)) return [];
  const pattern = /(?<=^|\n)[ \t]*<\/?[a-z][^\n]*>[ \t]*\r?\n(?=[ \t]*(?:[-*+][ \t]|\d{1,9}[.)][ \t]|#{1,6}[ \t]))/gi;
  return [...text.matchAll(pattern)].map(({ 0: line, index }) => index + line.length);
}

/** Puts segments together and keeps their source map: where each came from. */
class MappedText {
  #text = '';
  readonly #newStarts: number[] = [];
  readonly #oldStarts: number[] = [];

  get text(): string {
    return this.#text;
  }

  write(segment: string, oldStart: number): void {
    // micromark drops a byte order mark at the start of what it is given, and would not count it.
    const mark = this.#text === '' && segment.startsWith('\uFEFF') ? 1 : 0;
    this.#newStarts.push(this.#text.length);
    this.#oldStarts.push(oldStart + mark);
    this.#text += segment.slice(mark);
  }

  end(oldEnd: number): void {
    this.#newStarts.push(this.#text.length);
    this.#oldStarts.push(oldEnd);
  }

  readonly toSource = (offset: number): number => {
    const segment = lastAtOrBefore(this.#newStarts, offset);
    const old = this.#oldStarts[segment] ?? 0;
    // Inside a placeholder, which may be longer than what it stands for, there is no place of its own.
    const next = this.#oldStarts[segment + 1] ?? old;
    return Math.min(old + offset - (this.#newStarts[segment] ?? 0), Math.max(next, old));
  };
}
