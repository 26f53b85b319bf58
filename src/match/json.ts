import { type Message, message } from '../messages/message.ts';
import { MessageError } from '../messages/message-error.ts';
import { excerpt } from './excerpt.ts';
import { depthOfJson, findJson, parseJson } from './json-scan.ts';
import { formatPath, isObject, type JsonDifference, jsonDifference } from './json-subset.ts';
import type { Matcher, Mismatch } from './matcher.ts';

/** Deepest nesting of an expectation. */
const depthLimit = 200;
/** How deep and how far a value is shown in a diff. */
const shownDepth = 12;
const shownElements = 50;

type Compare = (expected: unknown, actual: unknown) => JsonDifference | undefined;

/**
 * The matchers for JSON. `parse` throws a MessageError when the source is not JSON.
 *
 * - `json`: compared by structure (see `jsonDifference`) with the first JSON value in the output.
 * - `json-within`: some value in the output's JSON, at any depth, must fit: for `should include`.
 */
export function jsonMatchers(): readonly Matcher[] {
  return [jsonMatcher('json', jsonDifference), jsonMatcher('json-within', differenceWithin)];
}

function differenceWithin(expected: unknown, actual: unknown): JsonDifference | undefined {
  for (const value of valuesIn(actual)) if (!jsonDifference(expected, value)) return undefined;
  return jsonDifference(expected, actual);
}

function jsonMatcher(name: string, compare: Compare): Matcher {
  return {
    name,
    parse(source) {
      const expected = parseExpected(source);
      return {
        matcher: name,
        source,
        test(actual) {
          const mismatch = (reason: Message, shown: string): Mismatch => ({
            matcher: name,
            reason,
            expected: excerpt(print(expected)),
            actual: excerpt(shown),
          });
          const found = findJson(actual, Array.isArray(expected) ? 'array' : 'object');
          if (!found) return mismatch(message('match/no-json'), actual.trim());
          const difference = compare(expected, found.value);
          return difference && mismatch(reasonOf(difference), print(likeExpected(expected, found.value)));
        },
      };
    },
  };
}

function parseExpected(source: string): unknown {
  const parsed = parseJson(source);
  if (!parsed) {
    const why = whyInvalid(source);
    const [, offset] = /position (\d+)/.exec(why) ?? [];
    throw new MessageError(
      message('match/invalid-json', { why, offset: offset === undefined ? undefined : Number(offset) }),
    );
  }
  if (depthOfJson(source) > depthLimit) {
    throw new MessageError(message('match/json-too-deep', { limit: depthLimit }));
  }
  return parsed.value;
}

function whyInvalid(source: string): string {
  try {
    JSON.parse(source);
    return '';
  } catch (error) {
    // V8 repeats the source in its message, which may be long.
    return error instanceof Error ? (error.message.split(', "', 1)[0] ?? '').slice(0, 200) : String(error);
  }
}

function reasonOf({ path, expected, actual }: JsonDifference): Message {
  const difference = message('match/expected', { wanted: expected, got: actual });
  return path.length === 0 ? difference : message('match/at-path', { path: formatPath(path), difference });
}

/** Every value in a JSON value, itself first; not recursive, since an output may be nested without limit. */
function* valuesIn(root: unknown): Generator {
  const rest: unknown[] = [root];
  while (rest.length > 0) {
    const value = rest.pop();
    yield value;
    if (Array.isArray(value)) for (const element of value) rest.push(element);
    else if (isObject(value)) for (const element of Object.values(value)) rest.push(element);
  }
}

/** The part of `actual` that was asked for, keys in the order of `expected`, so that a diff of both shows what matters. */
function likeExpected(expected: unknown, actual: unknown): unknown {
  if (Array.isArray(expected) && Array.isArray(actual)) {
    return actual.map((element: unknown, index) => likeExpected(expected[index], element));
  }
  if (isObject(expected) && isObject(actual)) {
    const keys = Object.keys(expected).filter((key) => Object.hasOwn(actual, key));
    return Object.fromEntries(keys.map((key) => [key, likeExpected(expected[key], actual[key])]));
  }
  return actual;
}

function print(value: unknown): string {
  return JSON.stringify(cut(value, 0), undefined, 2);
}

/** A value without its deepest levels and longest lists: what nobody reads in a diff, and what would overflow the stack. */
function cut(value: unknown, depth: number): unknown {
  if (!Array.isArray(value) && !isObject(value)) return value;
  if (depth === shownDepth) return '…';
  if (Array.isArray(value)) {
    const shown = value.slice(0, shownElements).map((element: unknown) => cut(element, depth + 1));
    return value.length > shownElements ? [...shown, `… +${value.length - shownElements}`] : shown;
  }
  const entries = Object.entries(value).slice(0, shownElements);
  return Object.fromEntries(entries.map(([key, entry]) => [key, cut(entry, depth + 1)]));
}
