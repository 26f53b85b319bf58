/** Lines of a file that are replaced by others. */
export interface Edit {
  /** The first line, from 0, and how many. */
  readonly line: number;
  readonly count: number;
  /** Without their ends. */
  readonly lines: readonly string[];
}

/** How far from its place an output begins: below the fence's opening, and the lines that were typed at its prompt. */
const furthest = 20;

/**
 * The edit that puts `after` in the place of `before` in a file. `near`: the line (from 0) of the output, or of the fence that holds it.
 * What stands before each line of the old text (a list's indentation, a quote's mark) stands before each of the new one. Undefined when the
 * old text is not found there.
 */
export function editFor(text: string, near: number, before: string, after: string): Edit | undefined {
  const rows = rowsOf(text).map(({ line }) => line);
  const old = before.split('\n');
  const from = old.findIndex((line) => line.trim() !== '');
  const upTo = old.findLastIndex((line) => line.trim() !== '');
  const wanted = old.slice(from, upTo + 1);
  if (from < 0) return undefined;
  for (let line = near; line <= near + furthest; line++) {
    const prefix = prefixAt(rows, line, wanted);
    if (prefix === undefined) continue;
    const made = after.split('\n');
    const first = made.findIndex((each) => each.trim() !== '');
    const last = made.findLastIndex((each) => each.trim() !== '');
    const lines = made.slice(first, last + 1).map((each) => (each === '' ? prefix.trimEnd() : prefix + each));
    return { line, count: wanted.length, lines };
  }
  return undefined;
}

/** What stands before the wanted lines, if they are there. */
function prefixAt(rows: readonly string[], line: number, wanted: readonly string[]): string | undefined {
  const first = rows[line] ?? '';
  if (!first.endsWith(wanted[0] ?? '')) return undefined;
  const prefix = first.slice(0, first.length - (wanted[0] ?? '').length);
  if (!/^[\s>]*$/.test(prefix)) return undefined;
  const isThere = wanted.every((each, at) => {
    const row = rows[line + at];
    return row !== undefined && (each.trim() === '' ? /^[\s>]*$/.test(row) : row === prefix + each);
  });
  return isThere ? prefix : undefined;
}

/** A text with its edits, which do not overlap; new lines end as those that they replace do. */
export function withEdits(text: string, edits: readonly Edit[]): string {
  const rows = rowsOf(text).map(({ line, end }) => line + end);
  const ends = rowsOf(text).map(({ end }) => end);
  for (const { line, count, lines } of [...edits].sort((one, other) => other.line - one.line)) {
    const end = ends[line] === '' ? (ends[line - 1] ?? '\n') : (ends[line] ?? '\n');
    const last = ends[line + count - 1] ?? '';
    rows.splice(line, count, ...lines.map((each, at) => each + (at === lines.length - 1 ? last : end)));
  }
  return rows.join('');
}

function rowsOf(text: string): readonly { readonly line: string; readonly end: string }[] {
  return Array.from(text.matchAll(/([^\r\n]*)(\r\n|\n|\r|$)/g), ([, line = '', end = '']) => ({ line, end })).filter(
    ({ line, end }) => line !== '' || end !== '',
  );
}
