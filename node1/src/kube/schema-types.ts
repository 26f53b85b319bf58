import { lazily, readData } from '../data.ts';

/**
 * The type of a field: a primitive (`any` for what takes more than one), the name of a struct, or a list or map of one of these.
 */
export type FieldType =
  | 'string'
  | 'integer'
  | 'boolean'
  | 'any'
  | { readonly struct: string }
  | { readonly list: FieldType }
  | { readonly map: FieldType };

/** One of the API's structs. */
export interface Struct {
  /** As OpenAPI names it: `io.k8s.api.core.v1.PodSpec`. */
  readonly name: string;
  readonly fields: Readonly<Record<string, FieldType>>;
  readonly required: readonly string[];
}

/** A struct as `data/schema.txt` has it, with types as texts: `string`, `[]Container`, `{}any`. */
type StructData = Omit<Struct, 'fields'> & { readonly fields: Readonly<Record<string, string>> };

/** Structs by their short name; each is read when it is asked for. */
interface Structs {
  get(short: string): Struct | undefined;
  has(short: string): boolean;
  values(): readonly Struct[];
}

/** The structs of the kinds that the cluster keeps, as Kubernetes 1.20 has them (scripts/cut-schema.js). */
export const structs = lazily((): Structs => {
  const text = readData('schema.txt');
  const places = new Map<string, number>();
  for (let at = 0; at < text.length; at = text.indexOf('\n', at) + 1)
    places.set(text.slice(at, text.indexOf(' ', at)), at);
  const known = new Map<string, Struct>();
  const get = (short: string): Struct | undefined => {
    const place = places.get(short);
    if (place === undefined) return undefined;
    let found = known.get(short);
    if (found === undefined) {
      const data = JSON.parse(text.slice(text.indexOf(' ', place), text.indexOf('\n', place))) as StructData;
      const fields = Object.entries(data.fields).map(([field, type]) => [field, fieldType(type)] as const);
      found = { ...data, fields: Object.fromEntries(fields) };
      known.set(short, found);
    }
    return found;
  };
  return {
    get,
    has: (short) => places.has(short),
    values: () => [...places.keys()].flatMap((short) => get(short) ?? []),
  };
});

function fieldType(text: string): FieldType {
  if (text.startsWith('[]')) return { list: fieldType(text.slice(2)) };
  if (text.startsWith('{}')) return { map: fieldType(text.slice(2)) };
  if (text === 'string' || text === 'integer' || text === 'boolean' || text === 'any') return text;
  return { struct: text };
}
