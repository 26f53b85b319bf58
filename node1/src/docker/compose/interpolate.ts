/** A variable that must be set and is not, or a `$` that means nothing; the message is docker-compose's. */
export class InterpolationError extends Error {
  override readonly name = 'InterpolationError';
}

/** What the texts of a compose file may refer to. */
export interface Variables {
  readonly values: Readonly<Record<string, string | undefined>>;
  /** Told of every variable that is not set and has no default. */
  readonly onUnset: (name: string) => void;
}

const deepest = 50;
const variable = /\$(?:(\$)|([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?:(:?[-?])([^}]*))?\}|)/g;

/** A value of a compose file with its variables in place: `${A}`, `${A-b}`, `${A:-b}`, `${A?message}`, `$$`. Throws InterpolationError. */
export function interpolate(value: unknown, variables: Variables, depth = 0): unknown {
  if (typeof value === 'string') return interpolateText(value, variables);
  // An anchor may contain itself.
  if (depth > deepest) throw new InterpolationError(`The file is nested more than ${deepest} levels deep`);
  const inside = (inner: unknown) => interpolate(inner, variables, depth + 1);
  if (Array.isArray(value)) return value.map(inside);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inside(inner)]));
}

function interpolateText(text: string, { values, onUnset }: Variables): string {
  return text.replace(
    variable,
    (
      whole,
      dollar: string | undefined,
      bare: string | undefined,
      braced: string | undefined,
      operator: string | undefined,
      operand = '',
    ) => {
      if (dollar !== undefined) return '$';
      const name = bare ?? braced;
      if (name === undefined)
        throw new InterpolationError(
          `Invalid interpolation format: "${text}". You may need to escape any $ with another $`,
        );
      const value = Object.hasOwn(values, name) ? values[name] : undefined;
      const isMissing = value === undefined || (value === '' && operator?.startsWith(':') === true);
      if (!isMissing) return value;
      if (operator?.endsWith('-') === true) return String(operand);
      if (operator?.endsWith('?') === true)
        throw new InterpolationError(`Missing mandatory value for "${name}": ${String(operand)}`);
      if (whole !== '') onUnset(name);
      return '';
    },
  );
}
