import { concrete, entriesOf, fieldOf, type GoValue, indirect } from './types.ts';

/** A number as Go's %v prints a float64: with an exponent from a million on, where the digits reach no further than its own. */
export function floatText(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : value < 0 ? '-Inf' : 'NaN';
  if (value === 0) return '0';
  const [mantissa = '', exponentText = '0'] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent < 6) return String(value);
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/** A value as Go's fmt prints it with %v; `depth` 0 is the value itself. */
export function print(given: GoValue | undefined, depth = 0): string {
  const value = concrete(given);
  if (value === undefined) return '<nil>';
  const { type } = value;
  const inner = (type: GoValue['type'], each: unknown) => print({ type, value: each }, depth + 1);
  switch (type.kind) {
    case 'string':
      return String(value.value);
    case 'bool':
    case 'int':
      return String(value.value);
    case 'float':
      return floatText(Number(value.value));
    case 'slice':
      return `[${((value.value ?? []) as readonly unknown[]).map((each) => inner(type.elem, each)).join(' ')}]`;
    case 'map':
      return `map[${entriesOf(value)
        .map(([key, each]) => `${key}:${inner(type.elem, each)}`)
        .join(' ')}]`;
    case 'struct':
      return `{${type.fields.map(({ name }) => print(fieldOf(value, name), depth + 1)).join(' ')}}`;
    case 'pointer':
      if (value.value === undefined || value.value === null) return '<nil>';
      // Within something else, Go prints where it points to; which is by chance.
      return depth > 0 ? address(value.value) : `&${print({ type: type.elem, value: value.value }, depth)}`;
    default:
      return '<nil>';
  }
}

function address(value: unknown): string {
  let sum = 0;
  for (const character of JSON.stringify(value)) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 0xff_ffff;
  return `0xc000${(sum & ~0x7).toString(16).padStart(6, '0')}`;
}

/** As a template prints the value of an action. */
export function printAction(value: GoValue | undefined): string {
  const inner = concrete(value);
  if (inner === undefined) return '<no value>';
  if (inner.type.kind !== 'pointer') return print(inner);
  const { value: found, isNil } = indirect(inner);
  return isNil ? '<nil>' : print(found);
}

/** A value as encoding/json has it: structs in the order of their fields, maps by key. Indented where `indent` is given. */
export function toJson(value: GoValue | undefined, indent?: string): string {
  const json = JSON.stringify(jsonValue(value), undefined, indent);
  // Rows make their JSON themselves, with what HTML minds escaped.
  return isRow(value) ? json.replace(/[<>&]/g, (each) => `\\u00${each.charCodeAt(0).toString(16)}`) : json;
}

function isRow(value: GoValue | undefined): boolean {
  return (
    value?.type.kind === 'pointer' &&
    value.type.elem.kind === 'struct' &&
    value.type.elem.fields.some(({ method }) => method !== undefined)
  );
}

/** The same as an object of ours. */
export function jsonValue(given: GoValue | undefined): unknown {
  const value = concrete(given);
  if (value === undefined) return null;
  const { type } = value;
  if (type.kind === 'pointer') {
    return value.value === undefined || value.value === null
      ? null
      : jsonValue({ type: type.elem, value: value.value });
  }
  if (type.kind === 'slice') {
    if (value.value === undefined || value.value === null) return null;
    return (value.value as readonly unknown[]).map((each) => jsonValue({ type: type.elem, value: each }));
  }
  if (type.kind === 'map') {
    if (value.value === undefined || value.value === null) return null;
    return Object.fromEntries(
      entriesOf(value).map(([key, each]) => [key, jsonValue({ type: type.elem, value: each })]),
    );
  }
  if (type.kind !== 'struct') return value.value;
  const shown = type.fields.flatMap(({ name, json, omitEmpty, method }) => {
    const field = fieldOf(value, name);
    if (method === 'with argument' || json === '-' || (omitEmpty && isEmpty(field))) return [];
    return [[json, jsonValue(field)] as const];
  });
  return Object.fromEntries(shown);
}

/** As omitempty means it. */
function isEmpty(value: GoValue | undefined): boolean {
  if (value?.value === undefined || value.value === null) return true;
  if (value.type.kind === 'slice') return (value.value as readonly unknown[]).length === 0;
  if (value.type.kind === 'map') return entriesOf(value).length === 0;
  return value.type.kind !== 'struct' && (value.value === '' || value.value === 0 || value.value === false);
}

/** As `if` and `and` mean it. */
export function isTrue(given: GoValue | undefined): boolean {
  const value = concrete(given);
  if (value === undefined) return false;
  if (value.type.kind === 'struct') return true;
  if (value.type.kind === 'string') return value.value !== '';
  if (value.type.kind === 'slice') return ((value.value ?? []) as readonly unknown[]).length > 0;
  if (value.type.kind === 'map') return entriesOf(value).length > 0;
  if (value.type.kind === 'pointer') return value.value !== undefined && value.value !== null;
  return value.value !== 0 && value.value !== false;
}
