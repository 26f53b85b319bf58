import { excerpt, quote } from './excerpt.ts';
import { compileGlob, type Frame, type GlobOptions, isEllipsisLine, normaliseText, testGlob } from './glob.ts';
import type { Matcher } from './matcher.ts';
import type { MatchWords } from './words.ts';

/**
 * Compares text after normalising blanks; see `compileGlob` for the frames. Only the last megabyte of an output is
 * compared. `parse` throws a SyntaxError when the source is empty or has wildcards only.
 */
export function textMatcher(name: string, options: GlobOptions, words: MatchWords): Matcher {
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
            reason: reasonOf(words, options.frame, glob.lines, outcome.line, shown),
            expected: excerpt(normaliseText(source)),
            actual: excerpt(shown),
          };
        },
      };
    },
  };
}

function reasonOf(words: MatchWords, frame: Frame, lines: readonly string[], line: number, actual: string): string {
  const which = lines.length > 1 ? words.line(Math.min(line + 1, lines.length), lines.length) : '';
  const wanted = `${quote(lines[line] ?? lines.at(-1) ?? '')}${which}`;
  if (actual === '') return words.noOutput(wanted);
  if (frame !== 'equal') return words.missing[frame](wanted);
  if (line === lines.length) return words.goesOn(wanted);
  // After a wildcard for whole lines nobody can say which line of the output was meant.
  if (lines.some(isEllipsisLine)) return words.notInPlace(wanted);
  const got = actual.split('\n', line + 1)[line];
  return words.expected(wanted, got === undefined ? words.nothing : quote(got));
}
