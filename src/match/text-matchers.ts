import type { Matcher } from './matcher.ts';
import { textMatcher } from './text.ts';

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
export function textMatchers(): readonly Matcher[] {
  return [
    textMatcher('text', { frame: 'contains', wildcards: false }),
    textMatcher('ellipsis', { frame: 'contains', wildcards: true }),
    textMatcher('equal', { frame: 'equal', wildcards: true }),
    textMatcher('tail', { frame: 'tail', wildcards: true }),
    textMatcher('similar', { frame: 'similar', wildcards: true }),
  ];
}
