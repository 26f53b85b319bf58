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

/** A struct as `data/schema.json` has it, with types as texts: `string`, `[]Container`, `{}any`. */
type StructData = Omit<Struct, 'fields'> & { readonly fields: Readonly<Record<string, string>> };

/** The structs that manifests of a first workshop use, as Kubernetes 1.20 has them (scripts/cut-schema.js), by their short name. */
export const structs = lazily((): ReadonlyMap<string, Struct> => {
  const data = JSON.parse(readData('schema.json')) as Readonly<Record<string, StructData>>;
  return new Map(
    Object.entries(data).map(([short, struct]) => {
      const fields = Object.entries(struct.fields).map(([field, text]) => [field, fieldType(text)] as const);
      return [short, { ...struct, fields: Object.fromEntries(fields) }];
    }),
  );
});

function fieldType(text: string): FieldType {
  if (text.startsWith('[]')) return { list: fieldType(text.slice(2)) };
  if (text.startsWith('{}')) return { map: fieldType(text.slice(2)) };
  if (text === 'string' || text === 'integer' || text === 'boolean' || text === 'any') return text;
  return { struct: text };
}
