import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { expectGeneratedText } from './generated.ts';

const root = resolve(import.meta.dirname, '../..');
const documents = [
  'README.md',
  'ARCHITECTURE.md',
  'node1/README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

test.each(documents)('%s: what it links to is there', (document) => {
  const text = withoutCode(readFileSync(join(root, document), 'utf8'));
  const broken = [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !isThere(document, target));
  expect(broken).toEqual([]);
});

test('every document can be reached from the README', () => {
  const reached = new Set<string>();
  const visit = (document: string): void => {
    if (reached.has(document) || !document.endsWith('.md')) return;
    reached.add(document);
    for (const [, target = ''] of withoutCode(readFileSync(join(root, document), 'utf8')).matchAll(
      /\]\(([^)\s#:]+)(?:#[^)]*)?\)/g,
    )) {
      visit(relative(root, resolve(root, dirname(document), target)));
    }
  };
  visit('README.md');
  expect(documents.filter((document) => !reached.has(document))).toEqual([]);
});

/** A file, and the heading in it. Pages of the web are nobody's to test. */
function isThere(document: string, target: string): boolean {
  if (/^[a-z]+:/.test(target)) return true;
  const [path = '', heading] = target.split('#');
  const file = path === '' ? join(root, document) : resolve(root, dirname(document), path);
  try {
    if (heading === undefined) return readdirSync(dirname(file)).includes(file.slice(dirname(file).length + 1));
    return headingsOf(readFileSync(file, 'utf8')).includes(heading);
  } catch {
    return false;
  }
}

/** As GitHub makes anchors of headings. */
function headingsOf(text: string): string[] {
  return [...withoutCode(text).matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  );
}

function withoutCode(text: string): string {
  return text.replace(/^(`{3,})[^]*?^\1`*$/gm, '').replace(/`[^`\n]*`/g, '');
}

interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly pattern?: string;
}

test('docs/configuration.md is made of the schema (UPDATE=1 writes it)', () => {
  const schema = JSON.parse(readFileSync(join(root, 'public/schemas/runner.config.schema.json'), 'utf8')) as Schema;
  const lines = [
    '# The configuration',
    '',
    '`runner.config.json`, in the working directory or above it. Made from [its schema](../public/schemas/runner.config.schema.json), which editors understand:',
    'put `"$schema": "node_modules/pupitre/public/schemas/runner.config.schema.json"` at the top. Every property may be left out. Relative paths begin at the',
    'folder of the file. Durations are written `30s`, `2m`, `1h`.',
    '',
    ...sections(schema, ''),
  ];
  expectGeneratedText('docs/configuration.md', `${lines.join('\n').trimEnd()}\n`);
});

/** A table of an object's properties, then those of the objects in it. */
function sections({ properties = {} }: Schema, path: string): string[] {
  const rows = Object.entries(properties).filter(([name]) => name !== '$schema');
  const table = [
    '| property | value | default | what it is |',
    '|---|---|---|---|',
    ...rows.map(
      ([name, schema]) =>
        `| \`${name}\` | ${typeOf(schema)} | ${defaultOf(schema)} | ${cell(schema.description ?? '')} |`,
    ),
    '',
  ];
  const inner = rows.flatMap(([name, schema]) =>
    objectsIn(schema, `${path}${path === '' ? '' : '.'}${name}`).flatMap(([where, object]) => [
      `## \`${where}\``,
      '',
      ...describe(object),
      ...sections(object, where),
    ]),
  );
  return [...table, ...inner];
}

function describe({ description }: Schema): string[] {
  return description === undefined ? [] : [description, ''];
}

/** The objects with properties of their own that a value may be: itself, an entry, an item, an alternative. */
function objectsIn(schema: Schema, path: string): [string, Schema][] {
  if (schema.properties) {
    const kind = schema.properties['type']?.const;
    return [[kind === undefined ? path : `${path} (${JSON.stringify(kind)})`, schema]];
  }
  const alternatives = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap((each) => objectsIn(each, path));
  const entries =
    typeof schema.additionalProperties === 'object' ? objectsIn(schema.additionalProperties, `${path}.NAME`) : [];
  const items = schema.items ? objectsIn(schema.items, `${path}[]`) : [];
  return [...alternatives, ...entries, ...items];
}

function typeOf(schema: Schema): string {
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum) return schema.enum.map((each) => `\`${JSON.stringify(each)}\``).join(', ');
  const alternatives = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  if (alternatives.length > 0) return [...new Set(alternatives.map(typeOf))].join(', ');
  if (schema.items) return `list of ${typeOf(schema.items)}`;
  if (typeof schema.additionalProperties === 'object') return `by name: ${typeOf(schema.additionalProperties)}`;
  return String(schema.type ?? 'any');
}

function defaultOf({ default: value }: Schema): string {
  return value === undefined || (typeof value === 'object' && JSON.stringify(value).length > 40)
    ? ''
    : `\`${JSON.stringify(value)}\``;
}

function cell(text: string): string {
  return text.replace(/\|/g, '\\|').replace(/\n/g, ' ');
}
