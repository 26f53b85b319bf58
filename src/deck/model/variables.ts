/** Values of the variables of a course, by name. */
export type Variables = Readonly<Record<string, string>>;

/** Puts the value of each known `@@NAME@@` in its place; unknown ones stay. */
export function substitute(text: string, variables: Variables): string {
  if (!text.includes('@@')) return text;
  return text.replace(/@@(\w+)@@/g, (written: string, name: string) =>
    Object.hasOwn(variables, name) ? (variables[name] ?? written) : written,
  );
}
