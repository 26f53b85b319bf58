/** Where the lines of a text begin and end; a line ends at LF, CR LF or CR, and the last one may be empty. */
export interface Lines {
  readonly count: number;
  /** Offset of the first character of line `index` (0-based); the length of the text past the last line. */
  start(index: number): number;
  /** Offset after the last character of line `index`, its line end not included. */
  end(index: number): number;
  /** Index of the line that holds `offset`. */
  at(offset: number): number;
}

const lineFeed = 10;
const carriageReturn = 13;

/** Finds the lines of `text` in one pass. */
export function readLines(text: string): Lines {
  const starts = lineStarts(text);
  const count = starts.length;
  const start = (index: number): number => starts[index] ?? text.length;
  return {
    count,
    start,
    end(index) {
      let end = start(index + 1);
      if (index + 1 >= count) return end;
      if (text.charCodeAt(end - 1) === lineFeed) end--;
      if (end > start(index) && text.charCodeAt(end - 1) === carriageReturn) end--;
      return end;
    },
    at: (offset) => lastAtOrBefore(starts, offset),
  };
}

/** Index of the last entry of the ascending `sorted` that is not greater than `value`; 0 when there is none. */
export function lastAtOrBefore(sorted: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((sorted[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

function lineStarts(text: string): Int32Array {
  // A typed array that doubles: a text of ten million empty lines must not cost a gigabyte.
  let starts = new Int32Array(1024);
  let count = 1;
  for (let offset = 0; offset < text.length; offset++) {
    const code = text.charCodeAt(offset);
    if (code !== lineFeed && code !== carriageReturn) continue;
    if (code === carriageReturn && text.charCodeAt(offset + 1) === lineFeed) offset++;
    if (count === starts.length) {
      const larger = new Int32Array(count * 2);
      larger.set(starts);
      starts = larger;
    }
    starts[count++] = offset + 1;
  }
  return starts.subarray(0, count);
}

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
