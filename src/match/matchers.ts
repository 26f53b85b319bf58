import { ellipsis, equal, similar, tail } from './ellipsis.ts';
import { type Frame, hasWildcards } from './glob.ts';
import { json, jsonWithin } from './json.ts';
import { parseJson } from './json-scan.ts';
import type { Matcher, Matchers } from './matcher.ts';
import { regexMatcher, type Search } from './regex.ts';
import { text } from './text.ts';

/** Every matcher that Pupitre knows, by name. Without `search` a regular expression may take as long as it likes. */
export function createMatchers(search: Search = (expression, text) => expression.test(text)): Matchers {
  const all: readonly Matcher[] = [json, jsonWithin, text, ellipsis, equal, tail, similar, regexMatcher(search)];
  return new Map(all.map((matcher) => [matcher.name, matcher]));
}

/** The matchers for those who only ask which there are, or trust their expressions. */
export const builtinMatchers: Matchers = createMatchers();

/** The name of the matcher for an expectation: `argument` when the author names one, else by what the source looks like. */
export function chooseMatcher(source: string, language: string, argument: string): string {
  if (argument) return argument;
  if (isContainer(source, language)) return json.name;
  return hasWildcards(source) ? ellipsis.name : text.name;
}

/** The name of the matcher for a fence that shows the output of a command, `resemblance` being what its introduction says. */
export function chooseFenceMatcher(source: string, language: string, resemblance: Frame): string {
  if (isContainer(source, language)) return resemblance === 'contains' ? jsonWithin.name : json.name;
  // A fragment, or JSON with a mistake: it can only be looked for.
  if (language === 'json' || resemblance === 'contains') return chooseMatcher(source, 'text', '');
  return resemblance;
}

/** True for a JSON object or array, unless its fence says that it is text; a number or a word alone is meant as text. */
function isContainer(source: string, language: string): boolean {
  return language !== 'text' && /^\s*[{[]/.test(source) && parseJson(source) !== undefined;
}
