import { type Document, isMap, parseDocument } from 'yaml';
import { fail } from './errors.ts';

/** The documents of a text, as kubectl's decoder splits them: JSON where it begins with a brace, else YAML between lines of `---`. */
export function splitDocuments(text: string): readonly string[] {
  if (text.trimStart().startsWith('{')) return [text];
  return text.split(/^---.*\n?/m);
}

/** What a document holds; undefined for an empty one, a list or text for one that is no object. Throws ExitError in the words of Go's parsers. */
export function parseManifest(text: string, source: string): unknown {
  const wrong = (what: string): never => fail(`error parsing ${source}: ${what}`);
  if (text.trimStart().startsWith('{')) return parseJson(text, wrong);
  // Aliases are counted, so that a small text cannot grow into a large object.
  const document = parseDocument(text, { version: '1.1', merge: true, uniqueKeys: false, logLevel: 'silent' });
  const yaml = (what: string): never => wrong(`error converting YAML to JSON: yaml: ${what}`);
  const [problem] = document.errors;
  if (problem !== undefined) yaml(goProblem(text, problem));
  if (document.contents === null) return undefined;
  const value = toValue(document, yaml);
  return isMap(document.contents) || value !== null ? value : undefined;
}

/** Its content as plain values. A small text that would grow into a large object, or into one without end, is refused. */
function toValue(document: Document.Parsed, invalid: (what: string) => never): unknown {
  try {
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    // Nothing that goes on without end can be written down.
    JSON.stringify(value);
    return value;
  } catch (error) {
    const { message } = error as Error;
    const [, anchor] = /Unresolved alias .*: (\S+)/.exec(message) ?? [];
    if (anchor !== undefined) return invalid(`unknown anchor '${anchor}' referenced`);
    if (error instanceof ReferenceError) return invalid('document contains excessive aliasing');
    if (error instanceof RangeError || error instanceof TypeError) return invalid('an anchor value contains itself');
    throw error;
  }
}

/** A mistake in YAML as go-yaml names it. What its scanner finds is on the line itself, what its parser finds on the line before. */
function goProblem(text: string, { code, message, pos }: Document.Parsed['errors'][number]): string {
  const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length;
  const line = lineAt(pos[0]);
  const end = text.split('\n').length;
  const at = (number: number, what: string): string => (number < 1 ? what : `line ${number}: ${what}`);
  // go-yaml has no number for what its scanner finds on the first line.
  const scanned = (number: number, what: string): string => at(number === 1 ? 0 : number, what);
  // yaml's own report of nesting that is deeper than its stack.
  if (message.includes('call stack')) return 'exceeded max depth of 10000';
  if (/closing ["']/.test(message) || message.includes('Missing closing'))
    return at(end, 'found unexpected end of stream');
  if (/[[{]\s*$/.test(text) && /Flow|end with|closing/.test(message))
    return at(Math.max(1, line - 1), 'did not find expected node content');
  if (/Flow (?:sequence|map)/.test(message) || /end with a [\]}]/.test(message) || code === 'BAD_COLLECTION_TYPE') {
    const bracket = message.includes(']') || message.includes('sequence') ? ']' : '}';
    return at(Math.max(1, line - 1), `did not find expected ',' or '${bracket}'`);
  }
  if (/missing , between flow|Missing , /i.test(message)) return at(line - 1, "did not find expected ',' or '}'");
  if (code === 'TAB_AS_INDENT' || code === 'BAD_SCALAR_START' || message.includes('Tabs are not'))
    return scanned(line, 'found character that cannot start any token');
  if (code === 'BAD_DQ_ESCAPE') return scanned(line, 'found unknown escape character');
  if (code === 'BAD_DIRECTIVE' || message.startsWith('Missing directives'))
    return 'found unexpected non-alphabetical character';
  if (code === 'BLOCK_AS_IMPLICIT_KEY' || message.includes('Nested mappings'))
    return scanned(
      lineAt(pos[0] + Math.max(0, text.slice(pos[0]).search(/:(?:\s|$)/))),
      'mapping values are not allowed in this context',
    );
  if (code === 'MULTILINE_IMPLICIT_KEY' || message.includes('Implicit map keys') || message.includes('Implicit keys'))
    return at(lineAt(endOfScalar(text, pos[0])), "could not find expected ':'");
  if (code === 'BAD_INDENT' || code === 'BAD_PROP_ORDER' || message.includes('All mapping items'))
    return at(
      line - 1,
      message.includes('sequence') ? "did not find expected '-' indicator" : 'did not find expected key',
    );
  if (message.includes('block seq') || code === 'BLOCK_IN_FLOW')
    return scanned(line, 'block sequence entries are not allowed in this context');
  return at(line - 1, 'did not find expected key');
}

/** Where the line after a text without a colon begins. */
function endOfScalar(text: string, from: number): number {
  const next = text.indexOf('\n', from);
  return next < 0 ? text.length : next + 1;
}

function parseJson(text: string, wrong: (what: string) => never): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const { message } = error as SyntaxError;
    const offset = Number(/position (\d+)/.exec(message)?.[1] ?? text.length);
    if (message.includes('end of JSON') || offset >= text.trimEnd().length) return wrong('unexpected EOF');
    const character = text[offset] ?? '';
    const before = text.slice(0, offset);
    // Several objects, one after the other.
    if (message.includes('after JSON')) return JSON.parse(before) as unknown;
    const where =
      message.includes('property name') && !message.includes("':'")
        ? 'looking for beginning of object key string'
        : message.includes("':' after")
          ? 'after object key'
          : message.includes('after property value')
            ? 'after object key:value pair'
            : message.includes('array element')
              ? 'after array element'
              : 'looking for beginning of value';
    return wrong(`json: line ${before.split('\n').length - 1}: invalid character '${character}' ${where}`);
  }
}
