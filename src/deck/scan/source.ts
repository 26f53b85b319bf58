import { type Message, message } from '../../messages/message.ts';
import type { Finding } from '../diagnostics.ts';
import type { Point, Position } from '../model.ts';
import { lastAtOrBefore, type Lines, readLines } from './lines.ts';
import { type Damage, findMojibake } from './mojibake.ts';

/**
 * A deck's text as it is read: without a byte order mark, and with mojibake repaired. Everything that reads a deck
 * counts offsets in `text`; `point` and `position` lead back to the file.
 */
export interface Source {
  /** The text as it was decoded from the file. */
  readonly original: string;
  readonly text: string;
  /** Lines of `text`; repairs never touch a line end, so line numbers are those of the original. */
  readonly lines: Lines;
  /** What is wrong with the encoding. A finding of severity `error` means that this is no text to read. */
  readonly findings: readonly Finding[];
  /** The place in the original file of an offset of `text`. */
  readonly point: (offset: number) => Point;
  /** The range of the original file of a range of `text`. */
  readonly position: (start: number, end: number) => Position;
  /** The offset of `text` that an offset of the original file has become. */
  readonly offset: (place: number) => number;
  /** Line and column of an offset of the original file. */
  readonly placeInFile: (place: number) => Point;
  /** What was repaired, in the order of the file. */
  readonly damages: readonly Damage[];
}

/** The longest text that is read, in UTF-16 code units: a course of forty chapters has one tenth of it. */
export const maxLength = 10 * 1024 * 1024;

/** Reads a text that was decoded as UTF-8 (U+FFFD for bytes that are not UTF-8; a byte order mark may still be there). */
export function readSource(original: string): Source {
  const refusal = refuse(original);
  if (refusal) return sourceOf(refusal.rule === 'too-large' ? '' : original, [], [refusal]);
  const damages = findMojibake(original);
  const findings = [...invalidBytes(original), ...mojibake(original, damages)];
  return { ...sourceOf(original, withoutByteOrderMark(original, damages), findings), damages };
}

function withoutByteOrderMark(original: string, damages: readonly Damage[]): readonly Replacement[] {
  if (original.startsWith('\uFEFF')) return [{ start: 0, end: 1, repaired: '' }, ...damages];
  const [first, ...rest] = damages;
  if (first?.start !== 0 || first.repaired !== '\uFEFF') return damages;
  return [{ start: 0, end: first.end, repaired: '' }, ...rest];
}

function refuse(text: string): Finding | undefined {
  const error = (offset: number, rule: string, reason: Message): Finding => ({
    offset,
    severity: 'error',
    rule,
    reason,
  });
  const { length } = text;
  if (length > maxLength) return error(0, 'too-large', message('deck/too-large', { length, limit: maxLength }));
  const nul = text.indexOf('\0');
  if (nul >= 0) return error(nul, 'not-text', message('deck/nul-character'));
  const broken = count(text, /[\uFFFD\x01-\x08\x0E-\x1A\x1C-\x1F]/g);
  // In a text of a few characters a single one would be a tenth.
  return broken > 3 && broken * 10 > length ? error(0, 'not-text', message('deck/undecodable')) : undefined;
}

function count(text: string, pattern: RegExp): number {
  let found = 0;
  for (const match of text.matchAll(pattern)) found += match[0].length;
  return found;
}

function invalidBytes(text: string): Finding[] {
  const offset = text.indexOf('\uFFFD');
  if (offset < 0) return [];
  const reason = message('deck/invalid-utf8', { count: count(text, /\uFFFD/g) });
  return [{ offset, severity: 'warning', rule: 'invalid-utf8', reason }];
}

function mojibake(text: string, damages: readonly Damage[]): Finding[] {
  const first = damages[0];
  if (!first) return [];
  const { start, end, repaired } = first;
  const written = text.slice(start, end);
  const charsets = [...new Set(damages.map((damage) => charsetName(damage, text)))];
  const reason = message('deck/mojibake', { count: damages.length, charsets, written, repaired });
  return [{ offset: first.start, severity: 'warning', rule: 'mojibake', reason }];
}

/** Latin-1 has control characters where Windows-1252 has letters. */
function charsetName({ start, end, charset: { name } }: Damage, text: string): string {
  return name === 'Windows-1252' && /[\x80-\x9f]/.test(text.slice(start, end)) ? 'Latin-1' : name;
}

interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly repaired: string;
}

/** Replaces ranges of `original` and remembers, for each segment that stayed as it was, where it begins in both texts. */
function sourceOf(original: string, replacements: readonly Replacement[], findings: readonly Finding[]): Source {
  const newStarts = [0];
  const oldStarts = [0];
  let text = '';
  let from = 0;
  for (const { start, end, repaired } of replacements) {
    text += original.slice(from, start);
    // The character itself is a segment of its own, so that an offset inside it leads to its first damaged character.
    newStarts.push(text.length, text.length + repaired.length);
    oldStarts.push(start, end);
    text += repaired;
    from = end;
  }
  text += original.slice(from);
  const repairedAt = (segment: number): boolean => segment % 2 === 1;

  const lines = readLines(text);
  const originalLines = replacements.length === 0 ? lines : readLines(original);
  const toOriginal = (offset: number): number => {
    if (replacements.length === 0) return offset;
    const segment = lastAtOrBefore(newStarts, offset);
    const old = oldStarts[segment] ?? 0;
    return repairedAt(segment) ? old : old + offset - (newStarts[segment] ?? 0);
  };
  const placeInFile = (place: number): Point => {
    const line = originalLines.at(place);
    return { line: line + 1, column: place - originalLines.start(line) + 1, offset: place };
  };
  const point = (offset: number): Point => placeInFile(toOriginal(offset));
  // Findings were made on the original; like everything else they are told in offsets of the text.
  const toText = (place: number): number => {
    const segment = lastAtOrBefore(oldStarts, place);
    const start = newStarts[segment] ?? 0;
    return repairedAt(segment) ? start : start + place - (oldStarts[segment] ?? 0);
  };
  return {
    original,
    text,
    lines,
    findings: findings.map((finding) => ({ ...finding, offset: toText(finding.offset) })),
    point,
    position: (start, end) => ({ start: point(start), end: point(end) }),
    offset: toText,
    placeInFile,
    damages: [],
  };
}
