import type { UnitView } from '../../protocol.ts';
import { isActive, isDone, type Page, stateOf } from '../page.ts';

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

/** Where a slide goes on: its first unit that is not done, or its first. */
export function nextUnit(page: Page, section: HTMLElement | undefined): UnitView | undefined {
  const units = unitsOn(page, section);
  const first = units.find((unit) => unit.slide === page.slide.value.index) ?? units[0];
  return units.find((unit) => !isDone(stateOf(page, unit))) ?? first;
}

/** Asks the server to run a unit, once: what is queued or runs, or was just clicked, is not asked for again. */
export function run(page: Page, unit: UnitView, scope: 'unit' | 'slide' | 'again' | 'rest' | 'upTo'): void {
  if (!canRun(page)) return;
  if (scope === 'unit' && (isActive(stateOf(page, unit)) || page.asked.peek().has(unit.id))) return;
  page.asked.value = new Set([...page.asked.peek(), unit.id]);
  page.send({ type: 'run', unit: unit.id, scope });
}

function canRun(page: Page): boolean {
  return page.visit === undefined && page.connection.value === 'open' && page.node.value.status === 'ready';
}

/** Why nothing can be run just now; undefined: it can. */
export function whyNot(page: Page): string | undefined {
  if (canRun(page)) return undefined;
  if (page.visit !== undefined) return page.t.helping.onlyLooking;
  if (page.connection.value !== 'open') return page.t.connecting;
  return page.node.value.status === 'starting' ? page.t.nodeStarting : page.t.nodeNotReady;
}

export function mark(page: Page, unit: UnitView, as: 'done' | 'skipped' | 'idle' | 'accepted'): void {
  page.send({ type: 'mark', unit: unit.id, as });
}
