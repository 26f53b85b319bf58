import { Float, isMapping, type Mapping, repr } from './python.ts';

/** What is wrong with a value, as Python's jsonschema tells it. */
export interface SchemaError {
  readonly message: string;
  /** The keyword that is not fulfilled. */
  readonly validator: string;
  readonly validatorValue: unknown;
  readonly path: readonly (string | number)[];
  readonly schemaPath: readonly (string | number)[];
  readonly instance: unknown;
  readonly schema: Mapping;
  /** What the format says. */
  readonly cause: string | undefined;
  /** Of `oneOf`: why none fits. */
  readonly context: readonly SchemaError[];
}

/** Checks a text, and says what is wrong with it. */
export type Formats = Readonly<Record<string, (value: unknown) => string | undefined>>;

/** All errors of a value, in the order of the schema (JSON Schema draft 4, as far as compose's schemas use it). */
export function checkSchema(root: Mapping, value: unknown, formats: Formats, schema: Mapping = root): SchemaError[] {
  const errors: SchemaError[] = [];
  const { $ref: reference } = schema;
  if (typeof reference === 'string') return checkSchema(root, value, formats, resolve(root, reference));
  for (const [keyword, wanted] of Object.entries(schema)) {
    for (const found of keywords[keyword]?.({ root, formats, schema, wanted, value }) ?? []) {
      errors.push({
        ...{ validator: keyword, validatorValue: wanted, instance: value, schema, cause: undefined, context: [] },
        ...{ path: [], ...found },
        schemaPath: [keyword, ...(found.schemaPath ?? [])],
      });
    }
  }
  return errors;
}

function resolve(root: Mapping, reference: string): Mapping {
  let found: unknown = root;
  for (const part of reference.slice(2).split('/')) found = isMapping(found) ? found[part] : undefined;
  return isMapping(found) ? found : {};
}

interface Check {
  readonly root: Mapping;
  readonly formats: Formats;
  readonly schema: Mapping;
  readonly wanted: unknown;
  readonly value: unknown;
}

type Found = Partial<SchemaError> & Pick<SchemaError, 'message'>;
type Keyword = (check: Check) => readonly Found[];

function below(
  { root, formats }: Check,
  value: unknown,
  schema: unknown,
  path?: string | number,
  schemaPath = path,
): readonly Found[] {
  if (!isMapping(schema)) return [];
  return checkSchema(root, value, formats, schema).map((error) => ({
    ...error,
    path: path === undefined ? error.path : [path, ...error.path],
    schemaPath: schemaPath === undefined ? error.schemaPath : [schemaPath, ...error.schemaPath],
  }));
}

function isType(value: unknown, type: unknown): boolean {
  if (type === 'object') return isMapping(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'null') return value === null || value === undefined;
  if (type === 'number') return typeof value === 'number' || value instanceof Float;
  if (type === 'integer') return typeof value === 'number' && Number.isInteger(value);
  return typeof value === type;
}

/** As Python's re.search: the patterns of compose's schemas mean the same here. */
function fits(pattern: string, text: string): boolean {
  return new RegExp(pattern).test(text);
}

function anyOf(check: Check): readonly Found[] {
  const { wanted, value } = check;
  const context: SchemaError[] = [];
  for (const [index, schema] of (Array.isArray(wanted) ? wanted : []).entries()) {
    const errors = below(check, value, schema, undefined, index) as readonly SchemaError[];
    if (errors.length === 0) return [];
    context.push(...errors);
  }
  return [{ message: `${repr(value)} is not valid under any of the given schemas`, context }];
}

const keywords: Readonly<Record<string, Keyword>> = {
  type({ wanted, value }) {
    const types: readonly unknown[] = Array.isArray(wanted) ? wanted : [wanted];
    if (types.some((type) => isType(value, type))) return [];
    return [{ message: `${repr(value)} is not of type ${types.map(repr).join(', ')}` }];
  },
  properties(check) {
    const { wanted, value } = check;
    if (!isMapping(value) || !isMapping(wanted)) return [];
    return Object.entries(wanted).flatMap(([key, schema]) => {
      return Object.hasOwn(value, key) ? below(check, value[key], schema, key) : [];
    });
  },
  patternProperties(check) {
    const { wanted, value } = check;
    if (!isMapping(value) || !isMapping(wanted)) return [];
    return Object.entries(wanted).flatMap(([pattern, schema]) =>
      Object.entries(value).flatMap(([key, inner]) =>
        fits(pattern, key) ? below(check, inner, schema, key, pattern) : [],
      ),
    );
  },
  additionalProperties({ wanted, value, schema }) {
    if (!isMapping(value) || wanted !== false) return [];
    const patterns = isMapping(schema['patternProperties']) ? Object.keys(schema['patternProperties']) : undefined;
    const known = isMapping(schema['properties']) ? schema['properties'] : {};
    const extras = Object.keys(value)
      .filter((key) => !Object.hasOwn(known, key) && patterns?.some((pattern) => fits(pattern, key)) !== true)
      .sort();
    if (extras.length === 0) return [];
    const names = extras.map(repr).join(', ');
    if (patterns === undefined) {
      const verb = extras.length === 1 ? 'was' : 'were';
      return [{ message: `Additional properties are not allowed (${names} ${verb} unexpected)` }];
    }
    const verb = extras.length === 1 ? 'does' : 'do';
    return [{ message: `${names} ${verb} not match any of the regexes: ${[...patterns].sort().map(repr).join(', ')}` }];
  },
  items(check) {
    const { wanted, value } = check;
    if (!Array.isArray(value)) return [];
    return value.flatMap((inner, index) => below(check, inner, wanted, index, undefined));
  },
  required({ wanted, value }) {
    if (!isMapping(value) || !Array.isArray(wanted)) return [];
    return wanted.flatMap((key) =>
      Object.hasOwn(value, String(key)) ? [] : [{ message: `${repr(key)} is a required property` }],
    );
  },
  dependencies({ wanted, value }) {
    if (!isMapping(value) || !isMapping(wanted)) return [];
    return Object.entries(wanted).flatMap(([key, needs]) => {
      if (!Object.hasOwn(value, key) || !Array.isArray(needs)) return [];
      const missing = needs.filter((each) => !Object.hasOwn(value, String(each)));
      return missing.map((each) => ({ message: `${repr(each)} is a dependency of ${repr(key)}` }));
    });
  },
  enum({ wanted, value }) {
    if (!Array.isArray(wanted) || wanted.includes(value)) return [];
    return [{ message: `${repr(value)} is not one of ${repr(wanted)}` }];
  },
  minimum({ wanted, value }) {
    if (typeof value !== 'number' || typeof wanted !== 'number' || value >= wanted) return [];
    return [{ message: `${repr(value)} is less than the minimum of ${repr(wanted)}` }];
  },
  maximum({ wanted, value }) {
    if (typeof value !== 'number' || typeof wanted !== 'number' || value <= wanted) return [];
    return [{ message: `${repr(value)} is greater than the maximum of ${repr(wanted)}` }];
  },
  uniqueItems({ wanted, value }) {
    if (wanted !== true || !Array.isArray(value)) return [];
    const isUnique = new Set(value.map(repr)).size === value.length;
    return isUnique ? [] : [{ message: `${repr(value)} has non-unique elements` }];
  },
  format({ wanted, value, formats }) {
    const cause = formats[String(wanted)]?.(value);
    return cause === undefined ? [] : [{ message: `${repr(value)} is not a ${repr(wanted)}`, cause }];
  },
  // That no second one fits is not looked at.
  oneOf: anyOf,
  anyOf,
  not(check) {
    const { wanted, value } = check;
    if (below(check, value, wanted).length > 0) return [];
    return [{ message: `${repr(value)} should not be valid under ${repr(wanted)}` }];
  },
};
