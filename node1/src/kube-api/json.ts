/** Go's encoding/json writes these three as escapes. */
function escaped(json: string): string {
  return json.replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);
}

/** JSON on one line. */
export function compactJson(value: unknown): string {
  return escaped(JSON.stringify(value));
}

/** Fields whose content is JSON already for Go, and comes as it is. */
const raw = new Set(['fieldsV1']);

/** JSON as the API server indents it for curl: an empty object has a line of its own. */
export function prettyJson(value: unknown, indent = ''): string {
  if (typeof value !== 'object' || value === null) return compactJson(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    return `[\n${value.map((item) => inner + prettyJson(item, inner)).join(',\n')}\n${indent}]`;
  }
  const lines = Object.entries(value).map(
    ([key, item]) => `${inner}${compactJson(key)}: ${raw.has(key) ? compactJson(item) : prettyJson(item, inner)}`,
  );
  return `{\n${lines.length === 0 ? inner : lines.join(',\n')}\n${indent}}`;
}
