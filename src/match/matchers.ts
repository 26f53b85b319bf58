import { type Frame, hasWildcards } from './glob.ts';
import { jsonMatchers } from './json.ts';
import { parseJson } from './json-scan.ts';
import type { Matcher, Matchers } from './matcher.ts';
import { regexMatcher, type Search } from './regex.ts';
import { textMatcher } from './text.ts';

export interface MatcherOptions {
  /** How regular expressions are searched. Default: without a limit of time. */
  readonly search?: Search;
}

/** Every matcher that Pupitre knows, by name. */
export function createMatchers({
  search = (expression, text) => expression.test(text),
}: MatcherOptions = {}): Matchers {
  const all = [...jsonMatchers(), ...textMatchers(), regexMatcher(search)];
  return new Map(all.map((matcher) => [matcher.name, matcher]));
}

/** The matchers for those who only ask which there are, or trust their expressions. */
export const builtinMatchers: Matchers = createMatchers();

/** The name of the matcher for an expectation: `argument` when the author names one, else by what the source looks like. */
export function chooseMatcher(source: string, language: string, argument: string): string {
  if (argument) return argument;
  if (isContainer(source, language)) return 'json';
  return hasWildcards(source) ? 'ellipsis' : 'text';
}

/** The name of the matcher for a fence that shows the output of a command, `resemblance` being what its introduction says. */
export function chooseFenceMatcher(source: string, language: string, resemblance: Frame): string {
  if (isContainer(source, language)) return resemblance === 'contains' ? 'json-within' : 'json';
  // A fragment, or JSON with a mistake: it can only be looked for.
  if (language === 'json' || resemblance === 'contains') return chooseMatcher(source, 'text', '');
  return resemblance;
}

/** True for a JSON object or array, unless its fence says that it is text; a number or a word alone is meant as text. */
function isContainer(source: string, language: string): boolean {
  return language !== 'text' && /^\s*[{[]/.test(source) && parseJson(source) !== undefined;
}

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
function textMatchers(): readonly Matcher[] {
  return [
    textMatcher('text', { frame: 'contains', wildcards: false }),
    textMatcher('ellipsis', { frame: 'contains', wildcards: true }),
    textMatcher('equal', { frame: 'equal', wildcards: true }),
    textMatcher('tail', { frame: 'tail', wildcards: true }),
    textMatcher('similar', { frame: 'similar', wildcards: true }),
  ];
}
