import type { LabelSelector } from 'kubernetes-types/meta/v1.js';
import { ApiError } from '../objects.ts';

type Labels = Readonly<Record<string, string>>;
type Test = (labels: Labels) => boolean;

const setTerm = /^([^\s!=,()]+)\s+(in|notin)\s+\(([^)]*)\)$/;
const equalTerm = /^([^\s!=,()]+)\s*(==|=|!=)\s*([^\s!=,()]*)$/;
const existsTerm = /^(!?)\s*([^\s!=,()]+)$/;

/** Parts between the commas that stand outside of brackets. */
function requirements(text: string): readonly string[] {
  const parts: string[] = [''];
  let depth = 0;
  for (const character of text) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (character === ',' && depth <= 0) parts.push('');
    else parts.push((parts.pop() ?? '') + character);
  }
  return parts.map((part) => part.trim());
}

function requirement(text: string): Test | undefined {
  const set = setTerm.exec(text);
  if (set !== null) {
    const [, key = '', operator, values = ''] = set;
    const wanted = new Set(values.split(',').map((value) => value.trim()));
    return (labels) => {
      const value = labels[key];
      return operator === 'in' ? value !== undefined && wanted.has(value) : value === undefined || !wanted.has(value);
    };
  }
  const equal = equalTerm.exec(text);
  if (equal !== null) {
    const [, key = '', operator, value] = equal;
    return (labels) => (labels[key] === value) === (operator !== '!=');
  }
  const exists = existsTerm.exec(text);
  if (exists === null) return undefined;
  const [, not, key = ''] = exists;
  return (labels) => (labels[key] === undefined) === (not === '!');
}

/** What the API server's parser stumbles over in a requirement. */
function whyNot(part: string): string {
  const [key = '', operator, ...rest] = part.split(/\s+/);
  if (operator === 'in' || operator === 'notin') {
    const next = /^[^()]*/.exec(rest.join(' '))?.[0] ?? '';
    if (!rest.join(' ').startsWith('(')) return `found '${next}' expected: '('`;
    return /\(\s*$/.test(rest.join(' '))
      ? `found '', expected: ',', ')' or identifier`
      : `found '', expected: ',' or ')'`;
  }
  if (key === '') return "found '', expected: identifier";
  return operator === undefined
    ? `found '${part}', expected: !, identifier, or 'end of string'`
    : `found '${operator}', expected: in, notin, =, ==, !=, gt, lt`;
}

function faultOf(part: string): string {
  // What cannot begin a requirement is no requirement.
  const [first = ''] = part;
  if (/[=<>,]/.test(first))
    return `found '${/^(?:==|=|<|>)/.exec(part)?.[0] ?? first}', expected: !, identifier, or 'end of string'`;
  return `unable to parse requirement: ${whyNot(part)}`;
}

/** The test behind kubectl's `-l`. Throws ApiError BadRequest for what is not a selector. */
export function parseSelector(text: string): (labels: Labels | undefined) => boolean {
  if (text.trim() === '') return () => true;
  const parts = requirements(text);
  const tests = parts.map((part, index) => {
    if (part === '') {
      const found = index < parts.length - 1 ? ',' : '';
      const wanted = index === 0 ? "!, identifier, or 'end of string'" : "identifier after ','";
      throw new ApiError(400, 'BadRequest', `found '${found}', expected: ${wanted}`);
    }
    const test = requirement(part);
    if (test === undefined) throw new ApiError(400, 'BadRequest', faultOf(part));
    return test;
  });
  return (labels = {}) => tests.every((test) => test(labels));
}

/** Whether labels have all that a `matchLabels` map asks for. An empty map matches nothing, as a service without selector. */
export function matchesLabels(wanted: Labels | undefined, labels: Labels | undefined): boolean {
  const entries = Object.entries(wanted ?? {});
  return entries.length > 0 && entries.every(([key, value]) => labels?.[key] === value);
}

/** Whether labels fit the selector of a deployment or replica set. */
export function matchesSelector(selector: LabelSelector, labels: Labels = {}): boolean {
  return (
    Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value) &&
    (selector.matchExpressions ?? []).every(({ key, operator, values = [] }) => {
      const value = labels[key];
      if (operator === 'In') return value !== undefined && values.includes(value);
      if (operator === 'NotIn') return value === undefined || !values.includes(value);
      return (value !== undefined) === (operator === 'Exists');
    })
  );
}
