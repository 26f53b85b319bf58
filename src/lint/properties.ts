import type { Span } from '../deck/scan/regions.ts';
import type { LintDocument } from './document.ts';

/** A property line at the top of a slide. */
export interface PropertyLine extends Span {
  readonly key: string;
  readonly value: string;
}

/** The property lines at the top of the slide at `index` in `document.regions`. */
export function propertyLines({ regions, source, text }: LintDocument, index: number): PropertyLine[] {
  const region = regions[index];
  const found: PropertyLine[] = [];
  if (!region) return found;
  for (let line = source.lines.at(region.start); line < source.lines.count; line++) {
    const start = source.lines.start(line);
    if (start >= region.content.start) break;
    const end = source.lines.end(line);
    const [, key, value] = /^([\w-]{1,100}):(.*)$/.exec(text.slice(start, end)) ?? [];
    if (key !== undefined && value !== undefined) found.push({ start, end, key, value: value.trim() });
  }
  return found;
}
