import type { Matcher } from './matcher.ts';
import { textMatcher } from './text.ts';
import type { MatchWords } from './words.ts';

/**
 * The matchers for text. In those with wildcards `...`, `…`, `[...]` and `(...)` stand for any lines when alone on a line, else for any
 * characters of one line (also inside a word: `8jud...ox4b`); four or more of `x`, `X` or `y` in a row (`pod-xxxxx`, `3xxxx`) for
 * characters without blanks.
 *
 * - `text`: somewhere in the output, letter by letter save for blanks.
 * - `ellipsis`: the same with wildcards.
 * - `equal`: the whole output, with wildcards.
 * - `tail`: the end of the output, with wildcards.
 * - `similar`: each line has a similar one in the output, in this order; words with digits may differ.
 */
export function textMatchers(words: MatchWords): readonly Matcher[] {
  return [
    textMatcher('text', { frame: 'contains', wildcards: false }, words),
    textMatcher('ellipsis', { frame: 'contains', wildcards: true }, words),
    textMatcher('equal', { frame: 'equal', wildcards: true }, words),
    textMatcher('tail', { frame: 'tail', wildcards: true }, words),
    textMatcher('similar', { frame: 'similar', wildcards: true }, words),
  ];
}
