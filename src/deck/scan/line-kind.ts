import type { Lines } from './lines.ts';

/** What a line is by itself, before anyone knows whether a fence or a comment hides it. */
export const lineKind = {
  text: 0,
  blank: 1,
  /** `---` or `<!-- break -->` (`<!--break-->`) alone: a slide begins. */
  slide: 2,
  /** `--` alone: the slide goes on. */
  step: 3,
  /** `???` alone: presenter notes begin. */
  notes: 4,
  /** Begins like a fence, perhaps after list markers. */
  fence: 5,
  /** Begins a block of another kind (heading, list item, quote, comment, class), so it ends a paragraph. */
  block: 6,
} as const;

type LineKind = (typeof lineKind)[keyof typeof lineKind];

/** Tells the kind of every line of `text`. */
export function readLineKinds(text: string, lines: Lines): Uint8Array {
  const kinds = new Uint8Array(lines.count);
  for (let line = 0; line < lines.count; line++) kinds[line] = kindOf(text, lines.start(line), lines.end(line));
  return kinds;
}

/** Offset of the first character at or after `from` that is neither space nor tab; at most `end`. */
export function skipBlanks(text: string, from: number, end: number): number {
  let offset = from;
  while (offset < end && (text[offset] === ' ' || text[offset] === '\t')) offset++;
  return offset;
}

/** Offset after the run of the character at `from`; at most `end`. */
export function skipRun(text: string, from: number, end: number): number {
  const character = text[from];
  let offset = from;
  while (offset < end && text[offset] === character) offset++;
  return offset;
}

/**
 * Offset after the list markers (`-`, `*`, `+`, `1.`, `1)`) and blanks that a line begins with. `from` is where the line
 * begins. A marker counts when a blank or the end of the line follows it.
 */
export function skipListMarkers(text: string, from: number, end: number): number {
  let offset = skipBlanks(text, from, end);
  for (;;) {
    const after = markerEnd(text, offset, end);
    if (after === offset) return offset;
    offset = skipBlanks(text, after, end);
  }
}

function markerEnd(text: string, start: number, end: number): number {
  let offset = start;
  const first = text[start];
  if (first === '-' || first === '*' || first === '+') offset++;
  else {
    while (offset < end && isDigit(text.charCodeAt(offset))) offset++;
    if (offset === start || (text[offset] !== '.' && text[offset] !== ')')) return start;
    offset++;
  }
  return offset >= end || text[offset] === ' ' || text[offset] === '\t' ? offset : start;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

const separators = new Map<string, LineKind>([
  ['---', lineKind.slide],
  ['--', lineKind.step],
  ['???', lineKind.notes],
]);
const longestSeparator = 3;
/** Blanks in it count for nothing; nobody writes many. */
const breakComment = /^<!--[ \t]*break[ \t]*-->$/;
const longestBreak = 100;

function kindOf(text: string, start: number, end: number): LineKind {
  const first = skipBlanks(text, start, end);
  if (first === end) return lineKind.blank;
  if (first === start && end - start <= longestSeparator) {
    const separator = separators.get(text.slice(start, end));
    if (separator !== undefined) return separator;
  }
  if (first === start && text.startsWith('<!--', start) && end - start <= longestBreak) {
    if (breakComment.test(text.slice(start, end))) return lineKind.slide;
  }
  const content = skipListMarkers(text, start, end);
  const character = text[content];
  if ((character === '`' || character === '~') && text.startsWith(character.repeat(3), content)) return lineKind.fence;
  if (content > first || character === '#' || character === '>' || character === '<') return lineKind.block;
  return character === '.' || character === ']' ? lineKind.block : lineKind.text;
}
