import type { Html } from 'mdast';

/** Where in the file the next tag of a name stands, which the HTML parser does not tell; undefined after the last one. */
export function createTagFinder(htmls: readonly Html[]): (name: string) => number | undefined {
  const places = new Map<string, (number | undefined)[]>();
  for (const { value, position } of htmls) {
    for (const { 1: name = '', index } of value.matchAll(/<([a-z][a-z\d]*)/gi)) {
      const list = places.get(name.toLowerCase()) ?? [];
      places.set(name.toLowerCase(), list);
      list.push(position?.start.offset === undefined ? undefined : position.start.offset + index);
    }
  }
  return (name) => places.get(name)?.shift();
}
