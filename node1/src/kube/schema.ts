import { ApiError, type Resource } from '../objects.ts';
import { decodeFault } from './decode-fault.ts';
import { resources } from './resources.ts';
import { type FieldType, structs } from './schema-types.ts';

/** One mistake in a manifest. */
interface Mistake {
  readonly message: string;
  /** kubectl finds all but numbers in the place of texts; the API server passes over fields that it does not know. */
  readonly foundBy: 'kubectl' | 'server' | 'both';
}

function kindOf(value: unknown): string {
  if (value === null) return 'nil';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value === 'object' ? 'map' : typeof value;
}

/** What kubectl accepts where a primitive is expected: its own schema check lets numbers and truth values be strings. */
function fits(type: 'string' | 'integer' | 'boolean', kind: string): boolean {
  if (type === 'string') return kind === 'string' || kind === 'integer' || kind === 'number' || kind === 'boolean';
  return kind === type || (type === 'integer' && kind === 'number');
}

function expected(type: Exclude<FieldType, 'any'>): string {
  return typeof type === 'string' ? type : 'list' in type ? 'array' : 'map';
}

/** Looks at one value; `path` is where it stands, `schema` what OpenAPI calls the place. */
function check(
  type: FieldType,
  value: unknown,
  path: string,
  schema: string,
  report: (mistake: Mistake) => void,
): void {
  if (type === 'any') return;
  const kind = kindOf(value);
  const wrong = (name: string) => {
    const message = `ValidationError(${path}): invalid type for ${name}: got "${kind}", expected "${expected(type)}"`;
    report({ message, foundBy: 'both' });
  };
  if (typeof type === 'string') {
    if (!fits(type, kind)) wrong(schema);
    else if (type === 'string' ? kind !== 'string' : kind === 'number') {
      const [first] = JSON.stringify(value);
      const reads =
        type === 'string'
          ? `ReadString: expects " or n, but found ${first}`
          : 'assertInteger: can not decode float as int';
      report({ message: `${path}: ${reads}`, foundBy: 'server' });
    }
    return;
  }
  if ('list' in type) {
    if (!Array.isArray(value)) {
      wrong(schema);
      return;
    }
    value.forEach((item: unknown, index) => {
      const place = `${path}[${index}]`;
      if (item !== null) check(type.list, item, place, schema, report);
      else report({ message: `ValidationError(${path}): unknown object type "nil" in ${place}`, foundBy: 'both' });
    });
    return;
  }
  const struct = 'struct' in type ? structs().get(type.struct) : undefined;
  if (kind !== 'map') {
    wrong(struct?.name ?? schema);
    return;
  }
  const entries = Object.entries(value as object).sort(([a], [b]) => (a < b ? -1 : 1)) as [string, unknown][];
  for (const [key, inner] of entries) {
    const field = struct === undefined ? ('map' in type ? type.map : 'any') : struct.fields[key];
    if (field === undefined) {
      const message = `ValidationError(${path}): unknown field ${JSON.stringify(key)} in ${struct?.name ?? schema}`;
      report({ message, foundBy: 'kubectl' });
    } else if (inner !== null) {
      check(field, inner, `${path}.${key}`, struct === undefined ? schema : `${struct.name}.${key}`, report);
    }
  }
  for (const key of struct?.required ?? []) {
    if ((value as Record<string, unknown>)[key] !== undefined) continue;
    report({
      message: `ValidationError(${path}): missing required field "${key}" in ${struct?.name ?? ''}`,
      foundBy: 'kubectl',
    });
  }
}

/**
 * What kubectl 1.20 says of a manifest before it sends it (`error validating data: ...`): wrong types, unknown fields, required
 * ones that are missing. Empty for kinds that no manifest of a workshop has.
 */
export function schemaErrors(resource: Resource, manifest: unknown): readonly string[] {
  const { kind } = resources[resource];
  const found: string[] = [];
  if (!structs().has(kind)) return found;
  check({ struct: kind }, manifest, kind, kind, ({ message, foundBy }) => {
    if (foundBy !== 'server') found.push(message);
  });
  return found;
}

/** Throws ApiError BadRequest for an object whose fields have other types than the API's, so that nothing behind it has to look. */
export function requireTypes(resource: Resource, object: object): void {
  const { kind, apiVersion } = resources[resource];
  if (!structs().has(kind)) return;
  let fatal = '';
  check({ struct: kind }, object, kind, kind, ({ message, foundBy }) => {
    if (foundBy !== 'kubectl') fatal ||= message;
  });
  // In the words of Go's decoder where it finds the same.
  const said = decodeFault(resource, object);
  if (said !== undefined) fatal = said;
  if (fatal === '') return;
  const version = apiVersion.slice(apiVersion.indexOf('/') + 1);
  throw new ApiError(400, 'BadRequest', `${kind} in version "${version}" cannot be handled as a ${kind}: ${fatal}`);
}
