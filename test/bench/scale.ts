/** `npm run bench:smoke` only shows that every benchmark still runs to its end: its figures mean nothing. */
export const isSmoke = process.env['PUPITRE_BENCH'] === 'smoke';

/** How often or how much: `full` for figures, `tiny` in a smoke run. */
export function scale(full: number, tiny: number): number {
  return isSmoke ? tiny : full;
}

/** How long a benchmark may take, in milliseconds. */
export const benchTimeoutMs = scale(600_000, 60_000);
