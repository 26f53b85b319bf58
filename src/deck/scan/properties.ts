import { skipBlanks } from './line-kind.ts';
import type { Lines } from './lines.ts';
import type { Region, Span } from './regions.ts';

/** The properties of a slide, and where its content begins below them. */
export interface SlideProperties {
  readonly properties: Readonly<Record<string, string>>;
  readonly contentStart: number;
}

// Those that gnab/remark acts on; others are for `{{ }}`.
const knownProperties = new Set([
  'name',
  'class',
  'continued',
  'layout',
  'template',
  'exclude',
  'count',
  'background-image',
  'background-color',
  'background-size',
  'background-position',
  'highlight-style',
]);

const propertyPattern = /^([\w-]+):(.*)$/;

/**
 * Reads the properties of a slide: `key: value` lines at its top, and comments of that form before its first class.
 *
 * gnab/remark takes every leading line of that form, whatever its key, and so loses a first line such as `Note: ...` or
 * `https://...`, and it cuts values at `$`. Here a key that it does not know is a property only when it is written in
 * lower case, right at the top or right below another property, with a blank before its value.
 */
export function readProperties(text: string, lines: Lines, slide: Span, regions: readonly Region[]): SlideProperties {
  const found = new Map<string, string>();
  let contentStart = slide.start;
  let together = true;
  for (let line = lines.at(slide.start); line < lines.count && lines.start(line) < slide.end; line++) {
    const start = lines.start(line);
    const end = Math.min(lines.end(line), slide.end);
    if (skipBlanks(text, start, end) === end) {
      together = false;
      continue;
    }
    const property = readProperty(text.slice(start, end), together);
    if (!property) break;
    found.set(...property);
    together = true;
    contentStart = Math.min(lines.start(line + 1), slide.end);
  }
  for (const region of regions) {
    if (region.kind === 'class') break;
    if (region.kind !== 'comment') continue;
    const property = readProperty(text.slice(region.start + 4, region.end - 3).trim(), true);
    if (property) found.set(...property);
  }
  return { properties: Object.fromEntries(found), contentStart };
}

function readProperty(line: string, unknownToo: boolean): [string, string] | undefined {
  const [, key, value] = propertyPattern.exec(line) ?? [];
  if (key === undefined || value === undefined) return undefined;
  const accepted =
    knownProperties.has(key) || (unknownToo && /^[a-z]/.test(key) && key === key.toLowerCase() && /^[ \t]/.test(value));
  return accepted ? [key, value.trim()] : undefined;
}
