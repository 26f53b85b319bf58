// Cuts data/explain.json.br from the OpenAPI of a Kubernetes release, for `kubectl explain`:
// node scripts/cut-explain.js api/openapi-spec/swagger.json (of its source, tag v1.20.2).
// What no kind leads to is left out.
import { readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';

const { definitions } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const prefix = '#/definitions/';

/** `string`, `[]x`, `{}x`, `any`, or `#NAME` for another definition. */
function typeOf(schema) {
  if (schema.$ref !== undefined) return `#${schema.$ref.slice(prefix.length)}`;
  if (schema.type === 'array') return `[]${typeOf(schema.items)}`;
  if (schema.type === 'object')
    return schema.additionalProperties ? `{}${typeOf(schema.additionalProperties)}` : '{}any';
  return schema.type ?? 'any';
}

function cut({ description = '', properties, required = [], 'x-kubernetes-group-version-kind': kinds = [], ...rest }) {
  const names = kinds.map(({ group, version, kind }) => `${group === '' ? '' : `${group}/`}${version} ${kind}`);
  return {
    ...(names.length > 0 ? { kinds: names } : {}),
    ...(description === '' ? {} : { text: description }),
    ...(properties === undefined
      ? { type: typeOf(rest) }
      : {
          fields: Object.fromEntries(
            Object.entries(properties)
              .sort(([a], [b]) => (a < b ? -1 : 1))
              .map(([name, field]) => [name, [typeOf(field), field.description ?? '']]),
          ),
        }),
    ...(required.length > 0 ? { required } : {}),
  };
}

const found = {};
function add(name) {
  if (found[name] !== undefined) return;
  const made = (found[name] = cut(definitions[name]));
  for (const type of [made.type ?? '', ...Object.values(made.fields ?? {}).map(([type]) => type)]) {
    const [, reference] = /#(.*)$/.exec(type) ?? [];
    if (reference !== undefined) add(reference);
  }
}
for (const [name, { 'x-kubernetes-group-version-kind': kinds }] of Object.entries(definitions)) if (kinds) add(name);

const text = JSON.stringify(found);
const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: text.length };
writeFileSync(new URL('../data/explain.json.br', import.meta.url), brotliCompressSync(text, { params }));
