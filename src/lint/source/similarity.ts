/** Longer texts are compared by their beginnings. */
const longestText = 2000;

/** What two texts have in common, made once for each. */
export interface Fingerprint {
  readonly pairs: ReadonlyMap<string, number>;
  readonly size: number;
}

/** Pairs of neighbouring characters, blanks and case left out: damage by translation changes few of them. */
export function fingerprintOf(text: string): Fingerprint {
  const dense = text.slice(0, longestText).replace(/\s+/g, '').toLowerCase();
  const pairs = new Map<string, number>();
  for (let index = 0; index + 1 < dense.length; index++) {
    const pair = dense.slice(index, index + 2);
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return { pairs, size: Math.max(0, dense.length - 1) };
}

/** From 0 (nothing in common) to 1 (Dice's coefficient of the two multisets); two empty texts are the same. */
export function similarity(one: Fingerprint, other: Fingerprint): number {
  if (one.size + other.size === 0) return 1;
  let common = 0;
  for (const [pair, count] of one.pairs) common += Math.min(count, other.pairs.get(pair) ?? 0);
  return (2 * common) / (one.size + other.size);
}
