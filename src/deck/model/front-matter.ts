import type { SlideRegion } from '../scan/regions.ts';
import type { Source } from '../scan/source.ts';

/** What stands between two `---` at the beginning of a file, as far as it says how cells run. */
export type FrontMatter = Readonly<Record<string, string>>;

/**
 * The front matter of documents that are no decks: by the index of the slide that it would be. Nothing but blanks stands before it, and all of its
 * lines are those of a YAML mapping or of JSON. The slide before it is empty.
 */
export function frontMatterIn(
  { text, point }: Source,
  slides: readonly SlideRegion[],
): ReadonlyMap<number, FrontMatter> {
  const found = new Map<number, FrontMatter>();
  slides.forEach((slide, index) => {
    const before = slides[index - 1];
    if (!before || slide.continued || point(before.start).line !== 1) return;
    if (text.slice(before.start, before.end).replace('\ufeff', '').trim() !== '') return;
    const written = text.slice(slide.start, slide.end);
    if (!isMapping(written)) return;
    found.set(index, Object.fromEntries(['cwd', 'shell', 'skipPrompts'].flatMap((name) => valueOf(written, name))));
  });
  return found;
}

function isMapping(written: string): boolean {
  const lines = written.split(/\r?\n/).filter((line) => line.trim() !== '');
  return lines.length > 0 && lines.every((line) => /^(?:["']?[\w.-]+["']?\s*:(?:\s|$)|\s+\S|- |#|[{}\]])/.test(line));
}

function valueOf(written: string, name: string): readonly (readonly [string, string])[] {
  const value = new RegExp(
    `^\\s*["']?${name}["']?\\s*:[ \\t]*(?:"([^"\\n]*)"|'([^'\\n]*)'|([^\\s"'#,][^#,\\n]*))`,
    'm',
  ).exec(written);
  const found = value?.[1] ?? value?.[2] ?? value?.[3]?.trim();
  return found === undefined || found === '' ? [] : [[name, found]];
}
