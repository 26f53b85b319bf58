import { fail } from '../errors.ts';
import { toCompactJson } from './serialise.ts';

/** One step of a path; `filter` is `?(@.a=="b")`, `union` several indexes or names. */
type PathStep =
  | { readonly type: 'field'; readonly name: string }
  | { readonly type: 'all' }
  | { readonly type: 'deep' }
  | {
      readonly type: 'slice';
      readonly from: number | undefined;
      readonly to: number | undefined;
      readonly step: number;
    }
  | { readonly type: 'index'; readonly at: number }
  | { readonly type: 'union'; readonly parts: readonly PathStep[] }
  | { readonly type: 'filter'; readonly left: readonly PathStep[]; readonly operator: string; readonly right: unknown };

/** A mistake that shows when a template is filled. */
export class JsonPathFault extends Error {
  constructor(what: string, source = '') {
    super(what, { cause: source });
  }
}

/** A template taken apart: text, paths, and what `{range}` repeats. */
export type Template = readonly TemplatePart[];
type TemplatePart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'path'; readonly steps: readonly PathStep[] }
  | { readonly type: 'range'; readonly steps: readonly PathStep[]; readonly body: Template };

/** Reads a jsonpath template as kubectl's `-o jsonpath=` takes it. Throws ExitError with client-go's words. */
export function parseTemplate(source: string): Template {
  const nodes: TemplatePart[] = [];
  const open: { steps: readonly PathStep[]; outer: TemplatePart[] }[] = [];
  let current = nodes;
  for (let at = 0; at < source.length;) {
    const brace = source.indexOf('{', at);
    if (brace !== at) {
      current.push({ type: 'text', text: source.slice(at, brace < 0 ? undefined : brace) });
      if (brace < 0) break;
    }
    const close = endOfAction(source, brace + 1);
    const action = source.slice(brace + 1, close).trim();
    at = close + 1;
    const literal = /^(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')$/s.exec(action);
    if (literal !== null) current.push({ type: 'text', text: unescape(literal[1] ?? literal[2] ?? '') });
    else if (action === 'end') {
      const block = open.pop();
      if (block === undefined) return fail(`error parsing jsonpath ${source}, not in range, nothing to end`);
      block.outer.push({ type: 'range', steps: block.steps, body: current });
      current = block.outer;
    } else if (/^range\s/.test(action)) {
      open.push({ steps: parsePath(action.slice(5).trim(), source), outer: current });
      current = [];
    } else current.push({ type: 'path', steps: parsePath(action, source) });
  }
  // A range without an end goes on to the end of the template.
  for (let block = open.pop(); block !== undefined; block = open.pop()) {
    block.outer.push({ type: 'range', steps: block.steps, body: current });
    current = block.outer;
  }
  return nodes;
}

/** Where the brace that closes an action stands. */
function endOfAction(source: string, from: number): number {
  let quote = '';
  let depth = 0;
  for (let at = from; at < source.length; at++) {
    const character = source[at] ?? '';
    if (quote !== '') {
      if (character === '\\') at++;
      else if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '[') depth++;
    else if (character === ']') depth--;
    else if (character === '}' && depth <= 0) return at;
  }
  return fail(`error parsing jsonpath ${source}, ${depth > 0 ? 'unterminated array' : 'unclosed action'}`);
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', '"': '"', "'": "'" };

function unescape(text: string): string {
  return text.replace(/\\(.)/gs, (whole, character: string) => escapes[character] ?? whole);
}

/** Reads one path: `.items[*].metadata.name`, `$..image`, `@.x`. */
export function parsePath(path: string, source: string): readonly PathStep[] {
  const steps: PathStep[] = [];
  let rest = path.replace(/^[$@]/, '');
  while (rest !== '') {
    const deep = /^\.\.(?=.)/.exec(rest);
    if (deep !== null) {
      steps.push({ type: 'deep' });
      rest = rest.slice(rest[2] === '[' ? 2 : 1);
      continue;
    }
    const field = /^\.((?:[^.[\]\s\\{}]|\\.)+)/.exec(rest);
    if (field !== null) {
      const name = (field[1] ?? '').replace(/\\(.)/g, '$1');
      steps.push(name === '*' ? { type: 'all' } : { type: 'field', name });
      rest = rest.slice(field[0].length);
      continue;
    }
    if (rest === '.') break;
    if (!rest.startsWith('[')) {
      const word = /^[\w$@*-]+/.exec(rest)?.[0] ?? rest;
      throw new JsonPathFault(`unrecognized identifier ${word}`, source);
    }
    const end = closingBracket(rest, source);
    steps.push(parseBracket(rest.slice(1, end).trim(), source));
    rest = rest.slice(end + 1);
  }
  return steps;
}

function closingBracket(text: string, source: string): number {
  let depth = 0;
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '[') depth++;
    else if (character === ']' && --depth === 0) return at;
  }
  return fail(`error parsing jsonpath ${source}, unterminated array`);
}

function parseBracket(inside: string, source: string): PathStep {
  if (inside === '*') return { type: 'all' };
  if (/^-?\d+$/.test(inside)) return { type: 'index', at: Number(inside) };
  const quoted = /^(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")$/.exec(inside);
  if (quoted !== null) return { type: 'field', name: quoted[1] ?? quoted[2] ?? '' };
  const slice = /^(-?\d*):(-?\d*)(?::(\d*))?$/.exec(inside);
  if (slice !== null) {
    const number = (text: string | undefined): number | undefined =>
      text === undefined || text === '' ? undefined : Number(text);
    return { type: 'slice', from: number(slice[1]), to: number(slice[2]), step: Math.max(1, number(slice[3]) ?? 1) };
  }
  const filter = /^\?\((.*)\)$/s.exec(inside);
  if (filter !== null) return parseFilter((filter[1] ?? '').trim(), source);
  if (inside.includes(','))
    return { type: 'union', parts: inside.split(',').map((part) => parseBracket(part.trim(), source)) };
  return fail(`error parsing jsonpath ${source}, invalid array index ${inside}`);
}

function parseFilter(text: string, source: string): PathStep {
  const [, left, operator = 'exists', right] = /^(@.*?)\s*(?:(==|!=|<=|>=|<|>)\s*(.*))?$/s.exec(text) ?? [];
  if (left === undefined) return fail(`error parsing jsonpath ${source}, unterminated filter`);
  return {
    type: 'filter',
    left: parsePath(left, source),
    operator,
    right: right === undefined ? undefined : constant(right.trim(), source),
  };
}

function constant(text: string, source: string): unknown {
  const quoted = /^(?:'(.*)'|"(.*)")$/s.exec(text);
  if (quoted !== null) return unescape(quoted[1] ?? quoted[2] ?? '');
  if (/^(?:true|false|-?\d+(?:\.\d+)?)$/.test(text)) return JSON.parse(text);
  return fail(`error parsing jsonpath ${source}, unrecognized character in action: ${text}`);
}

/** All values that a path leads to; a missing key leads to none, or is a fault where `strict`. Throws JsonPathFault, also for an index past the end. */
export function follow(steps: readonly PathStep[], value: unknown, strict = false): readonly unknown[] {
  return steps.reduce<readonly unknown[]>(
    (values, step) => {
      // Each value is descended into once, so that `..*..*..*` stays as large as the object.
      const from = step.type === 'deep' ? [...new Set(values)] : values;
      return from.flatMap((each) => take(step, each, strict));
    },
    [value],
  );
}

function take(step: PathStep, value: unknown, strict = false): readonly unknown[] {
  switch (step.type) {
    case 'field':
      if (isObject(value) && step.name in value) return [value[step.name]];
      if (strict) throw new JsonPathFault(`${step.name} is not found`);
      return [];
    case 'all':
      return Array.isArray(value) ? value : isObject(value) ? sortedValues(value) : [];
    case 'deep':
      return descendants(value);
    case 'index': {
      if (!Array.isArray(value)) return [];
      const at = step.at < 0 ? value.length + step.at : step.at;
      if (at < 0 || at >= value.length)
        throw new JsonPathFault(`array index out of bounds: index ${step.at}, length ${value.length}`);
      return [value[at]];
    }
    case 'slice':
      if (!Array.isArray(value)) return [];
      return value.slice(step.from, step.to).filter((_each, at) => at % step.step === 0);
    case 'union':
      return step.parts.flatMap((part) => take(part, value));
    case 'filter':
      return (Array.isArray(value) ? value : []).filter((each) => holds(step, each));
  }
}

function holds(step: PathStep & { type: 'filter' }, value: unknown): boolean {
  const [left] = follow(step.left, value);
  if (step.operator === 'exists') return left !== undefined;
  if (left === undefined) return false;
  if (step.operator === '==') return left === step.right;
  if (step.operator === '!=') return left !== step.right;
  if (typeof left !== typeof step.right || (typeof left !== 'number' && typeof left !== 'string')) return false;
  const right = step.right as typeof left;
  return { '<': left < right, '>': left > right, '<=': left <= right, '>=': left >= right }[step.operator] ?? false;
}

function descendants(value: unknown): readonly unknown[] {
  const children = Array.isArray(value) ? (value as unknown[]) : isObject(value) ? sortedValues(value) : [];
  return [value, ...children.flatMap(descendants)];
}

function sortedValues(value: Record<string, unknown>): readonly unknown[] {
  return Object.keys(value)
    .sort()
    .map((key) => value[key]);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a template prints for a value: several results of one path are joined by a space. */
export function render(template: Template, value: unknown, strict = false): string {
  return template
    .map((node) => {
      if (node.type === 'text') return node.text;
      const results = follow(node.steps, value, strict);
      if (node.type === 'range') return results.map((each) => render(node.body, each, strict)).join('');
      return results.map(resultText).join(' ');
    })
    .join('');
}

/** A value as jsonpath and custom columns print it: text as it is, objects as JSON. */
function resultText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === null) return '<nil>';
  return toCompactJson(value);
}
