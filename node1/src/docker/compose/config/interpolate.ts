import { convert } from './conversions.ts';
import type { Environment } from './environment.ts';
import { ConfigError, isMapping, type Mapping, mappingOf, repr } from './python.ts';
import type { Version } from './schema-errors.ts';

/** A `$` that means nothing. */
class InvalidFormat extends Error {}
/** A variable that must be set and is not. */
class MissingValue extends Error {}

/** A section of a compose file (`service`, `volume`, ...) with its variables in place and its texts made what they must be. Throws ConfigError. */
export function interpolateSection(
  version: Version,
  section: Mapping,
  kind: string,
  environment: Environment,
): Mapping {
  const entries = Object.entries(section).map(([name, config]): [string, Mapping] => {
    const items = Object.entries(mappingOf(config)).map(([key, value]): [string, unknown] => {
      return [key, interpolateItem({ version, kind, name, key, environment }, value)];
    });
    return [name, Object.fromEntries(items)];
  });
  return Object.fromEntries(entries);
}

interface Item {
  readonly version: Version;
  readonly kind: string;
  readonly name: string;
  readonly key: string;
  readonly environment: Environment;
}

function interpolateItem(item: Item, value: unknown): unknown {
  const { version, kind, name, key, environment } = item;
  const inside = (inner: unknown, path: string): unknown => {
    if (typeof inner === 'string') return convert(path, interpolateText(inner, version, environment));
    if (Array.isArray(inner)) return inner.map((each) => inside(each, path));
    if (!isMapping(inner)) return convert(path, inner);
    return Object.fromEntries(Object.entries(inner).map(([each, deeper]) => [each, inside(deeper, `${path}/${each}`)]));
  };
  try {
    return inside(value, `${kind}/${name}/${key}`);
  } catch (error) {
    if (error instanceof InvalidFormat) {
      throw new ConfigError(
        `Invalid interpolation format for "${key}" option in ${kind} "${name}": "${error.message}"`,
      );
    }
    if (error instanceof MissingValue) {
      const shown = typeof value === 'string' ? value : repr(value);
      throw new ConfigError(
        `Missing mandatory value for "${key}" option interpolating ${shown} in ${kind} "${name}": ${error.message}`,
      );
    }
    throw error;
  }
}

const variable = /\$(?:(\$)|([_a-z][_a-z0-9]*)|\{([_a-z][_a-z0-9]*)(?:(:?[-?])([^}]*))?\}|())/gi;
const plainVariable = /\$(?:(\$)|([_a-z][_a-z0-9]*)|\{([_a-z][_a-z0-9]*)\}|())/gi;

function interpolateText(text: string, version: Version, environment: Environment): string {
  const pattern = version === 'v1' ? plainVariable : variable;
  return text.replace(pattern, (...found: (string | undefined)[]) => {
    const [, dollar, bare, braced, operator, operand = ''] = found;
    if (dollar !== undefined) return '$';
    const name = bare ?? braced;
    if (name === undefined) throw new InvalidFormat(text);
    const value = environment.get(name);
    const isGiven = version !== 'v1';
    if (isGiven && operator === ':-') return value === undefined || value === '' ? operand : value;
    if (isGiven && operator === '-') return environment.has(name) ? (value ?? 'None') : operand;
    if (isGiven && operator === ':?') {
      if (value === undefined || value === '') throw new MissingValue(operand === '' ? name : operand);
      return value;
    }
    if (isGiven && operator === '?') {
      if (!environment.has(name)) throw new MissingValue(operand === '' ? name : operand);
      return value ?? 'None';
    }
    return environment.need(name);
  });
}
