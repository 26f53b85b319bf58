/** The names that somebody who typed `word` may have meant, as cobra finds them: two edits away at most, or beginning with it. */
export function suggestions(word: string, names: readonly string[]): readonly string[] {
  // A word far longer than any command is near none; this also bounds the work.
  if (word.length > 40) return [];
  const typed = word.toLowerCase();
  return names.filter((name) => distance(typed, name) <= 2 || name.startsWith(typed));
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
