/** A float of YAML without a fraction, which Python keeps apart from an integer: `1.0`. */
export class Float {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

/** A mapping of a compose file. */
export type Mapping = Readonly<Record<string, unknown>>;

/** A mistake that docker-compose tells in its own words. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Whether a value of YAML is a mapping. */
export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Float);
}

/** A mapping, or an empty one. */
export function mappingOf(value: unknown): Mapping {
  return isMapping(value) ? value : {};
}

/** A list, or an empty one. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A number, whether or not Python calls it a float. */
export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : value instanceof Float ? value.value : undefined;
}

/** Python's str(). */
export function str(value: unknown): string {
  return typeof value === 'string' ? value : repr(value);
}

/** Python's repr(). */
export function repr(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (value instanceof Float) return `${value.value}.0`;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) return `[${value.map(repr).join(', ')}]`;
  if (!isMapping(value)) return '';
  return `{${Object.entries(value)
    .map(([key, inner]) => `${quote(key)}: ${repr(inner)}`)
    .join(', ')}}`;
}

function quote(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t').replaceAll('\r', '\\r');
  const shown = escaped.replace(/[\0-\x1f\x7f]/g, (odd) => `\\x${odd.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return `${mark}${mark === "'" ? shown.replaceAll("'", "\\'") : shown}${mark}`;
}

/** What Python calls the type of a value. */
export function typeName(value: unknown): string {
  if (value === null || value === undefined) return 'NoneType';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'str';
  if (Array.isArray(value)) return 'list';
  if (isMapping(value)) return 'dict';
  return typeof value === 'number' && Number.isInteger(value) ? 'int' : 'float';
}

/** Python's json.dumps, keys sorted and without blanks where `isCompact`. */
export function dumps(value: unknown, isCompact = false): string {
  if (value === null || value === undefined) return 'null';
  if (value instanceof Float) return `${value.value}.0`;
  if (typeof value === 'string') {
    return JSON.stringify(value).replace(/[\u0080-\uffff]/g, (character) => {
      return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
    });
  }
  if (Array.isArray(value)) return `[${value.map((inner) => dumps(inner, isCompact)).join(isCompact ? ',' : ', ')}]`;
  if (!isMapping(value)) return JSON.stringify(value);
  const entries = Object.entries(value);
  if (isCompact) entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${dumps(key)}:${isCompact ? '' : ' '}${dumps(inner, isCompact)}`).join(isCompact ? ',' : ', ')}}`;
}
