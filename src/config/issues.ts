import { z } from 'zod';
import { formatPath } from '../match/json-subset.ts';
import { nearest } from '../plan/nearest.ts';

type Issue = z.core.$ZodIssue;
type RawIssue = z.core.$ZodRawIssue;

/** Zod's `error` option for a parse: what is wrong with a value and what is allowed there, for people. */
export function explain(issue: RawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? `is missing; expected ${kindName(issue.expected)}`
        : `expected ${kindName(issue.expected)}, got ${kindOf(issue.input)}`;
    case 'invalid_value':
      return oneOf(issue.values, issue.input);
    case 'invalid_union':
      return discriminatorMistake(issue);
    case 'unrecognized_keys':
      return unknownKeys(issue.keys, keysOf(issue.inst));
    case 'too_small':
      return issue.origin === 'string' ? 'must not be empty' : `must be at least ${String(issue.minimum)}`;
    case 'too_big':
      return `must be at most ${String(issue.maximum)}`;
    default:
      return undefined;
  }
}

/** One sentence for each issue: the JSON path, what is wrong, what is allowed. */
export function issueSentences(issues: readonly Issue[], base: readonly PropertyKey[] = []): string[] {
  return issues.flatMap((issue) => {
    const path = [...base, ...issue.path];
    if (issue.code === 'invalid_key') return issueSentences(issue.issues, path);
    if (issue.code === 'invalid_union') {
      // The form that the author had in mind is the one that is right about the kind of value.
      const meant = issue.errors.find(
        (errors) => !errors.some((e) => e.code === 'invalid_type' && e.path.length === 0),
      );
      if (meant?.some((e) => e.path.length > 0 || e.code === 'unrecognized_keys')) {
        return issueSentences(meant, path);
      }
    }
    return [atPath(path, issue.message)];
  });
}

/** A sentence about a place in the configuration: `targets.local.shell: expected string, got number`. */
export function atPath(path: readonly PropertyKey[], sentence: string): string {
  const where = formatPath(path.map((part) => (typeof part === 'symbol' ? String(part) : part)));
  return where === '' ? sentence : `${where}: ${sentence}`;
}

/** `expected one of "a", "b", got "c"`, with a guess at what was meant. */
export function oneOf(allowed: readonly unknown[], actual: unknown): string {
  const names = allowed.map(String);
  const guess = typeof actual === 'string' ? nearest(actual, names) : undefined;
  const hint = guess === undefined ? '' : `; did you mean ${quote(guess)}?`;
  if (actual === undefined) return `is missing; expected ${names.length > 1 ? 'one of ' : ''}${list(names)}`;
  return `expected ${names.length > 1 ? 'one of ' : ''}${list(names)}, got ${kindOf(actual)}${hint}`;
}

function discriminatorMistake(issue: RawIssue): string | undefined {
  if (!('discriminator' in issue) || !('options' in issue) || !Array.isArray(issue.options)) return unionOf(issue);
  const key = String(issue.discriminator);
  return oneOf(issue.options, (issue.input as Readonly<Record<string, unknown>>)[key]);
}

function unionOf(issue: RawIssue): string | undefined {
  if (issue.code !== 'invalid_union' || !('errors' in issue)) return undefined;
  const kinds = issue.errors.flatMap(([first]) => (first?.code === 'invalid_type' ? [kindName(first.expected)] : []));
  return kinds.length === 0 ? undefined : `expected ${kinds.join(' or ')}, got ${kindOf(issue.input)}`;
}

function unknownKeys(keys: readonly string[], allowed: readonly string[]): string {
  const mistakes = keys.map((key) => {
    const guess = nearest(key, allowed);
    return `unknown key ${quote(key)}${guess === undefined ? '' : `, did you mean ${quote(guess)}?`}`;
  });
  return `${mistakes.join('; ')} (allowed: ${allowed.join(', ')})`;
}

function keysOf(schema: unknown): string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

function list(names: readonly string[]): string {
  return names.map(quote).join(', ');
}

/** A short value as it stands in the file, the kind of value otherwise. */
function kindOf(value: unknown): string {
  if (typeof value === 'string') return value.length <= 40 ? quote(value) : 'a string';
  if (typeof value === 'number' || typeof value === 'boolean') return `${typeof value} ${value}`;
  return Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;
}

function kindName(expected: string): string {
  return expected === 'record' ? 'object' : expected;
}

function quote(text: string): string {
  return JSON.stringify(text);
}
