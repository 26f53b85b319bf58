import type { Variables } from '../variables.ts';
import { type DeckFile, type Stretch, written } from './stretch.ts';

/** A text to put into a deck, or why there is none, in a sentence. */
export type Insertion = { readonly text: string } | { readonly problem: string };

/** What stands for markers. */
export interface MarkerValues {
  readonly variables: Variables;
  /** What `@@LINK[path]` becomes. */
  readonly link: (path: string) => string;
  /** The content of the file that `@@INCLUDE[path]` names. */
  readonly include: (path: string) => Insertion;
  readonly complain: (from: DeckFile, offset: number, reason: string) => void;
}

const MARKER = /@@(?:(\w+)@@|(LINK|INCLUDE)\[([^\][\n\r]*)\])/g;

/**
 * Makes stretches of a range of a file, with `@@NAME@@`, `@@LINK[path]` and `@@INCLUDE[path]` put in their places, also in
 * commands; all that is put in stands for the place of its marker, and is not looked through again. Unknown names stay.
 */
export function replaceMarkers(from: DeckFile, start: number, end: number, values: MarkerValues): Stretch[] {
  const { text } = from.source;
  const stretches: Stretch[] = [];
  let done = start;
  for (const match of text.slice(start, end).matchAll(MARKER)) {
    const at = start + match.index;
    const value = valueOf(match, from, at, values);
    if (value === undefined) continue;
    if (at > done) stretches.push(written(from, done, at));
    stretches.push({ text: indented(value, text, at), from, at, made: true, toc: match[1] === 'TOC' });
    done = at + match[0].length;
  }
  if (end > done || stretches.length === 0) stretches.push(written(from, done, end));
  return stretches;
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
  if ('text' in found) return found.text.replace(/\r?\n$/, '');
  complain(from, at, found.problem);
  return undefined;
}

/** Where only blanks stand before the marker, its lines all get that indent. */
function indented(value: string, text: string, at: number): string {
  if (!value.includes('\n')) return value;
  const before = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  return before.trim() === '' ? value.replace(/\n(?=[^\r\n])/g, `\n${before}`) : value;
}
