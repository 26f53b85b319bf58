import stringWidth from 'string-width';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Terminal cells that a text of one line takes; a family of emoji joined into one takes two. */
export function displayWidth(text: string): number {
  return stringWidth(text);
}

/** The text itself, or as much of its beginning as fits into `columns` cells with a `…` behind it. */
export function truncate(text: string, columns: number): string {
  if (columns <= 0) return '';
  // A million combining marks fit into one cell; nobody wants to see them.
  const bounded = text.length > columns * 8 ? text.slice(0, columns * 8) : text;
  if (bounded === text && displayWidth(text) <= columns) return text;
  let width = 0;
  let kept = '';
  for (const { segment } of graphemes.segment(bounded)) {
    width += displayWidth(segment);
    if (width > columns - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}
