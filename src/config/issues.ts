import { z } from 'zod';
import { formatPath } from '../match/json-subset.ts';
import { type Message, message, verbatim } from '../messages/message.ts';
import { nearest } from '../plan/nearest.ts';
import { fromZod } from './zod-message.ts';

type Issue = z.core.$ZodIssue;
type RawIssue = z.core.$ZodRawIssue;

/** Zod's `error` option for a parse: what is wrong with a value and what is allowed there. */
export function explain(issue: RawIssue): string | undefined {
  const explained = explanationOf(issue);
  return explained && JSON.stringify(explained);
}

function explanationOf(issue: RawIssue): Message | undefined {
  switch (issue.code) {
    case 'invalid_type': {
      const expected = kindName(issue.expected);
      if (issue.input === undefined) return message('config/missing', { expected });
      return message('config/wrong-type', { expected, got: kindOf(issue.input) });
    }
    case 'invalid_value':
      return oneOf(issue.values, issue.input);
    case 'invalid_union':
      return discriminatorMistake(issue);
    case 'unrecognized_keys':
      return unknownKeys(issue.keys, keysOf(issue.inst));
    case 'too_small':
      if (issue.origin === 'string') return message('config/empty-text');
      return message('config/at-least', { minimum: String(issue.minimum) });
    case 'too_big':
      return message('config/at-most', { maximum: String(issue.maximum) });
    default:
      return undefined;
  }
}

/** One message for each issue: the JSON path, what is wrong, what is allowed. */
export function mistakesOf(issues: readonly Issue[], base: readonly PropertyKey[] = []): Message[] {
  return issues.flatMap((issue) => {
    const path = [...base, ...issue.path];
    if (issue.code === 'invalid_key') return mistakesOf(issue.issues, path);
    if (issue.code === 'invalid_union') {
      // The form that the author had in mind is the one that is right about the kind of value.
      const meant = issue.errors.find(
        (errors) => !errors.some((e) => e.code === 'invalid_type' && e.path.length === 0),
      );
      if (meant?.some((e) => e.path.length > 0 || e.code === 'unrecognized_keys')) {
        return mistakesOf(meant, path);
      }
    }
    return [atPath(path, fromZod(issue.message))];
  });
}

/** A mistake and its place in the configuration: `targets.local.shell: expected string, got number`. */
export function atPath(parts: readonly PropertyKey[], mistake: Message): Message {
  const path = formatPath(parts.map((part) => (typeof part === 'symbol' ? String(part) : part)));
  return path === '' ? mistake : message('config/at-path', { path, mistake });
}

/** `expected one of "a", "b", got "c"`, with a guess at what was meant. */
export function oneOf(allowed: readonly unknown[], actual: unknown): Message {
  const names = allowed.map(String);
  const meant = typeof actual === 'string' ? nearest(actual, names) : undefined;
  return message('config/one-of', { names, got: actual === undefined ? undefined : kindOf(actual), meant });
}

function discriminatorMistake(issue: RawIssue): Message | undefined {
  if (!('discriminator' in issue) || !('options' in issue) || !Array.isArray(issue.options)) return unionOf(issue);
  const key = String(issue.discriminator);
  return oneOf(issue.options, (issue.input as Readonly<Record<string, unknown>>)[key]);
}

function unionOf(issue: RawIssue): Message | undefined {
  if (issue.code !== 'invalid_union' || !('errors' in issue)) return undefined;
  const kinds = issue.errors.flatMap(([first]) => (first?.code === 'invalid_type' ? [kindName(first.expected)] : []));
  if (kinds.length === 0) return undefined;
  return message('config/wrong-type', { expected: message('config/either', { kinds }), got: kindOf(issue.input) });
}

function unknownKeys(keys: readonly string[], allowed: readonly string[]): Message {
  return message('config/unknown-keys', { keys: keys.map((key) => ({ key, meant: nearest(key, allowed) })), allowed });
}

function keysOf(schema: unknown): string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

/** A short value as it stands in the file, the kind of value otherwise. */
function kindOf(value: unknown): Message {
  if (typeof value === 'string') {
    return value.length <= 40 ? verbatim(JSON.stringify(value)) : message('config/long-string');
  }
  if (typeof value === 'number' || typeof value === 'boolean') {
    return message('config/value', { kind: typeof value, value: String(value) });
  }
  return kindName(Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value);
}

function kindName(expected: string): Message {
  return message('config/kind', { kind: expected === 'record' ? 'object' : expected });
}
