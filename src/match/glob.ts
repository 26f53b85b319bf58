import { message } from '../messages/message.ts';
import { MessageError } from '../messages/message-error.ts';

/** How the text around a pattern may look; see `compileGlob`. */
export type Frame = 'equal' | 'contains' | 'tail' | 'similar';

export interface GlobOptions {
  readonly frame: Frame;
  /** `...`, `[...]`, `xxxxx` and the like stand for something else. */
  readonly wildcards: boolean;
}

/** A compiled pattern; its items are character codes, or one of the wildcards below. */
export interface Glob {
  readonly items: Int32Array;
  /** For each wildcard the first of the items before it that all match nothing that it does not match as well. */
  readonly covers: Float64Array;
  /** For each item the line of the pattern that it came from, 0-based; -1 for what the frame adds. */
  readonly lineOf: Int32Array;
  readonly lines: readonly string[];
  /** Matches as soon as all items have matched; the rest of the text does not matter. */
  readonly openEnd: boolean;
}

/**
 * What `testGlob` found; `line` is the first line of the pattern that has no counterpart, 0-based, or the number of lines
 * when all have one but the text goes on.
 */
export type GlobOutcome = { readonly matches: true } | { readonly matches: false; readonly line: number };

/** Any characters of one line. */
const anyOfLine = -1;
const oneNonBlank = -2;
const nonBlanks = -3;
const oneWordCharacter = -4;
const wordCharacters = -5;
/** Any number of whole lines; entered and left at the start of a line. */
const anyLines = -6;
/** Anything at all. */
const anything = -7;

const newline = 10;
const space = 32;

/** Longest text that is tested, in UTF-16 code units: its last part, since that is what a terminal still shows. */
const textLimit = 1 << 20;
/** Longest pattern, in UTF-16 code units; nobody reads more on a slide. */
const patternLimit = 1 << 14;

const ellipsisLine = /^(?:\.{3,}|…|\[(?:\.{3,}|…)\]|\((?:\.{3,}|…)\))$/;
/** Wildcards inside a line: an ellipsis with the blank after it, or a run of `x`, `X` or `y`. */
const wildcard = /((?:\.{3,}|…|\[(?:\.{3,}|…)\]|\((?:\.{3,}|…)\)) ?)|x{4,}|X{4,}|y{4,}/g;
const word = /[\p{L}\p{N}]+/gu;

/** Makes text comparable: runs of blanks become one, lines are trimmed, blank lines around it are dropped. */
export function normaliseText(text: string): string {
  return text
    .replace(/[^\S\n]+/g, ' ')
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .trim();
}

/** True for a trimmed line that stands for any lines: `...`, `[...]`, `(…)`. */
export function isEllipsisLine(line: string): boolean {
  return ellipsisLine.test(line);
}

/** True when a text holds an ellipsis or a run such as `xxxxx`. */
export function hasWildcards(text: string): boolean {
  return text.search(wildcard) !== -1;
}

/**
 * Compiles whitespace-normalised text for `testGlob`.
 * - `equal`: the whole text; `contains`: somewhere in it; `tail`: at its end.
 * - `similar`: each line somewhere in a line of its own, in this order; a word with a digit in it stands for any word,
 *   because ages, addresses and hashes differ from run to run.
 *
 * Throws a MessageError when the pattern is empty, too long, or says nothing because it has wildcards only.
 */
export function compileGlob(source: string, { frame, wildcards }: GlobOptions): Glob {
  if (source.length > patternLimit) {
    throw new MessageError(message('match/pattern-too-long', { length: source.length, limit: patternLimit }));
  }
  let lines = normaliseText(source).split('\n');
  if (frame === 'contains' && wildcards) lines = trimEllipses(lines);
  const items: number[] = [];
  const lineOf: number[] = [];
  const push = (line: number, ...added: number[]): void => {
    for (const item of added) {
      items.push(item);
      lineOf.push(line);
    }
  };
  if (frame === 'contains' || frame === 'tail') push(-1, anything);
  lines.forEach((text, line) => {
    if (wildcards && isEllipsisLine(text)) {
      push(-1, anyLines);
      return;
    }
    if (frame === 'similar') push(-1, anyLines);
    const body = wildcards ? globOfLine(text, frame === 'similar') : literal(text);
    const around = frame === 'similar' ? [anyOfLine] : [];
    push(line, ...around, ...body, ...around, newline);
  });
  if (!items.some((item) => item > space)) {
    throw new MessageError(message('match/pattern-says-nothing'));
  }
  // What is contained may end in the middle of a line.
  if (frame === 'contains') items.pop();
  const openEnd = frame === 'contains' || frame === 'similar';
  return { items: Int32Array.from(items), covers: coverage(items), lineOf: Int32Array.from(lineOf), lines, openEnd };
}

function trimEllipses(lines: readonly string[]): string[] {
  const first = lines.findIndex((line) => !isEllipsisLine(line));
  const last = lines.findLastIndex((line) => !isEllipsisLine(line));
  return first === -1 ? [] : lines.slice(first, last + 1);
}

function globOfLine(line: string, varyingWords: boolean): number[] {
  const items: number[] = [];
  const plain = varyingWords ? literalWithVaryingWords : literal;
  let from = 0;
  for (const match of line.matchAll(wildcard)) {
    const end = match.index + match[0].length;
    let before = line.slice(from, match.index);
    if (match[1] === undefined) {
      items.push(...plain(before), oneNonBlank, nonBlanks);
    } else {
      // `Creating ...` is also satisfied by a line that ends after `Creating`.
      if (end === line.length) before = before.trimEnd();
      items.push(...plain(before), anyOfLine);
    }
    from = end;
  }
  return [...items, ...plain(line.slice(from))];
}

function literal(text: string): number[] {
  return Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
}

function literalWithVaryingWords(text: string): number[] {
  const items: number[] = [];
  let from = 0;
  for (const match of text.matchAll(word)) {
    if (!/\p{N}/u.test(match[0])) continue;
    items.push(...literal(text.slice(from, match.index)), oneWordCharacter, wordCharacters);
    from = match.index + match[0].length;
  }
  return [...items, ...literal(text.slice(from))];
}

function coverage(items: readonly number[]): Float64Array {
  let [line, blank, other] = [0, 0, 0];
  return Float64Array.from(items, (item, index) => {
    if (item === newline || item === anyLines || item === anything) line = index + 1;
    if (line === index + 1 || item === space || item === anyOfLine) blank = index + 1;
    if (blank === index + 1 || item === oneNonBlank || item === nonBlanks || (item >= 0 && !isWord(item)))
      other = index + 1;
    if (item === anything || item === anyLines) return 0;
    if (item === anyOfLine) return line;
    if (item === nonBlanks) return blank;
    return item === wordCharacters ? other : Infinity;
  });
}

/**
 * Tests text against a compiled pattern.
 *
 * All ways to match are followed at once (Thompson's simulation), so there is no backtracking: the time is at most the
 * length of the text times that of the pattern, and in practice a small multiple of the length of the text.
 */
export function testGlob({ items, covers, lineOf, lines, openEnd }: Glob, actual: string): GlobOutcome {
  const text = `${normaliseText(actual.slice(-textLimit))}\n`;
  // In which step a state was last entered, so that no state is entered twice in one step.
  const entered = new Int32Array(items.length + 1).fill(-1);
  let furthest = 0;
  let states: number[] = [];
  const next: number[] = [];

  const enter = (from: number, step: number, atLineStart: boolean): void => {
    for (let state = from; entered[state] !== step; state++) {
      entered[state] = step;
      next.push(state);
      if (state > furthest) furthest = state;
      const item = items[state];
      const canBeNothing =
        item === anyOfLine ||
        item === nonBlanks ||
        item === wordCharacters ||
        item === anything ||
        (item === anyLines && atLineStart);
      if (!canBeNothing) return;
    }
  };

  /** Drops the states that can do nothing that a later one, waiting in a wildcard, cannot do as well. */
  const prune = (): void => {
    states = [];
    let covered = Infinity;
    // States are always entered in ascending order.
    for (let state = next.pop(); state !== undefined; state = next.pop()) {
      if (state >= covered) continue;
      states.push(state);
      covered = Math.min(covered, covers[state] ?? Infinity);
    }
    states.reverse();
  };

  enter(0, 0, true);
  prune();
  for (let index = 0; index < text.length && states.length > 0; index++) {
    const code = text.charCodeAt(index);
    const blank = code === newline || code === space;
    for (const state of states) {
      const item = items[state];
      if (item === undefined) continue;
      const advances = item === code || (item === oneNonBlank && !blank) || (item === oneWordCharacter && isWord(code));
      const stays =
        item === anything ||
        item === anyLines ||
        (item === anyOfLine && code !== newline) ||
        (item === nonBlanks && !blank) ||
        (item === wordCharacters && isWord(code));
      if (advances) enter(state + 1, index + 1, code === newline);
      else if (stays) enter(state, index + 1, code === newline);
    }
    if (openEnd && entered[items.length] === index + 1) return { matches: true };
    prune();
  }
  if (states.includes(items.length)) return { matches: true };
  return { matches: false, line: furthest === items.length ? lines.length : lineAt(lineOf, furthest) };
}

function isWord(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code > 0x7f;
}

/** The line of the item that could not be matched, or of the nearest one of a line before it. */
function lineAt(lineOf: Int32Array, state: number): number {
  for (let index = state; index >= 0; index--) {
    const line = lineOf[index] ?? -1;
    if (line >= 0) return line;
  }
  return 0;
}
