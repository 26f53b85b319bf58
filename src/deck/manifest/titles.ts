import { numberSlides } from '../model/numbering.ts';
import type { Lines } from '../scan/lines.ts';
import type { Region, SlideRegion, Span } from '../scan/regions.ts';

/** A first-level heading of a chapter, which gets a line in the table of contents. */
export interface ChapterTitle {
  /** As it is written, with its markup. */
  readonly text: string;
  /** Where its slide begins; of an increment, the slide that it continues. */
  readonly slideStart: number;
}

/** The titles (`# ...`) of a chapter, without those in code, comments, notes and slides that nobody sees. */
export function readTitles(
  text: string,
  lines: Lines,
  slides: readonly SlideRegion[],
  excludedClasses: readonly string[],
): ChapterTitle[] {
  const titles: ChapterTitle[] = [];
  const statuses = numberSlides(slides, excludedClasses);
  let slideStart = 0;
  slides.forEach((slide, index) => {
    if (!slide.continued) slideStart = slide.start;
    if (statuses[index]?.excluded) return;
    const { content } = slide;
    const opaque = opaqueSpans(slide.regions);
    let next = 0;
    for (let line = lines.at(content.start); lines.start(line) < content.end; line++) {
      const start = lines.start(line);
      while ((opaque[next]?.end ?? Infinity) <= start) next++;
      if ((opaque[next]?.start ?? Infinity) <= start) continue;
      const [, title = ''] = /^# +(.*)$/.exec(text.slice(start, lines.end(line))) ?? [];
      if (title.trim() !== '') titles.push({ text: title.trim(), slideStart });
    }
  });
  return titles;
}

/** Where code and comments stand, also those in classes. */
function opaqueSpans(regions: readonly Region[]): Span[] {
  return regions.flatMap((region) => (region.kind === 'class' ? opaqueSpans(region.regions) : [region]));
}
