import type { UnitView } from '../../protocol.ts';
import type { Page } from '../page.ts';

/** Elements of a slide that a unit may stand at: fences, and URLs in the text of an exercise. */
export function regionsOf(section: HTMLElement): readonly HTMLElement[] {
  return [...section.querySelectorAll<HTMLElement>('pre, [data-region]')];
}

/** The units that a slide shows, or that run with it: those of an increment are shown on the slides before and after it too. */
export function unitsOn(page: Page, section: HTMLElement | undefined): readonly UnitView[] {
  if (section === undefined) return [];
  const regions = new Set(regionsOf(section).map(({ dataset }) => dataset['region']));
  const index = Number(section.dataset['index']);
  return page.course.units.filter((unit) => unit.slide === index || (unit.visible && regions.has(unit.region)));
}
