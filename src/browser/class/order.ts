import type { Tile } from '../../protocol.ts';

/** What a student needs, the most urgent first. */
const needs = ['hand', 'stuck', 'failed', 'none'] as const;
export type Need = (typeof needs)[number];

const wrong: ReadonlySet<string> = new Set(['failed', 'timedOut', 'broken']);

/** Why the instructor should go to somebody. */
export function needOf({ hand, offers, stuck, last }: Pick<Tile, 'hand' | 'offers' | 'stuck' | 'last'>): Need {
  if (hand || offers) return 'hand';
  if (stuck) return 'stuck';
  return last && wrong.has(last.status) ? 'failed' : 'none';
}

/** Who needs help first: raised hands, the oldest first; then who is stuck, the longest first; then whose last step failed; then the rest by name. */
export function inOrder(tiles: Iterable<Tile>): Tile[] {
  const rank = (tile: Tile): readonly [number, number] => {
    const need = needOf(tile);
    const at = need === 'hand' ? tile.hand?.at : need === 'none' ? 0 : tile.since;
    return [needs.indexOf(need), at ?? 0];
  };
  const ranked = [...tiles].map((tile) => ({ tile, rank: rank(tile) }));
  const { compare } = new Intl.Collator(undefined, { numeric: true });
  ranked.sort(
    ({ rank: [need, at], tile }, other) =>
      need - other.rank[0] || at - other.rank[1] || compare(tile.name, other.tile.name),
  );
  return ranked.map(({ tile }) => tile);
}

/** Those whose name holds what is searched for, whatever its case and accents. */
export function named(tiles: readonly Tile[], query: string): readonly Tile[] {
  const wanted = plain(query);
  return wanted === '' ? tiles : tiles.filter(({ name }) => plain(name).includes(wanted));
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
}
