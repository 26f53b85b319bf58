import { type Message, message, verbatim } from '../messages/message.ts';
import { quote } from './excerpt.ts';
import { compileGlob, hasWildcards, testGlob } from './glob.ts';

/** The first place where a JSON value is not as expected. */
export interface JsonDifference {
  /** Keys and indices from the root, such as `['repositories', 0]`. */
  readonly path: readonly (string | number)[];
  /** Such as `"busybox"` or `an object`. */
  readonly expected: Message;
  readonly actual: Message;
}

/**
 * Compares a JSON value with what is expected; undefined when it is so.
 *
 * Objects may have more keys than expected; arrays must be equal in length and order; strings, numbers, booleans and null
 * must be the same. The expected string `...` stands for any value; a string with wildcards (`pod-xxxxx`) for strings like it.
 * Recurses as deep as `expected` is nested.
 */
export function jsonDifference(expected: unknown, actual: unknown): JsonDifference | undefined {
  const differ = (): JsonDifference => ({ path: [], expected: describe(expected), actual: describe(actual) });
  if (Array.isArray(expected)) return Array.isArray(actual) ? arrayDifference(expected, actual) : differ();
  if (isObject(expected)) return isObject(actual) ? objectDifference(expected, actual) : differ();
  if (expected === actual) return undefined;
  return typeof expected === 'string' && fitsWildcards(expected, actual) ? undefined : differ();
}

/** True for what JSON calls an object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A path as people write it: `repositories[0]`, `metadata.labels["k8s-app"]`. */
export function formatPath(path: readonly (string | number)[]): string {
  return path
    .map((part, index) => {
      if (typeof part === 'number') return `[${part}]`;
      if (!/^[\w$]+$/.test(part)) return `[${quote(part)}]`;
      return index === 0 ? part : `.${part}`;
    })
    .join('');
}

function arrayDifference(expected: readonly unknown[], actual: readonly unknown[]): JsonDifference | undefined {
  const nothing = message('match/nothing');
  for (let index = 0; index < Math.max(expected.length, actual.length); index++) {
    if (index >= actual.length) return { path: [index], expected: describe(expected[index]), actual: nothing };
    if (index >= expected.length) return { path: [index], expected: nothing, actual: describe(actual[index]) };
    const difference = jsonDifference(expected[index], actual[index]);
    if (difference) return { ...difference, path: [index, ...difference.path] };
  }
  return undefined;
}

function objectDifference(
  expected: Readonly<Record<string, unknown>>,
  actual: Readonly<Record<string, unknown>>,
): JsonDifference | undefined {
  for (const [key, value] of Object.entries(expected)) {
    if (!Object.hasOwn(actual, key))
      return { path: [key], expected: describe(value), actual: message('match/nothing') };
    const difference = jsonDifference(value, actual[key]);
    if (difference) return { ...difference, path: [key, ...difference.path] };
  }
  return undefined;
}

function fitsWildcards(expected: string, actual: unknown): boolean {
  if (/^(?:\.{3,}|…|\[\.{3,}\])$/.test(expected.trim())) return true;
  if (typeof actual !== 'string' || !hasWildcards(expected)) return false;
  try {
    return testGlob(compileGlob(expected, { frame: 'equal', wildcards: true }), actual).matches;
  } catch {
    // Nothing but wildcards (`xxxxx`): any string that is not empty.
    return actual.trim() !== '';
  }
}

function describe(value: unknown): Message {
  if (Array.isArray(value))
    return value.length === 0 ? message('match/empty-list') : message('match/list', { length: value.length });
  if (isObject(value)) return message('match/object');
  return verbatim(typeof value === 'string' ? quote(value) : String(value));
}
