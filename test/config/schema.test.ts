import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { configSchema } from '../../src/config/schema.ts';
import { expectGenerated } from './generated.ts';

interface JsonSchema {
  readonly description?: string;
  readonly type?: string;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}

const schema = z.toJSONSchema(configSchema, { io: 'input' }) as JsonSchema;

/** Every schema in a schema, with its path. */
function* parts(part: JsonSchema, path = ''): Generator<readonly [string, JsonSchema]> {
  yield [path, part];
  for (const [name, property] of Object.entries(part.properties ?? {})) yield* parts(property, `${path}.${name}`);
  for (const form of [...(part.anyOf ?? []), ...(part.oneOf ?? [])]) yield* parts(form, path);
  if (part.items) yield* parts(part.items, `${path}[]`);
  if (typeof part.additionalProperties === 'object') yield* parts(part.additionalProperties, `${path}.*`);
}

test('public/schemas/runner.config.schema.json is what the code says (UPDATE=1 writes it)', () => {
  expectGenerated('public/schemas/runner.config.schema.json', schema);
});

test('editors have a description for every property', () => {
  const silent = [...parts(schema)].flatMap(([path, part]) =>
    Object.entries(part.properties ?? {}).flatMap(([name, { description }]) =>
      description ? [] : [`${path}.${name}`],
    ),
  );
  expect(silent).toEqual([]);
});

test('no object takes a key that it does not know', () => {
  const lax = [...parts(schema)].filter(([, part]) => part.properties && part.additionalProperties !== false);
  expect(lax.map(([path]) => path)).toEqual([]);
});

test('the configuration of this repository has only keys that the schema has', () => {
  const config = JSON.parse(readFileSync(new URL('../../runner.config.json', import.meta.url), 'utf8')) as object;
  expect(Object.keys(config).filter((key) => !Object.hasOwn(schema.properties ?? {}, key))).toEqual([]);
  expect(configSchema.safeParse(config).error).toBeUndefined();
});
