import type { UnitView } from '../../protocol.ts';
import type { Page } from '../page.ts';

/** Where a unit, or an expected output, stands in the file: how the page's elements and the server's words meet. */
export const placeKey = (line: number | string, column: number | string): string => `${line}:${column}`;

export function keyOf(element: HTMLElement): string {
  return placeKey(element.dataset['line'] ?? '', element.dataset['column'] ?? '');
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
  return page.course.units.filter(
    (unit) => unit.slide === index || (unit.visible && keys.has(placeKey(unit.line, unit.column))),
  );
}
