/** The known word that a mistyped one most likely stands for: at most a third of its letters differ. Undefined when none is close. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  // Nobody mistypes a word this long, and the distance takes time in proportion to both lengths.
  const wanted = word.slice(0, 64);
  let best: string | undefined;
  let limit = Math.max(1, Math.floor(wanted.length / 3));
  for (const candidate of known) {
    const distance = editDistance(wanted, candidate);
    if (distance > limit || (best !== undefined && distance === limit)) continue;
    best = candidate;
    limit = distance;
  }
  return best;
}

/** Insertions, deletions, replacements and swaps of neighbours between two words (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let older: number[] = [];
  let old = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const now = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = (old[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      let cost = Math.min((old[column] ?? 0) + 1, (now[column - 1] ?? 0) + 1, replaced);
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (row > 1 && column > 1 && swapped) cost = Math.min(cost, (older[column - 2] ?? 0) + 1);
      now.push(cost);
    }
    [older, old] = [old, now];
  }
  return old[b.length] ?? 0;
}
