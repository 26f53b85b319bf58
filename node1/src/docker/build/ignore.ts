import { matchesGlob } from '../image/glob.ts';

/** Whether a path in the build context is left out of it. */
export type Ignored = (path: string) => boolean;

/** The rules of a `.dockerignore`: the last one that fits decides; `!` takes a path back in; `**` stands for any folders. */
export function parseIgnore(source: string): Ignored {
  const rules = source
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const isBack = line.startsWith('!');
      const pattern = (isBack ? line.slice(1) : line).trim().split('/');
      return { isBack, pattern: pattern.filter((part) => part !== '' && part !== '.') };
    });
  return (path) => {
    const parts = path.split('/');
    let ignored = false;
    for (const { isBack, pattern } of rules) if (fits(pattern, parts)) ignored = !isBack;
    return ignored;
  };
}

/** A pattern fits a path when it fits it or one of the folders that it is in. */
function fits(pattern: readonly string[], parts: readonly string[]): boolean {
  let reached = new Set([0]);
  const advance = (positions: Set<number>) => {
    for (const position of positions) if (pattern[position] === '**') positions.add(position + 1);
    return positions;
  };
  advance(reached);
  for (const part of parts) {
    const next = new Set<number>();
    for (const position of reached) {
      const expected = pattern[position];
      if (expected === '**') next.add(position);
      else if (expected !== undefined && matchesGlob(expected, part)) next.add(position + 1);
    }
    reached = advance(next);
    if (reached.has(pattern.length)) return true;
  }
  return false;
}
