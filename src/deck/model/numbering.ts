import type { SlideRegion } from '../scan/regions.ts';

/** What a slide is in the deck as a whole. */
export interface SlideStatus {
  /** The number that gnab/remark shows; 0 for a slide that is never shown. */
  readonly number: number;
  /** Its own classes after those that it inherits. */
  readonly classes: readonly string[];
  readonly excluded: boolean;
}

/**
 * Numbers slides as gnab/remark 0.15 does (`src/remark/models/slideshow.js`): a slide inherits the classes of the slide that
 * it continues, or of its template or layout; it counts unless it is excluded, a layout, or has `count: false`, and
 * then it shows the number before.
 *
 * One thing differs: the increments of an excluded slide are excluded too. gnab/remark shows them, glued to the slide
 * before the excluded one, which makes no sense to anybody.
 */
export function numberSlides(slides: readonly SlideRegion[], excludedClasses: readonly string[]): SlideStatus[] {
  const byName = new Map<string, SlideStatus>();
  const statuses: SlideStatus[] = [];
  let layout: SlideStatus | undefined;
  let number = 0;
  for (const { properties, continued } of slides) {
    const { name, template, class: classNames = '', layout: layoutValue, count } = properties;
    const isLayout = layoutValue === 'true';
    const before = continued ? statuses.at(-1) : undefined;
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
    const status = {
      number: shown ? number : 0,
      classes: [...new Set([...(parent?.classes ?? []), ...own])],
      excluded,
    };
    statuses.push(status);
    if (name !== undefined) byName.set(name, status);
    if (isLayout) layout = status;
  }
  return statuses;
}
