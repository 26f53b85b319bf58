import { isPath } from './embed.ts';

/** What stands behind a slide; values are safe for CSS properties of these names. */
export interface SlideBackground {
  readonly image?: string;
  readonly color?: string;
  readonly size?: string;
  readonly position?: string;
}

/** The background that the properties of a slide ask for, as far as it is harmless. */
export function backgroundOf(
  properties: Readonly<Record<string, string>>,
  assetUrl: (path: string) => string | undefined,
): SlideBackground | undefined {
  const path = /^url\(\s*["']?([^"')]+?)["']?\s*\)$/.exec(properties['background-image'] ?? '')?.[1];
  const image = path !== undefined && isPath(path) ? assetUrl(path) : undefined;
  const safe = (key: string): string | undefined => {
    const value = properties[`background-${key}`];
    return value !== undefined && /^[#\w.,%() -]{1,100}$/.test(value) && !/url|image|var/i.test(value)
      ? value
      : undefined;
  };
  const found = { image, color: safe('color'), size: safe('size'), position: safe('position') };
  const entries = Object.entries(found).filter(([, value]) => value !== undefined);
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}
