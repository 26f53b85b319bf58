import { matchesGlob } from '../image/glob.ts';

/** The rules of a `.dockerignore`. */
export interface Ignore {
  /** Whether a path in the build context is left out of it. */
  readonly isIgnored: (path: string) => boolean;
  /** Some `!` rule may take back what is in a folder that is left out. */
  readonly hasExceptions: boolean;
}

/** Reads the rules: the last one that fits decides; `!` takes a path back in; `**` stands for any folders. */
export function parseIgnore(source: string): Ignore {
  const rules = source
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => !line.startsWith('#'))
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const isBack = line.startsWith('!');
      const pattern = (isBack ? line.slice(1) : line).trim().split('/');
      return { isBack, pattern: clean(pattern) };
    })
    .filter(({ pattern }) => pattern.length > 0);
  return {
    isIgnored(path) {
      const parts = path.split('/');
      let ignored = false;
      for (const { isBack, pattern } of rules) if (fits(pattern, parts)) ignored = !isBack;
      return ignored;
    },
    hasExceptions: rules.some(({ isBack }) => isBack),
  };
}

/** As Go's filepath.Clean: without `.`, empty parts and `x/..`. */
function clean(parts: readonly string[]): readonly string[] {
  const kept: string[] = [];
  for (const part of parts) {
    if (part === '' || part === '.') continue;
    if (part === '..' && kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else kept.push(part);
  }
  return kept;
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
