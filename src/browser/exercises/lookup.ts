import type { DeckLocation, UnitView } from '../../protocol.ts';
import type { Page } from '../page.ts';

/** Where a unit, or an expected output, stands: how the page's elements and the server's words meet. */
export function placeKey({ file = '', line, column }: DeckLocation): string {
  return `${line}:${column} ${file}`;
}

export function keyOf({ dataset: { file = '', line = '', column = '' } }: HTMLElement): string {
  return placeKey({ file, line: Number(line), column: Number(column) });
}

/** Elements of a slide that have a place in the file. */
export function placed(section: HTMLElement): readonly HTMLElement[] {
  return [...section.querySelectorAll<HTMLElement>('[data-line][data-column]')];
}

/** The units that a slide shows, or that run with it: those of an increment are shown on the slides before and after it too. */
export function unitsOn(page: Page, section: HTMLElement | undefined): readonly UnitView[] {
  if (section === undefined) return [];
  const keys = new Set(placed(section).map(keyOf));
  const index = Number(section.dataset['index']);
  // A chapter may be there twice: an element belongs to the last slide with a unit of its place, this one at most.
  const slides = new Map<string, number>();
  for (const unit of page.course.units) {
    const key = placeKey(unit);
    if (unit.visible && keys.has(key) && (unit.slide <= index || !slides.has(key))) slides.set(key, unit.slide);
  }
  return page.course.units.filter(
    (unit) => unit.slide === index || (unit.visible && slides.get(placeKey(unit)) === unit.slide),
  );
}
