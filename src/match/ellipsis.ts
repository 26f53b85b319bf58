import type { Matcher } from './matcher.ts';
import { textMatcher } from './text.ts';

/**
 * Text with wildcards that must be somewhere in the output.
 *
 * `...`, `…`, `[...]` and `(...)` stand for any lines when alone on a line, else for any characters of one line (also inside
 * a word: `8jud...ox4b`); four or more of `x`, `X` or `y` in a row (`pod-xxxxx`, `3xxxx`) for characters without blanks.
 */
export const ellipsis: Matcher = textMatcher('ellipsis', { frame: 'contains', wildcards: true });

/** Text with wildcards that must be the whole output. */
export const equal: Matcher = textMatcher('equal', { frame: 'equal', wildcards: true });

/** Text with wildcards that must be the end of the output. */
export const tail: Matcher = textMatcher('tail', { frame: 'tail', wildcards: true });

/** Lines with wildcards of which each must have a similar one in the output, in this order; words with digits may differ. */
export const similar: Matcher = textMatcher('similar', { frame: 'similar', wildcards: true });
