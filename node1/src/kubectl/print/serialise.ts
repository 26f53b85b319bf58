import { Document, isScalar, visit } from 'yaml';

/** JSON as kubectl prints it: four spaces, a line end; keys sorted unless the object is one that kubectl made itself. */
export function toJson(value: unknown, sorted = true): string {
  return `${escapeHtml(JSON.stringify(sorted ? sortKeys(value) : value, undefined, 4))}\n`;
}

/** JSON on one line, keys sorted: what jsonpath prints for an object. */
export function toCompactJson(value: unknown): string {
  return escapeHtml(JSON.stringify(sortKeys(value)));
}

/** YAML as sigs.k8s.io/yaml prints it: keys sorted, lists not indented, quotes where go-yaml puts them. */
export function toYaml(value: unknown): string {
  const document = new Document(sortKeys(value), { aliasDuplicateObjects: false });
  visit(document, {
    Scalar(_key, node) {
      if (typeof node.value !== 'string' || !isScalar(node)) return;
      if (node.value.includes('\n')) node.type = 'BLOCK_LITERAL';
      else if (node.value === '' || ambiguous.test(node.value)) node.type = 'QUOTE_DOUBLE';
      else if (/[\u0000-\u001f]/.test(node.value)) node.type = 'QUOTE_DOUBLE';
    },
  });
  return document.toString({ indentSeq: false, lineWidth: 0, singleQuote: true, nullStr: 'null' });
}

// Words that YAML 1.1 takes for something else than text, which go-yaml therefore puts in double quotes.
const ambiguous =
  /^(?:~|null|Null|NULL|true|True|TRUE|false|False|FALSE|y|Y|yes|Yes|YES|n|N|no|No|NO|on|On|ON|off|Off|OFF|[-+]?(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][-+]?\d+)?|0x[\da-fA-F_]+|0o?[0-7_]+|0b[01_]+|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)|\d{4}-\d\d?-\d\d?(?:[Tt ].*)?|[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?|<<|=)$/;

/** A copy whose objects have their keys in order. */
function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, entry]) => entry !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([key, entry]) => [key, sortKeys(entry)]),
  );
}

/** Go's encoding/json writes these three as escapes. */
function escapeHtml(json: string): string {
  return json.replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);
}
