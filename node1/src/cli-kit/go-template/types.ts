/** The type of a Go value, as far as templates and JSON look at it. */
export type GoType =
  | { readonly kind: 'string' | 'int' | 'float' | 'bool' | 'interface'; readonly name: string }
  | { readonly kind: 'slice' | 'map' | 'pointer'; readonly name: string; readonly elem: GoType }
  | { readonly kind: 'struct'; readonly name: string; readonly fields: readonly GoField[] };

export interface GoField {
  /** As templates say it. */
  readonly name: string;
  /** As JSON has it. */
  readonly json: string;
  readonly omitEmpty: boolean;
  /** A method: its value is a function of strings, and JSON has it only where it needs none. */
  readonly method?: 'plain' | 'with argument';
  readonly type: GoType;
}

/** A value with its Go type. Of a struct, the value is an object by the names of its fields; one that lacks a field has its zero. */
export interface GoValue {
  readonly type: GoType;
  readonly value: unknown;
}

export const goString: GoType = { kind: 'string', name: 'string' };
export const goInt: GoType = { kind: 'int', name: 'int' };
export const goFloat: GoType = { kind: 'float', name: 'float64' };
export const goBool: GoType = { kind: 'bool', name: 'bool' };
export const goAny: GoType = { kind: 'interface', name: 'interface {}' };

function sliceOf(elem: GoType): GoType {
  return { kind: 'slice', name: `[]${elem.name}`, elem };
}

export function mapOf(elem: GoType): GoType {
  return { kind: 'map', name: `map[string]${elem.name}`, elem };
}

export function pointerTo(elem: GoType): GoType {
  return { kind: 'pointer', name: `*${elem.name}`, elem };
}

const ints = ['int', 'int8', 'int16', 'int32', 'int64', 'uint', 'uint16', 'uint32', 'uint64'];

/**
 * A struct by a description: `Status string; Id/ID string; Health? *Health; Ports map[]nat.PortBinding`, where `Id/ID` is the name in JSON
 * before the name of the field, and `?` is JSON's omitempty. Names of other structs are looked up in `known`.
 */
export function goStruct(name: string, description: string, known: Readonly<Record<string, GoType>> = {}): GoType {
  const fields = description
    .split(';')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line): GoField => {
      const [words = '', type = 'string'] = line.split(/\s+/);
      const omitEmpty = words.endsWith('?');
      const [json = '', field = json] = (omitEmpty ? words.slice(0, -1) : words).split('/');
      return { name: field, json, omitEmpty, type: typeOf(type, known) };
    });
  return { kind: 'struct', name, fields };
}

function typeOf(text: string, known: Readonly<Record<string, GoType>>): GoType {
  if (text.startsWith('[]')) return sliceOf(typeOf(text.slice(2), known));
  if (text.startsWith('map[]')) return mapOf(typeOf(text.slice(5), known));
  if (text.startsWith('*')) return pointerTo(typeOf(text.slice(1), known));
  if (text === 'any') return goAny;
  if (text === 'string') return goString;
  if (text === 'bool') return goBool;
  if (text === 'float64') return goFloat;
  if (ints.includes(text)) return { kind: 'int', name: text };
  const found = known[text];
  if (found === undefined) throw new Error(`no Go type ${text}`);
  return found;
}

/** The zero of a type. */
export function zeroOf(type: GoType): unknown {
  if (type.kind === 'string') return '';
  if (type.kind === 'int' || type.kind === 'float') return 0;
  if (type.kind === 'bool') return false;
  return type.kind === 'struct' ? {} : undefined;
}

/** What JSON holds, as Go decodes it into an interface{}. */
export function ofJson(value: unknown): GoValue | undefined {
  if (typeof value === 'string') return { type: goString, value };
  if (typeof value === 'number') return { type: goFloat, value };
  if (typeof value === 'boolean') return { type: goBool, value };
  if (value === null || value === undefined) return undefined;
  return { type: Array.isArray(value) ? sliceOf(goAny) : mapOf(goAny), value };
}

/** Without the interface around it; undefined for a nil one. */
export function concrete(value: GoValue | undefined): GoValue | undefined {
  return value?.type.kind === 'interface' ? ofJson(value.value) : value;
}

/** Without pointers and interfaces around it; `isNil` where one of them is nil. */
export function indirect(value: GoValue): { readonly value: GoValue; readonly isNil: boolean } {
  let found = value;
  while (found.type.kind === 'pointer' || found.type.kind === 'interface') {
    if (found.value === undefined || found.value === null) return { value: found, isNil: true };
    const inner: GoValue | undefined =
      found.type.kind === 'pointer' ? { type: found.type.elem, value: found.value } : concrete(found);
    if (inner === undefined) return { value: found, isNil: true };
    found = inner;
  }
  return { value: found, isNil: false };
}

/** A field of a struct; undefined where the struct has none of this name. */
export function fieldOf(struct: GoValue, name: string): (GoValue & { readonly field: GoField }) | undefined {
  if (struct.type.kind !== 'struct') return undefined;
  const field = struct.type.fields.find((each) => each.name === name);
  if (field === undefined) return undefined;
  const held = (struct.value as Readonly<Record<string, unknown>>)[name];
  return { type: field.type, value: held ?? zeroOf(field.type), field };
}

/** The entries of a map, sorted as Go prints and ranges over them. */
export function entriesOf({ value }: GoValue): readonly (readonly [string, unknown])[] {
  const entries = Object.entries((value ?? {}) as Readonly<Record<string, unknown>>);
  return entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

/** The type of a row whose fields are methods: `names` need nothing, `withArgument` are given a string. */
export function rowType(name: string, names: readonly string[], withArgument: readonly string[]): GoType {
  const field = (each: string, method: 'plain' | 'with argument'): GoField => ({
    name: each,
    json: each,
    omitEmpty: false,
    method,
    type: goString,
  });
  const fields = [
    ...names.map((each) => field(each, 'plain')),
    ...withArgument.map((each) => field(each, 'with argument')),
  ];
  return { kind: 'pointer', name, elem: { kind: 'struct', name: name.slice(1), fields } };
}
