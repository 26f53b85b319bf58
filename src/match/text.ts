import { excerpt, quote } from './excerpt.ts';
import { compileGlob, type Frame, type GlobOptions, isEllipsisLine, normaliseText, testGlob } from './glob.ts';
import type { Matcher } from './matcher.ts';

const missing: Readonly<Record<Exclude<Frame, 'equal'>, string>> = {
  contains: 'not in the output',
  tail: 'not at the end of the output',
  similar: 'nothing like it in the output',
};

/**
 * Compares text after normalising blanks; see `compileGlob` for the frames. Only the last megabyte of an output is
 * compared. `parse` throws a SyntaxError when the source is empty or has wildcards only.
 */
export function textMatcher(name: string, options: GlobOptions): Matcher {
  return {
    name,
    parse(source) {
      const glob = compileGlob(source, options);
      return {
        matcher: name,
        source,
        test(actual) {
          const outcome = testGlob(glob, actual);
          if (outcome.matches) return undefined;
          const shown = normaliseText(actual);
          return {
            matcher: name,
            reason: reasonOf(options.frame, glob.lines, outcome.line, shown),
            expected: excerpt(normaliseText(source)),
            actual: excerpt(shown),
          };
        },
      };
    },
  };
}

function reasonOf(frame: Frame, lines: readonly string[], line: number, actual: string): string {
  const which = lines.length > 1 ? ` (line ${Math.min(line + 1, lines.length)} of ${lines.length})` : '';
  const wanted = `${quote(lines[line] ?? lines.at(-1) ?? '')}${which}`;
  if (actual === '') return `expected ${wanted}, got no output`;
  if (frame !== 'equal') return `${missing[frame]}: ${wanted}`;
  if (line === lines.length) return `the output goes on after ${wanted}`;
  // After a wildcard for whole lines nobody can say which line of the output was meant.
  if (lines.some(isEllipsisLine)) return `not in its place in the output: ${wanted}`;
  const got = actual.split('\n', line + 1)[line];
  return `expected ${wanted}, got ${got === undefined ? 'nothing' : quote(got)}`;
}

/** Text that must be somewhere in the output, letter by letter save for blanks. */
export const text = textMatcher('text', { frame: 'contains', wildcards: false });
