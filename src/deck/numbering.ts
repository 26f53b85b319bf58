import type { SlideRegion } from './skeleton.ts';

/** What a slide is in the deck as a whole. */
export interface SlidePlace {
  /** The number that gnab/remark shows; 0 for a slide that is never shown. */
  readonly number: number;
  /** Its own classes after those that it inherits. */
  readonly classes: readonly string[];
  readonly excluded: boolean;
}

/**
 * Places slides as gnab/remark 0.15 does (`src/remark/models/slideshow.js`): a slide inherits the classes of the slide that
 * it continues, or of its template or layout; it counts unless it is excluded, a layout, or has `count: false`, and
 * then it shows the number before.
 *
 * One thing differs: the increments of an excluded slide are excluded too. gnab/remark shows them, glued to the slide
 * before the excluded one, which makes no sense to anybody.
 */
export function placeSlides(slides: readonly SlideRegion[], excludedClasses: readonly string[]): SlidePlace[] {
  const byName = new Map<string, SlidePlace>();
  const places: SlidePlace[] = [];
  let layout: SlidePlace | undefined;
  let number = 0;
  for (const { properties, continued } of slides) {
    const { name, template, class: classNames = '', layout: layoutValue, count } = properties;
    const isLayout = layoutValue === 'true';
    const before = continued ? places.at(-1) : undefined;
    if (layoutValue === 'false') layout = undefined;
    const parent =
      before ?? (template === undefined ? undefined : byName.get(template)) ?? (isLayout ? undefined : layout);
    const own = classNames.split(/,| /).filter((word) => word !== '');
    const excluded =
      before?.excluded === true ||
      properties['exclude']?.toLowerCase() === 'true' ||
      own.some((word) => excludedClasses.includes(word));
    const shown = !excluded && !isLayout;
    if (shown && count !== 'false') number++;
    const place = { number: shown ? number : 0, classes: [...new Set([...(parent?.classes ?? []), ...own])], excluded };
    places.push(place);
    if (name !== undefined) byName.set(name, place);
    if (isLayout) layout = place;
  }
  return places;
}
