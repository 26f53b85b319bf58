/** Two items that belong together, by their indices. */
export type Pair = readonly [number, number];

/** Cells above which only a band around the diagonal is looked at: time and memory stay bounded for whole courses. */
const mostCells = 4_000_000;
const narrowestBand = 50;

/**
 * Pairs two sequences in order so that the sum of the scores is greatest (Needleman and Wunsch 1970, gaps cost nothing).
 * Items whose score is not positive are never paired.
 */
export function align(length: number, otherLength: number, score: (one: number, other: number) => number): Pair[] {
  const half = Math.max(narrowestBand, Math.floor(mostCells / Math.max(1, length) / 2));
  const rows: Row[] = [];
  let before: Row | undefined;
  for (let index = 1; index <= length; index++) {
    const middle = (index * otherLength) / length;
    const from = Math.max(1, Math.floor(middle) - half);
    const to = Math.min(otherLength, Math.ceil(middle) + half);
    const row: Row = { from, to, sums: new Float64Array(to - from + 1), steps: new Uint8Array(to - from + 1) };
    for (let column = from; column <= to; column++) {
      const up = sumAt(before, column);
      const left = column > from ? (row.sums[column - 1 - from] ?? 0) : sumAt(before, column - 1);
      const gain = score(index - 1, column - 1);
      const pair = gain > 0 ? sumAt(before, column - 1) + gain : -1;
      row.sums[column - from] = Math.max(up, left, pair);
      row.steps[column - from] = pair >= up && pair >= left ? move.pair : left >= up ? move.left : move.up;
    }
    if (before) before.sums = none;
    rows.push(row);
    before = row;
  }
  return trace(rows, otherLength);
}

/** The columns of a row that are looked at, 1-based. */
interface Row {
  readonly from: number;
  readonly to: number;
  /** The best sum up to each column; dropped when the next row is done. */
  sums: Float64Array;
  readonly steps: Uint8Array;
}

const none = new Float64Array(0);
const move = { up: 0, left: 1, pair: 2 } as const;

/** The best sum up to a column; beyond the band that of its edge. */
function sumAt(row: Row | undefined, column: number): number {
  if (!row || column < row.from) return 0;
  return row.sums[Math.min(column, row.to) - row.from] ?? 0;
}

function trace(rows: readonly Row[], otherLength: number): Pair[] {
  const pairs: Pair[] = [];
  let index = rows.length;
  let column = otherLength;
  while (index > 0 && column > 0) {
    const row = rows[index - 1];
    if (!row || column < row.from) index--;
    else if (column > row.to) column--;
    else {
      const step = row.steps[column - row.from];
      if (step === move.pair) pairs.push([--index, --column]);
      else if (step === move.left) column--;
      else index--;
    }
  }
  return pairs.reverse();
}
