/** An object of any kind, as it is written. */
export type Plain = Record<string, unknown>;

/** Whether a value has fields. */
export function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Calls `visit` for a value and all objects inside it. */
export function walk(value: unknown, visit: (object: Plain) => void): void {
  if (Array.isArray(value)) for (const item of value) walk(item, visit);
  if (!isPlain(value)) return;
  visit(value);
  for (const inner of Object.values(value)) walk(inner, visit);
}

/** What is at a path (`spec.selector`); undefined where there is none. With `make`, objects on the way are made. */
export function at(object: Plain, path: string, make = false): Plain | undefined {
  let found: Plain = object;
  for (const key of path.split('.')) {
    const inner = found[key];
    if (isPlain(inner)) found = inner;
    else if (make) found = found[key] = {} as Plain;
    else return undefined;
  }
  return found;
}
