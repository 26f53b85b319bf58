/** A table as Python's texttable draws it for docker-compose: heads in the middle over a line, cells wrapped to the width of the terminal. */
export function drawTable(heads: readonly string[], rows: readonly (readonly string[])[], mostWidth: number): string {
  const all = [heads, ...rows];
  const widths = fitWidths(
    heads.map((_head, column) => Math.max(...all.map((row) => lineWidth(row[column] ?? '')))),
    mostWidth,
  );
  const line = (cells: readonly string[], align: (text: string, width: number) => string): string => {
    const wrapped = cells.map((cell, column) => wrap(cell, widths[column] ?? 0));
    const height = Math.max(...wrapped.map((lines) => lines.length));
    return Array.from({ length: height }, (_unused, at) => {
      return `${wrapped.map((lines, column) => align(lines[at] ?? '', widths[column] ?? 0)).join('   ')}\n`;
    }).join('');
  };
  const rule = '-'.repeat(widths.reduce((sum, width) => sum + width, 0) + 3 * (widths.length - 1));
  const body = rows.map((row) => line(row, (text, width) => text.padEnd(width))).join('');
  return `${line(heads, middle)}${rule}\n${body}`;
}

function middle(text: string, width: number): string {
  return text.padStart(Math.floor((width - text.length) / 2) + text.length).padEnd(width);
}

function lineWidth(text: string): number {
  return Math.max(...text.split('\n').map((line) => line.length));
}

/** Columns grow one by one until the width is used up. */
function fitWidths(wanted: readonly number[], most: number): readonly number[] {
  const gaps = 3 * (wanted.length - 1);
  if (most <= 0 || wanted.reduce((sum, width) => sum + width, gaps) <= most) return wanted;
  const widths = wanted.map(() => 0);
  let left = most - gaps;
  for (let at = 0; left > 0; at = (at + 1) % widths.length) {
    const [has = 0, needs = 0] = [widths[at], wanted[at]];
    if (has >= needs) continue;
    widths[at] = has + 1;
    left -= 1;
  }
  return widths;
}

/** Python's textwrap.wrap, with words that are too long cut. */
function wrap(text: string, width: number): readonly string[] {
  if (text.trim() === '') return [''];
  const pieces = text.match(/\s+|[^\s-]*[a-zA-Z]-(?=[a-zA-Z])|\S+?(?=\s|$)/g) ?? [];
  const lines: string[] = [];
  let line = '';
  for (let piece of pieces) {
    if (/^\s/.test(piece) && line === '' && lines.length > 0) continue;
    while (piece !== '') {
      if (line.length + piece.length <= width) {
        line += piece;
        piece = '';
      } else if (piece.length > width) {
        const space = Math.max(1, width - line.length);
        line += piece.slice(0, space);
        piece = piece.slice(space);
        lines.push(line.trimEnd());
        line = '';
      } else {
        lines.push(line.trimEnd());
        line = '';
        if (/^\s/.test(piece)) piece = '';
      }
    }
  }
  return line.trimEnd() === '' ? lines : [...lines, line.trimEnd()];
}
