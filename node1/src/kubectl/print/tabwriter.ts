/**
 * Columns by elastic tabstops, as Go's text/tabwriter: a cell is text that ends in a tab, a column is a run of lines that
 * follow each other and have a cell there, and each column is as wide as its widest cell plus `padding`. What follows a
 * line's last tab is no cell and moves nothing. kubectl's `describe` and Go's programs align this way.
 */
export function alignTabs(text: string, padding = 2, minWidth = 0): string {
  const lines = text.split('\n').map((line) => line.split('\t'));
  const widths: number[] = [];
  const out: string[] = [];

  const print = (from: number, to: number): void => {
    for (const cells of lines.slice(from, to)) {
      const padded = cells.slice(0, -1).map((cell, at) => cell.padEnd(widths[at] ?? 0));
      out.push(padded.join('') + (cells.at(-1) ?? ''));
    }
  };

  const format = (from: number, to: number): void => {
    const column = widths.length;
    let printed = from;
    for (let line = from; line < to; line++) {
      if (column >= (lines[line]?.length ?? 0) - 1) continue;
      print(printed, line);
      const start = line;
      let width = minWidth;
      for (; line < to && column < (lines[line]?.length ?? 0) - 1; line++)
        width = Math.max(width, lengthOf(lines[line]?.[column] ?? '') + padding);
      widths.push(width);
      format(start, line);
      widths.pop();
      printed = line;
      line--;
    }
    print(printed, to);
  };

  format(0, lines.length);
  return out.join('\n');
}

/** Characters, as Go counts runes. */
function lengthOf(text: string): number {
  let length = 0;
  for (const character of text) length += character.length > 0 ? 1 : 0;
  return length;
}

/**
 * Aligns rows of a table that may come one by one, as `kubectl get` does (liggitt/tabwriter with RememberWidths): three spaces between
 * columns, none narrower than six, and a width once reached stays. The last cell of a row is not padded.
 */
export function tableWriter(): (rows: readonly (readonly string[])[]) => string {
  const widths: number[] = [];
  return (rows) => {
    for (const row of rows)
      row.slice(0, -1).forEach((cell, at) => (widths[at] = Math.max(widths[at] ?? 6, lengthOf(cell) + 3)));
    return rows
      .map(
        (row) =>
          row
            .map((cell, at) => (at === row.length - 1 ? cell : cell + ' '.repeat((widths[at] ?? 0) - lengthOf(cell))))
            .join('') + '\n',
      )
      .join('');
  };
}
