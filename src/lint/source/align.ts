/** Two items that belong together, by their indices. */
export type Pair = readonly [number, number];

/** Cells above which only a band around the diagonal is looked at: memory stays bounded for whole courses. */
const MOST_CELLS = 4_000_000;

/**
 * Pairs two sequences in order so that the sum of the scores is greatest (Needleman and Wunsch 1970, gaps cost nothing).
 * Items whose score is not positive are never paired.
 */
export function align(length: number, otherLength: number, score: (one: number, other: number) => number): Pair[] {
  const width = otherLength + 1;
  const half = Math.max(50, Math.floor(MOST_CELLS / Math.max(1, length) / 2));
  const from = (row: number): number => Math.max(1, Math.floor((row * otherLength) / Math.max(1, length)) - half);
  const to = (row: number): number =>
    Math.min(otherLength, Math.ceil((row * otherLength) / Math.max(1, length)) + half);
  const banded = (row: number): boolean => from(row) > 1 || to(row) < otherLength;
  const steps: Uint8Array[] = [];
  let before = new Float64Array(width);
  for (let row = 1; row <= length; row++) {
    const now = new Float64Array(width);
    const step = new Uint8Array(width);
    if (banded(row)) step.fill(move.up);
    for (let column = from(row); column <= to(row); column++) {
      const up = before[column] ?? 0;
      const left = now[column - 1] ?? 0;
      const gain = score(row - 1, column - 1);
      const pair = gain > 0 ? (before[column - 1] ?? 0) + gain : -1;
      now[column] = Math.max(up, left, pair);
      step[column] = pair >= up && pair >= left ? move.pair : left >= up ? move.left : move.up;
    }
    for (let column = to(row) + 1; column < width; column++) now[column] = now[to(row)] ?? 0;
    steps.push(step);
    before = now;
  }
  return trace(steps, otherLength);
}

const move = { up: 0, left: 1, pair: 2 } as const;

function trace(steps: readonly Uint8Array[], otherLength: number): Pair[] {
  const pairs: Pair[] = [];
  let row = steps.length;
  let column = otherLength;
  while (row > 0 && column > 0) {
    const step = steps[row - 1]?.[column];
    if (step === move.pair) pairs.push([--row, --column]);
    else if (step === move.left) column--;
    else row--;
  }
  return pairs.reverse();
}
