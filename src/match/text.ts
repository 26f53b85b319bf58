import { type Message, message, verbatim } from '../messages/message.ts';
import { excerpt, quote } from './excerpt.ts';
import { compileGlob, type Frame, type GlobOptions, isEllipsisLine, normaliseText, testGlob } from './glob.ts';
import type { Matcher } from './matcher.ts';

/**
 * Compares text after normalising blanks; see `compileGlob` for the frames. Only the last megabyte of an output is
 * compared. `parse` throws a MessageError when the source is empty or has wildcards only.
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

function reasonOf(frame: Frame, lines: readonly string[], line: number, actual: string): Message {
  const text = quote(lines[line] ?? lines.at(-1) ?? '');
  const number = Math.min(line + 1, lines.length);
  const wanted = lines.length > 1 ? message('match/line', { text, line: number, lines: lines.length }) : verbatim(text);
  if (actual === '') return message('match/no-output', { wanted });
  if (frame !== 'equal') return message(missing[frame], { wanted });
  if (line === lines.length) return message('match/goes-on', { wanted });
  // After a wildcard for whole lines nobody can say which line of the output was meant.
  if (lines.some(isEllipsisLine)) return message('match/not-in-place', { wanted });
  const got = actual.split('\n', line + 1)[line];
  return message('match/expected', {
    wanted,
    got: got === undefined ? message('match/nothing') : verbatim(quote(got)),
  });
}

const missing = {
  contains: 'match/not-contained',
  tail: 'match/not-at-end',
  similar: 'match/nothing-similar',
} as const;
