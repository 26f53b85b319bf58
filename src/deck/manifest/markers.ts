import type { Message } from '../../messages/message.ts';
import type { Variables } from '../model/variables.ts';
import { readSource } from '../scan/source.ts';
import type { ManifestItem } from './read.ts';
import { type DeckFile, type Segment, writtenSegment } from './segment.ts';

/** A text to put into a deck, or why there is none, in a sentence. */
export type Insertion = { readonly text: string } | { readonly problem: Message };

/** What stands for markers. */
export interface MarkerValues {
  readonly variables: Variables;
  /** What `@@LINK[path]` becomes. */
  readonly link: (path: string) => string;
  /** The content of the file that `@@INCLUDE[path]` names. */
  readonly include: (path: string) => Insertion;
  readonly complain: (from: DeckFile, offset: number, reason: Message) => void;
  /** Takes so many characters of what the deck may still have; false, after a complaint, when they are too many. */
  readonly take: (length: number, from: DeckFile, offset: number) => boolean;
}

/** The end of a line, when another one that is not empty follows. */
const nextLine = /\n(?=[^\r\n])/g;

const markerPattern = /@@(?:(\w+)@@|(LINK|INCLUDE)\[([^\][\n\r]*)\])/g;

/**
 * Makes segments of a range of a file, with `@@NAME@@`, `@@LINK[path]` and `@@INCLUDE[path]` put in their places, also in
 * commands; all that is put in stands for the place of its marker, and is not looked through again. Unknown names stay, and so do
 * all markers from the one on that would make the deck too long.
 */
export function replaceMarkers(from: DeckFile, start: number, end: number, values: MarkerValues): Segment[] {
  const { text } = from.source;
  const segments: Segment[] = [];
  let done = start;
  let seen = start;
  for (const match of text.slice(start, end).matchAll(markerPattern)) {
    const at = start + match.index;
    const before = text.slice(seen, at);
    const lineStart = before.lastIndexOf('\n') + 1;
    // Another marker on the same line is not blank.
    const indent = lineStart > 0 || seen === start ? before.slice(lineStart) : undefined;
    seen = at + match[0].length;
    const value = valueOf(match, from, at, values);
    if (value === undefined) continue;
    if (!values.take(value.length, from, at)) break;
    const blanks = indent?.trim() === '' ? indent : '';
    const lines = blanks === '' ? 0 : (value.match(nextLine)?.length ?? 0);
    if (!values.take(lines * blanks.length, from, at)) break;
    const put = lines === 0 ? value : value.replace(nextLine, `\n${blanks}`);
    if (at > done) segments.push(writtenSegment(from, done, at));
    segments.push({ text: put, from, at, made: true, toc: match[1] === 'TOC' });
    done = seen;
  }
  if (end > done || segments.length === 0) segments.push(writtenSegment(from, done, end));
  return segments;
}

/**
 * Markdown that stands in the manifest itself. A block (`|`) has the places of its lines; of any other form of text all that is
 * known is where it begins.
 */
export function inlineSegments(
  manifest: DeckFile,
  { text, offset, end }: Extract<ManifestItem, { kind: 'inline' }>,
  values: MarkerValues,
): Segment[] {
  const { source } = manifest;
  const rows = linesOf(source.text.slice(offset, end));
  const lines = linesOf(text);
  const fits = lines.length <= rows.length && lines.every((line, index) => (rows[index] ?? '').endsWith(line));
  if (!fits) {
    const from = { file: manifest.file, source: readSource(text) };
    return replaceMarkers(from, 0, text.length, values).map((segment) => ({
      ...segment,
      from: manifest,
      at: offset,
      made: true,
    }));
  }
  let row = offset;
  return lines.flatMap((line, index) => {
    const written = rows[index] ?? '';
    const start = row + written.length - line.length;
    row += written.length;
    return line === '' ? [] : replaceMarkers(manifest, start, row, values);
  });
}

/** The lines of a text, with their ends. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function valueOf(
  [, name, kind, path = '']: RegExpExecArray,
  from: DeckFile,
  at: number,
  { variables, link, include, complain }: MarkerValues,
): string | undefined {
  if (name === 'TOC') return '';
  if (name !== undefined) return Object.hasOwn(variables, name) ? variables[name] : undefined;
  if (kind === 'LINK') return link(path);
  const found = include(path);
  if ('text' in found) return withoutLastLineEnd(found.text);
  complain(from, at, found.problem);
  return undefined;
}

function withoutLastLineEnd(text: string): string {
  return text.slice(0, text.endsWith('\r\n') ? -2 : text.endsWith('\n') ? -1 : undefined);
}
