/** The labels that link definitions (`[label]: destination`) in a deck define: slides share them in gnab/remark. */
export type Labels = ReadonlySet<string>;

/** Finds the labels that a text defines, normalised. */
export function readLabels(text: string): Labels {
  const labels = new Set<string>();
  if (!text.includes(']:')) return labels;
  // Footnotes (`[^1]:`) belong to their slide.
  for (const [, label = ''] of text.matchAll(/^ {0,3}\[([^\][^][^\][\n\r]{0,199})\]:[ \t]*\S/gm)) {
    labels.add(normalise(label));
  }
  return labels;
}

/**
 * Markdown to put below `text`, so that a parser knows the labels that it refers to; `''` when there are none. Where they
 * lead is not said: a reference only needs its label.
 */
export function definitionsFor(text: string, labels: Labels): string {
  if (labels.size === 0 || !text.includes(']')) return '';
  const wanted = new Set<string>();
  for (const [, written = ''] of text.matchAll(/\[([^\][\n\r]{1,200})\](?!:)/g)) {
    const label = normalise(written);
    if (labels.has(label)) wanted.add(`[${label}]: #`);
  }
  return wanted.size === 0 ? '' : `\n\n${[...wanted].join('\n')}\n`;
}

function normalise(label: string): string {
  return label.trim().replace(/\s+/g, ' ').toLowerCase().toUpperCase();
}
