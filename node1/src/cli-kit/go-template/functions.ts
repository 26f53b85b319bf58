import type { Maybe, TemplateFunction } from './evaluate.ts';
import { isTrue, print } from './print.ts';
import { sprintf } from './printf.ts';
import { concrete, goBool, goInt, goString, type GoValue, indirect, zeroOf } from './types.ts';

/** A string. */
export function text(value: string): GoValue {
  return { type: goString, value };
}

function bool(value: boolean): GoValue {
  return { type: goBool, value };
}

/** What a string holds; of anything else, what it prints. */
export function textOf(value: Maybe): string {
  return value === undefined ? '' : print(value);
}

/** Go's fmt.Sprint: blanks between what is no text on either side. */
function sprint(args: readonly Maybe[]): string {
  return args
    .map((arg, index) => {
      const before = args[index - 1];
      const needsBlank = index > 0 && concrete(before)?.type.kind !== 'string' && concrete(arg)?.type.kind !== 'string';
      return `${needsBlank ? ' ' : ''}${print(arg)}`;
    })
    .join('');
}

function index(given: Maybe, ...keys: readonly Maybe[]): Maybe {
  const start = concrete(given);
  if (start === undefined) throw new Error('index of untyped nil');
  let item: GoValue = start;
  for (const key of keys.map(concrete)) {
    const { value, isNil } = indirect(item);
    if (isNil) throw new Error('index of nil pointer');
    const { type } = value;
    if (type.kind === 'string' || type.kind === 'slice') {
      const at = position(key);
      const list = 'elem' in type ? ((value.value ?? []) as readonly unknown[]) : Buffer.from(String(value.value));
      if (at < 0 || at >= list.length) throw new Error(`index out of range: ${at}`);
      item = { type: 'elem' in type ? type.elem : { kind: 'int', name: 'uint8' }, value: list[at] };
    } else if (type.kind === 'map') {
      if (key === undefined) throw new Error('value is nil; should be of type string');
      if (key.type.kind !== 'string') throw new Error(`value has type ${key.type.name}; should be string`);
      const map = (value.value ?? {}) as Readonly<Record<string, unknown>>;
      const name = String(key.value);
      const has = Object.hasOwn(map, name);
      if (!has && type.elem.kind === 'interface') return undefined;
      item = { type: type.elem, value: has ? map[name] : zeroOf(type.elem) };
    } else throw new Error(`can't index item of type ${type.name}`);
    if (item.type.kind === 'interface' && keys.length > 1) {
      const inner = concrete(item);
      if (inner === undefined) return item;
      item = inner;
    }
  }
  return item;
}

function position(key: Maybe): number {
  if (key === undefined) throw new Error('cannot index slice/array with nil');
  if (key.type.kind !== 'int') throw new Error(`cannot index slice/array with type ${key.type.name}`);
  return Number(key.value);
}

function length(given: Maybe): Maybe {
  if (given === undefined) throw new Error('len of nil pointer');
  const { value, isNil } = indirect(given);
  if (isNil) throw new Error('len of nil pointer');
  if (value.type.kind === 'string') return { type: goInt, value: Buffer.byteLength(String(value.value)) };
  if (value.type.kind === 'slice') return { type: goInt, value: ((value.value ?? []) as readonly unknown[]).length };
  if (value.type.kind === 'map') return { type: goInt, value: Object.keys(value.value ?? {}).length };
  throw new Error(`len of type ${value.type.name}`);
}

function slice(given: Maybe, ...bounds: readonly Maybe[]): Maybe {
  const value = concrete(given);
  if (value === undefined) throw new Error('slice of untyped nil');
  if (bounds.length > 3) throw new Error(`too many slice indexes: ${bounds.length}`);
  const isText = value.type.kind === 'string';
  if (!isText && value.type.kind !== 'slice') throw new Error(`can't slice item of type ${value.type.name}`);
  if (isText && bounds.length === 3) throw new Error('cannot 3-index slice a string');
  const bytes = Buffer.from(textOf(value));
  const size = isText ? bytes.length : (value.value as readonly unknown[]).length;
  const [from = 0, to = size] = bounds.map((bound) => {
    const at = position(concrete(bound));
    if (at < 0 || at > size) throw new Error(`index out of range: ${at}`);
    return at;
  });
  if (from > to) throw new Error(`invalid slice index: ${from} > ${to}`);
  return isText
    ? text(bytes.subarray(from, to).toString())
    : { type: value.type, value: (value.value as readonly unknown[]).slice(from, to) };
}

function basicKind(value: Maybe): string {
  const kind = value === undefined ? 'invalid' : value.type.kind;
  if (['invalid', 'string', 'int', 'float', 'bool'].includes(kind)) return kind;
  throw new Error(
    kind === 'slice' || kind === 'map'
      ? `non-comparable type ${sprintf('%s', [value])}: ${value?.type.name ?? ''}`
      : 'invalid type for comparison',
  );
}

function equal(first: Maybe, ...others: readonly Maybe[]): Maybe {
  const one = concrete(first);
  if (others.length === 0) throw new Error('missing argument for comparison');
  return bool(
    others.map(concrete).some((other) => {
      if (one === undefined || other === undefined) return one === other;
      const [a, b] = [basicKind(one), basicKind(other)];
      if (a !== b) throw new Error('incompatible types for comparison');
      return one.value === other.value;
    }),
  );
}

function less(first: Maybe, second: Maybe): boolean {
  const [one, two] = [concrete(first), concrete(second)];
  const [a, b] = [basicKind(one), basicKind(two)];
  if (a === 'invalid' || b === 'invalid') throw new Error('invalid type for comparison');
  if (a !== b) throw new Error('incompatible types for comparison');
  if (a === 'bool') throw new Error('invalid type for comparison');
  const [x, y] = [one?.value as number | string, two?.value as number | string];
  return x < y;
}

const html: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;' };
const inScripts: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '"': '\\"',
  '\n': '\\u000A',
  '\r': '\\u000D',
  '\t': '\\u0009',
};

/** The functions that every Go template has. */
export const builtins: Readonly<Record<string, TemplateFunction>> = {
  // `and` and `or` are the executor's own: they look at their arguments one by one.
  and: { takes: ['any', '...any'], call: (first) => first },
  or: { takes: ['any', '...any'], call: (first) => first },
  not: { takes: ['any'], call: (value) => bool(!isTrue(value)) },
  call: {
    takes: ['any', '...any'],
    call: (value) => {
      const found = concrete(value);
      throw new Error(found === undefined ? 'call of nil' : `non-function of type ${found.type.name}`);
    },
  },
  html: { takes: ['...any'], call: (...args) => text(sprint(args).replace(/[&<>"']/g, (each) => html[each] ?? each)) },
  js: {
    takes: ['...any'],
    call: (...args) =>
      text(
        sprint(args).replace(
          /[\\'"<>&=\n\r\t]/g,
          (each) => inScripts[each] ?? `\\u00${each.charCodeAt(0).toString(16).toUpperCase()}`,
        ),
      ),
  },
  urlquery: {
    takes: ['...any'],
    call: (...args) =>
      text(
        encodeURIComponent(sprint(args))
          .replaceAll('%20', '+')
          .replace(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`),
      ),
  },
  index: { takes: ['any', '...any'], call: index },
  slice: { takes: ['any', '...any'], call: slice },
  len: { takes: ['any'], call: length },
  print: { takes: ['...any'], call: (...args) => text(sprint(args)) },
  println: { takes: ['...any'], call: (...args) => text(`${args.map((arg) => print(arg)).join(' ')}\n`) },
  printf: { takes: ['string', '...any'], call: (format, ...args) => text(sprintf(textOf(format), args)) },
  eq: { takes: ['any', '...any'], call: equal },
  ne: { takes: ['any', 'any'], call: (a, b) => bool(equal(a, b)?.value !== true) },
  lt: { takes: ['any', 'any'], call: (a, b) => bool(less(a, b)) },
  le: { takes: ['any', 'any'], call: (a, b) => bool(less(a, b) || equal(a, b)?.value === true) },
  gt: { takes: ['any', 'any'], call: (a, b) => bool(!less(a, b) && equal(a, b)?.value !== true) },
  ge: { takes: ['any', 'any'], call: (a, b) => bool(!less(a, b)) },
};
