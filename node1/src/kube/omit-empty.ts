/** Takes fields away that Go does not write (omitempty): false, empty texts and lists. */
export function omitEmpty(object: object, ...keys: readonly string[]): void {
  for (const key of keys) {
    const value: unknown = Reflect.get(object, key);
    if (value === false || value === '' || (Array.isArray(value) && value.length === 0))
      Reflect.deleteProperty(object, key);
  }
}
