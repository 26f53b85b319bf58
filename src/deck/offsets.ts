import { lastAtOrBefore } from './lines.ts';

/** All offsets of `needle` in `text`, ascending. */
export function offsetsOf(text: string, needle: string): number[] {
  const offsets: number[] = [];
  for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + 1)) offsets.push(at);
  return offsets;
}

/** The first entry of the ascending `sorted` that is not less than `from`; Infinity when there is none. */
export function firstAtOrAfter(sorted: readonly number[], from: number): number {
  const before = lastAtOrBefore(sorted, from);
  const entry = sorted[before];
  if (entry !== undefined && entry >= from) return entry;
  return sorted[before + 1] ?? Infinity;
}
