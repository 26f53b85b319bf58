import { type FieldType, structs } from './schema-types.ts';

function known(type: FieldType, value: unknown): unknown {
  if (typeof type === 'string' || typeof value !== 'object' || value === null) return value;
  if ('list' in type) return Array.isArray(value) ? value.map((each) => known(type.list, each)) : value;
  if (Array.isArray(value)) return value;
  if ('map' in type)
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, known(type.map, each)]));
  const struct = structs().get(type.struct);
  if (struct === undefined) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([field, each]) => {
      const inner = struct.fields[field];
      return inner === undefined ? [] : [[field, known(inner, each)]];
    }),
  );
}

/** An object of a kind as the API server reads it: fields that its kind does not have are dropped without a word. */
export function onlyKnownFields(kind: string, object: unknown): unknown {
  return known({ struct: kind }, object);
}
