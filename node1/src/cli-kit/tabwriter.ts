/** The settings of a table, as Go's tabwriter.NewWriter takes them. */
export interface TableOptions {
  /** Characters of the narrowest column, its padding included. Default: 0. */
  readonly minWidth?: number;
  /** Blanks behind the widest cell of a column. */
  readonly padding: number;
  /** A width once reached stays for the rows that come later (liggitt/tabwriter's RememberWidths). Default: false. */
  readonly rememberWidths?: boolean;
}

/** `kubectl get`. */
export const kubectlTable: TableOptions = { minWidth: 6, padding: 3, rememberWidths: true };
/** `docker ps` and every other table of docker. */
export const dockerTable: TableOptions = { minWidth: 10, padding: 3 };

/**
 * Columns by elastic tabstops, as Go's text/tabwriter: a cell is text that ends in a tab, a column is a run of lines that follow each
 * other and have a cell there, and each column is as wide as its widest cell plus the padding. What follows a line's last tab is no
 * cell and moves nothing.
 */
export function alignTabs(text: string, options: TableOptions = { padding: 2 }): string {
  return align(
    text.split('\n').map((line) => line.split('\t')),
    options,
    [],
  ).join('\n');
}

/** Aligns the rows of one table, which may come in several calls; the last cell of a row is not padded. */
export function tableWriter(options: TableOptions): (rows: readonly (readonly string[])[]) => string {
  const reached: number[] = [];
  return (rows) =>
    align(rows, options, reached)
      .map((line) => `${line}\n`)
      .join('');
}

/** The lines; `reached` are the widths that columns have had so far, where they are remembered. */
function align(
  lines: readonly (readonly string[])[],
  { minWidth = 0, padding, rememberWidths = false }: TableOptions,
  reached: number[],
): readonly string[] {
  const widths: number[] = [];
  const out: string[] = [];
  const hasCell = (line: number, column: number): boolean => column < (lines[line]?.length ?? 0) - 1;

  const print = (from: number, to: number): void => {
    for (const cells of lines.slice(from, to)) {
      const padded = cells.slice(0, -1).map((cell, at) => cell + ' '.repeat((widths[at] ?? 0) - lengthOf(cell)));
      out.push(padded.join('') + (cells.at(-1) ?? ''));
    }
  };

  const format = (from: number, to: number): void => {
    const column = widths.length;
    let printed = from;
    for (let line = from; line < to; line++) {
      if (!hasCell(line, column)) continue;
      print(printed, line);
      const start = line;
      let width = Math.max(minWidth, reached[column] ?? 0);
      for (; line < to && hasCell(line, column); line++)
        width = Math.max(width, lengthOf(lines[line]?.[column] ?? '') + padding);
      if (rememberWidths) reached[column] = width;
      widths.push(width);
      format(start, line);
      widths.pop();
      printed = line;
      line--;
    }
    print(printed, to);
  };

  format(0, lines.length);
  return out;
}

/** Characters, as Go counts runes. */
function lengthOf(text: string): number {
  let length = 0;
  for (const character of text) length += character.length > 0 ? 1 : 0;
  return length;
}
