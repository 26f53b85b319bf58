import { ExitError } from '../../cli-kit/exit-error.ts';
import { inner, type Schema, type Schemas, shapeOf, typeName } from './schemas.ts';
import { wrap } from './wrap.ts';

const width = 80;

/** The place in an object that a path of fields leads to; lists and maps on the way are passed through. Throws ExitError. */
export function lookUp(schemas: Schemas, start: Schema, path: readonly string[]): Schema {
  let at = start;
  let rest = path;
  while (rest.length > 0) {
    const shape = shapeOf(at);
    if (shape === '') return at;
    if (shape !== '#') {
      at = inner(at);
      continue;
    }
    const { fields, type = 'any' } = schemas.definition(at.type.slice(1));
    if (fields === undefined) {
      at = { type, text: '' };
      continue;
    }
    const [name = '', ...more] = rest;
    const field = fields[name];
    if (field === undefined) throw new ExitError(`error: field ${JSON.stringify(name)} does not exist`);
    at = { type: field[0], text: field[1] };
    rest = more;
  }
  return at;
}

/** What `explain` prints of a place. `name` is that of its field, '' for a whole object. */
export function modelText(
  schemas: Schemas,
  start: Schema,
  about: { readonly name: string; readonly kind: string; readonly apiVersion: string; readonly recursive: boolean },
): string {
  const texts: string[] = [];
  let at = start;
  let type = '';
  const head = `KIND:     ${about.kind}\nVERSION:  ${about.apiVersion}\n\n`;
  for (;;) {
    const shape = shapeOf(at);
    if (shape === '[]' || shape === '{}') {
      texts.push(at.text);
      type ||= typeName(schemas, at);
      at = inner(at);
    } else if (shape === '#') {
      const { fields, text = '', type: plain = 'any' } = schemas.definition(at.type.slice(1));
      if (at !== start || about.name !== '') texts.push(at.text);
      if (fields === undefined) {
        at = { type: plain, text };
        continue;
      }
      const resource = about.name === '' ? '' : `RESOURCE: ${about.name} <${type || 'Object'}>\n\n`;
      const list = about.recursive ? allFields(schemas, at, 3, new Set()) : fieldsText(schemas, at);
      return `${head}${resource}${description([...texts, text])}\nFIELDS:\n${list}`;
    } else {
      const field = at.type === 'any' ? '' : `FIELD:    ${about.name} <${type || at.type}>\n\n`;
      return head + field + description([...texts, at.text]);
    }
  }
}

function description(texts: readonly string[]): string {
  const said = texts
    .map((text, at) => (text === '' ? '' : (at === 0 ? '' : '\n') + indented(wrap(text, width - 5), 5)))
    .join('');
  return `DESCRIPTION:\n${said === '' ? '     <empty>\n' : said}`;
}

function indented(lines: readonly string[], by: number): string {
  return lines.map((line) => (line === '' ? '\n' : `${' '.repeat(by)}${line}\n`)).join('');
}

function fieldsText(schemas: Schemas, of: Schema): string {
  const { fields = {}, required = [] } = schemas.definition(of.type.slice(1));
  return Object.entries(fields)
    .map(([name, [type, text]]) => {
      const needed = required.includes(name) ? ' -required-' : '';
      const line = `   ${name}\t<${typeName(schemas, { type, text })}>${needed}\n`;
      return `${line}${indented(wrap(text, width - 5), 5)}\n`;
    })
    .join('');
}

/** `--recursive`: the names of all fields below a place, those within themselves once. */
function allFields(schemas: Schemas, of: Schema, indent: number, open: ReadonlySet<string>): string {
  const shape = shapeOf(of);
  if (shape === '') return '';
  if (shape !== '#') return allFields(schemas, inner(of), indent, open);
  // kubectl counts a reference as open only below the object itself.
  const reference = of.type.slice(1);
  if (open.has(reference)) return '';
  const within = indent === 3 ? open : new Set([...open, reference]);
  const { fields = {} } = schemas.definition(reference);
  return Object.entries(fields)
    .map(([name, [type, text]]) => {
      const below = allFields(schemas, { type, text }, indent + 3, within);
      return `${' '.repeat(indent)}${name}\t<${typeName(schemas, { type, text })}>\n${below}`;
    })
    .join('');
}
