/** The link definitions of a deck (`[label]: destination`), by normalised label: slides share them in gnab/remark. */
export type Definitions = ReadonlyMap<string, string>;

/** Finds the definitions of a text; the first of a label counts, as in CommonMark. */
export function readDefinitions(text: string): Definitions {
  const definitions = new Map<string, string>();
  if (!text.includes(']:')) return definitions;
  // Footnotes (`[^1]:`) belong to their slide.
  for (const match of text.matchAll(/^ {0,3}\[([^\][^][^\][\n\r]{0,199})\]:[ \t]*\S[^\n\r]*/gm)) {
    const label = normalise(match[1] ?? '');
    if (!definitions.has(label)) definitions.set(label, match[0].trim());
  }
  return definitions;
}

/** The definitions that `text` refers to, as markdown to put below it; `''` when there are none. */
export function definitionsFor(text: string, definitions: Definitions): string {
  if (definitions.size === 0 || !text.includes(']')) return '';
  const wanted = new Set<string>();
  for (const match of text.matchAll(/\[([^\][\n\r]{1,200})\](?!:)/g)) {
    const definition = definitions.get(normalise(match[1] ?? ''));
    if (definition !== undefined) wanted.add(definition);
  }
  return wanted.size === 0 ? '' : `\n\n${[...wanted].join('\n')}\n`;
}

function normalise(label: string): string {
  return label.trim().replace(/\s+/g, ' ').toLowerCase().toUpperCase();
}
