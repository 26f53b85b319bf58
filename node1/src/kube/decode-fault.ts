import type { Resource } from '../objects.ts';
import { parseQuantity } from './quantity.ts';
import { resources } from './resources.ts';
import { type FieldType, type Struct, structs } from './schema-types.ts';

/** What Go's decoder stumbles over first in the JSON of an object, and how its words for that lead there. */
interface Fault {
  readonly path: readonly (string | number)[];
  /** `ReadString: expects " or n, but found 1`. */
  readonly text: string;
  /** Whether the decoder has read all of the value, or its first character. */
  readonly atEnd: boolean;
}

/** Maps whose values are quantities. */
const quantities = ['ResourceRequirements.limits', 'ResourceRequirements.requests', 'PersistentVolumeSpec.capacity'];

/** What Go's decoder says of an object that has other types than its kind's, or texts that are none of theirs; undefined for one that it reads. */
export function decodeFault(resource: Resource, object: object): string | undefined {
  const { kind } = resources[resource];
  const sorted = sortKeys(object);
  const fault = faultIn({ struct: kind }, sorted, [], '');
  if (fault === undefined) return undefined;
  const json = `${escaped(JSON.stringify(sorted))}\n`;
  return wrapped({ struct: kind }, sorted, fault.path, `${fault.text}${around(json, placeOf(sorted, fault))}`);
}

/** The same of an object's labels and annotations, which kubectl reads itself. */
export function metadataFault(object: object): string | undefined {
  const sorted = sortKeys(object) as { readonly metadata?: unknown };
  const fault = faultIn({ struct: 'ObjectMeta' }, sorted.metadata, ['metadata'], '');
  if (fault === undefined) return undefined;
  const text = `${fault.text}${around(escaped(JSON.stringify(sorted)), placeOf(sorted, fault))}`;
  return `resource.metadataOnlyObject.ObjectMeta: ${wrapped({ struct: 'ObjectMeta' }, sorted.metadata, fault.path.slice(1), text)}`;
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key, inner]) => inner !== undefined && key !== 'managedFields');
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sortKeys(inner)]));
}

function escaped(json: string): string {
  return json.replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);
}

function structOf(type: FieldType): Struct | undefined {
  return typeof type === 'object' && 'struct' in type ? structs().get(type.struct) : undefined;
}

/** `place` is the field in which a value is, as `STRUCT.FIELD`. */
function faultIn(type: FieldType, value: unknown, path: Fault['path'], place: string): Fault | undefined {
  if (value === null || value === undefined) return undefined;
  if (type === 'string') {
    if (typeof value === 'string') return undefined;
    const [first = ''] = JSON.stringify(value);
    return { path, text: `ReadString: expects " or n, but found ${first}`, atEnd: false };
  }
  if (quantities.includes(place)) {
    const isWrong = typeof value !== 'object' && parseQuantity(value as string) === undefined;
    const rule = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
    return isWrong
      ? { path, text: `unmarshalerDecoder: ${rule}`, atEnd: true }
      : firstOf(value, (key, inner) => faultIn('any', inner, [...path, key], place));
  }
  if (place === 'Secret.data' && typeof value === 'string') {
    const at = base64Fault(value);
    return at < 0 ? undefined : { path, text: `decode base64: illegal base64 data at input byte ${at}`, atEnd: true };
  }
  if (typeof type !== 'object') return undefined;
  if ('list' in type)
    return Array.isArray(value)
      ? firstOf(value, (key, inner) => faultIn(type.list, inner, [...path, Number(key)], place))
      : undefined;
  const struct = structOf(type);
  return firstOf(value, (key, inner) => {
    const field = struct === undefined ? ('map' in type ? type.map : 'any') : struct.fields[key];
    // Bytes are texts for the schema.
    const inside = struct === undefined ? place : `${struct.name.split('.').at(-1) ?? ''}.${key}`;
    if (inside === 'Secret.data') return faultIn({ map: 'any' }, inner, [...path, key], inside);
    return field === undefined ? undefined : faultIn(field, inner, [...path, key], inside);
  });
}

function firstOf(value: unknown, look: (key: string, inner: unknown) => Fault | undefined): Fault | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const fault = look(key, inner);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** Where base64 is none, in bytes; -1 where it is. */
function base64Fault(text: string): number {
  const plain = text.replace(/[\r\n]/g, '');
  const odd = plain.search(/[^A-Za-z0-9+/=]/);
  if (odd >= 0) return odd;
  const padding = plain.indexOf('=');
  if (padding >= 0 && padding < plain.length - 2) return padding;
  return plain.length % 4 === 0 ? -1 : plain.length - (plain.length % 4);
}

/** How far the decoder has come in the JSON. */
function placeOf(root: unknown, { path, atEnd }: Fault): number {
  let at = 0;
  let value = root;
  for (const key of path) {
    const entries = Object.entries(value as object);
    const isList = Array.isArray(value);
    at += 1;
    for (const [name, inner] of entries) {
      if (!isList) at += escaped(JSON.stringify(name)).length + 1;
      if (name === String(key)) break;
      at += escaped(JSON.stringify(inner)).length + 1;
    }
    value = (value as Record<string, unknown>)[key];
  }
  return at + (atEnd ? escaped(JSON.stringify(value)).length : 1);
}

function around(json: string, head: number): string {
  const from = (count: number): string => json.slice(Math.max(0, head - count), head + count);
  return `, error found in #${Math.min(10, head)} byte of ...|${from(10)}|..., bigger context ...|${from(50)}|...`;
}

/** What is said of a fault inside a value, from the outside: a decoder that goes on after it puts every later field before it. */
function wrapped(type: FieldType, value: unknown, path: Fault['path'], text: string): string {
  const [key, ...rest] = path;
  if (key === undefined || typeof value !== 'object' || value === null) return text;
  const inner = (value as Record<string, unknown>)[key];
  if (typeof type === 'object' && 'list' in type) {
    const name = structOf(type.list)?.name.split('.').slice(-2).join('.') ?? 'string';
    return `[]${name}: ${wrapped(type.list, inner, rest, text)}`;
  }
  const struct = structOf(type);
  if (struct === undefined) return text;
  const names = Object.keys(value);
  let said = `${goName(String(key))}${wrapped(struct.fields[key] ?? 'any', inner, rest, text)}`;
  for (const later of names.slice(names.indexOf(String(key)) + 1)) {
    said = later === 'metadata' ? `ObjectMeta: v1.ObjectMeta.${said}` : `${goName(later)}${said}`;
  }
  return `${struct.name.split('.').slice(-2).join('.')}.${said}`;
}

function goName(field: string): string {
  if (field === 'kind') return 'TypeMeta: Kind: ';
  if (field === 'apiVersion') return 'TypeMeta: APIVersion: ';
  return `${field.charAt(0).toUpperCase()}${field.slice(1)}: `;
}
