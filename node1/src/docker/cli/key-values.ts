/** `a=b` as an object; what has no `=` is empty. */
export function keyValueList(lines: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(lines.map((line) => [line.split('=')[0] ?? '', line.split(/=(.*)/s)[1] ?? '']));
}
