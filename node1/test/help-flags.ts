/** A flag as a help text of cobra's lists it. */
export interface ListedFlag {
  readonly name: string;
  readonly short?: string;
  readonly takesValue: boolean;
}

/** The flags of a help text (`  -a, --all   ...`), as docker's and kubectl's programs print them. */
export function flagsIn(help: string): readonly ListedFlag[] {
  const lines = help.matchAll(/^ {2}(?:-(\w), | {4})--([\w-]+)(?: ([\w-]+))?(?= {2}|$)/gm);
  return [...lines].map(([, short, name = '', type]) => ({
    name,
    takesValue: type !== undefined,
    ...(short !== undefined && { short }),
  }));
}
