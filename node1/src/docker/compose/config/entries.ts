import { ConfigError, isMapping, type Mapping, str } from './python.ts';

/** A mapping, or a list of texts that `split` makes one. Throws ConfigError. */
export function toEntries(value: unknown, split: (text: string) => readonly [string, unknown], kind: string): Mapping {
  if (value === undefined || value === null || value === '') return {};
  if (Array.isArray(value)) return Object.fromEntries(value.map((line) => split(str(line))));
  if (isMapping(value)) return value;
  throw new ConfigError(`${kind} "${str(value)}" must be a list or mapping,`);
}

/** `NAME=value`; of a NAME alone, null. Throws ConfigError. */
export function splitVariable(text: string): readonly [string, string | null] {
  const equals = text.indexOf('=');
  const key = equals < 0 ? text : text.slice(0, equals);
  if (/\s/.test(key)) throw new ConfigError(`environment variable name '${key}' may not contain whitespace.`);
  return [key, equals < 0 ? null : text.slice(equals + 1)];
}

/** `key=value`; of a key alone, an empty text. */
export function splitKeyValue(text: string): readonly [string, string] {
  const equals = text.indexOf('=');
  return equals < 0 ? [text, ''] : [text.slice(0, equals), text.slice(equals + 1)];
}

/** `host:address`, or a mapping. */
export function parseExtraHosts(value: unknown): Mapping {
  if (!Array.isArray(value)) return isMapping(value) ? value : {};
  return Object.fromEntries(
    value.map((line) => {
      const [host = '', address = ''] = str(line).split(/:(.*)/s);
      return [host.trim(), address.trim()];
    }),
  );
}

/** A text or a list of them. */
export function toList(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** Every value as a text; nothing is an empty one. */
export function stringValues(value: Mapping): Record<string, string> {
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, inner === null || inner === undefined ? '' : str(inner)]),
  );
}
