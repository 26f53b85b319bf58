import { readSource } from '../encoding.ts';
import { type MarkerValues, replaceMarkers } from './markers.ts';
import type { ManifestItem } from './read.ts';
import type { DeckFile, Stretch } from './stretch.ts';

/**
 * Markdown that stands in the manifest itself. A block (`|`) has the places of its lines; of any other form of text all that is
 * known is where it begins.
 */
export function inlineStretches(
  manifest: DeckFile,
  { text, offset, end }: Extract<ManifestItem, { kind: 'inline' }>,
  values: MarkerValues,
): Stretch[] {
  const { source } = manifest;
  const rows = linesOf(source.text.slice(offset, end));
  const lines = linesOf(text);
  const fits = lines.length <= rows.length && lines.every((line, index) => (rows[index] ?? '').endsWith(line));
  if (!fits) {
    const from = { file: manifest.file, source: readSource(text) };
    return replaceMarkers(from, 0, text.length, values).map((stretch) => ({
      ...stretch,
      from: manifest,
      at: offset,
      made: true,
    }));
  }
  let row = offset;
  return lines.flatMap((line, index) => {
    const written = rows[index] ?? '';
    const start = row + written.length - line.length;
    row += written.length;
    return line === '' ? [] : replaceMarkers(manifest, start, row, values);
  });
}

/** The lines of a text, with their ends. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
