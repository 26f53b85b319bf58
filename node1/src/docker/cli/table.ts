// The settings of the tabwriter that docker prints through.
const leastWidth = 10;
const gap = 3;

/** Rows under their heads, in columns as docker prints them; the last one is not padded. */
export function formatTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [heads, ...rows];
  const widths = heads.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  return all
    .map(
      (row) => `${row.map((cell, column) => pad(cell, widths[column] ?? 0, column === heads.length - 1)).join('')}\n`,
    )
    .join('');
}

function pad(cell: string, width: number, isLast: boolean): string {
  return isLast ? cell : cell.padEnd(Math.max(leastWidth, width + gap));
}
