import { batch, effect, type Signal } from '@preact/signals';
import { placeAfter } from '../../course.ts';
import type { Course } from '../../protocol.ts';
import { isFrozen, type Page } from '../page.ts';
import { arrive } from '../receive.ts';
import { findSections } from './stage.ts';

/** Milliseconds in which the server must have sent the page. */
const patience = 20_000;

/**
 * Follows the course of the server: when its deck was saved anew, the page is read once more, without being loaded, and `show` puts its
 * slides in the place of those that are here.
 */
export function followCourse(
  page: Page,
  show: (fresh: readonly HTMLElement[], course: Course) => void = () => undefined,
): void {
  effect(() => {
    const { coming } = page;
    const wanted = coming.value;
    // A frozen window has it when it is thawed.
    if (wanted === undefined || isFrozen(page)) return undefined;
    if (wanted.version === page.course.version) {
      queueMicrotask(() => {
        if (coming.peek() === wanted) arrive(page, page.course, page.position.peek());
      });
      return undefined;
    }
    const giveUp = new AbortController();
    read(AbortSignal.any([giveUp.signal, AbortSignal.timeout(patience)])).then(
      (found) => {
        // Where it is another one again, the server has said so, or is about to.
        if (coming.peek() !== wanted || found?.course.version !== wanted.version) return;
        const { course, fresh } = found;
        const position = placeAfter(page.course.slides, page.position.peek(), course.slides);
        batch(() => {
          show(fresh, course);
          arrive(page, course, position);
        });
        page.announcement.value = { text: page.t.slidesReloaded, urgent: false };
      },
      () => {
        if (coming.peek() === wanted && !giveUp.signal.aborted)
          page.notices.value = [...page.notices.peek(), page.t.notReloaded];
      },
    );
    return () => {
      giveUp.abort();
    };
  });
}

async function read(signal: AbortSignal) {
  const response = await fetch('/', { signal, credentials: 'same-origin' });
  const text = await response.text();
  const other = new DOMParser().parseFromString(text, 'text/html');
  const data = other.getElementById('course')?.textContent;
  // Somebody who is not known any more gets the login page; their connection says so.
  if (data == null) return undefined;
  bringStyles(other);
  return { course: JSON.parse(data) as Course, fresh: findSections(other) };
}

/** The first formula of a deck needs its fonts. */
function bringStyles(other: Document): void {
  for (const link of other.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]')) {
    const href = link.getAttribute('href') ?? '';
    if (document.querySelector(`link[rel=stylesheet][href="${CSS.escape(href)}"]`) === null)
      document.head.append(document.importNode(link));
  }
}

interface Replaced {
  readonly page: Page;
  readonly main: HTMLElement;
  readonly sections: Signal<readonly HTMLElement[]>;
  /** Lets go of a slide that is taken away. */
  readonly leave: (section: HTMLElement) => void;
}

/** Puts fresh slides in the place of those that are here. Slides that have not changed stay the same elements: with their focus, films, and what is open. */
export function replaceSections(
  { page, main, sections, leave }: Replaced,
  fresh: readonly HTMLElement[],
  course: Course,
): void {
  const old = sections.peek();
  const hadFocus = main.contains(document.activeElement);
  const free = new Map<string, HTMLElement[]>();
  for (const section of old) {
    const key = keyOf(section, page.course, section === old.at(-1));
    free.set(key, [...(free.get(key) ?? []), section]);
  }
  const next = fresh.map((section) => {
    const same = free.get(keyOf(section, course, section === fresh.at(-1)))?.shift();
    return same !== undefined && takeOver(same, section) ? same : section;
  });
  const kept = new Set(next);
  let place = old[0]?.previousSibling ?? null;
  for (const section of old) {
    if (kept.has(section)) continue;
    leave(section);
    section.remove();
  }
  for (const section of next) {
    if (!section.isConnected) section.hidden = true;
    // One that stands where it belongs is not moved: frames in it would begin anew.
    const after: ChildNode | null = place === null ? main.firstChild : place.nextSibling;
    if (after !== section) main.insertBefore(section, after);
    place = section;
  }
  queueMicrotask(() => {
    if (hadFocus && !main.contains(document.activeElement)) main.focus({ preventScroll: true });
  });
  sections.value = next;
}

/** Slides with the same key show the same and have the same steps; the last one has the end of the course below it. */
function keyOf(section: HTMLElement, { units }: Course, isLast: boolean): string {
  const regions = new Set(regionsIn(section).map(({ dataset }) => dataset['region']));
  const index = Number(section.dataset['index']);
  const own = units.filter((unit) => unit.slide === index || (unit.visible && regions.has(unit.region)));
  const steps = own.map(({ id, text, kind, hidden, visible, terminal }) => [id, text, kind, hidden, visible, terminal]);
  return JSON.stringify([section.dataset['content'], isLast, steps]);
}

function regionsIn(section: HTMLElement): readonly HTMLElement[] {
  return [...section.querySelectorAll<HTMLElement>('.slide-content [data-region]')];
}

/** Gives a slide that stays the number and the places in the file that it has now. False: its elements are not the same after all. */
function takeOver(section: HTMLElement, fresh: HTMLElement): boolean {
  const [here, there] = [regionsIn(section), regionsIn(fresh)];
  if (here.length !== there.length) return false;
  for (const [at, element] of here.entries()) element.dataset['region'] = there[at]?.dataset['region'] ?? '';
  for (const { name, value } of [...fresh.attributes]) section.setAttribute(name, value);
  for (const { name } of [...section.attributes])
    if (name !== 'hidden' && !fresh.hasAttribute(name)) section.removeAttribute(name);
  return true;
}
