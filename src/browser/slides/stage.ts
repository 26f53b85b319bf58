import { effect } from '@preact/signals';
import type { Page } from '../page.ts';

/** The sections that the server has sent, in order; the same order as `course.slides`. */
export type Sections = readonly HTMLElement[];

/** What a view of the whole course is given. */
export interface StageProps {
  readonly page: Page;
  readonly sections: Sections;
}

export function findSections(main: HTMLElement): Sections {
  return [...main.querySelectorAll<HTMLElement>(':scope > section.slide')];
}

/** Shows one slide at a time. `enter` is called before a slide is seen. */
export function stage(page: Page, main: HTMLElement, sections: Sections, enter: (section: HTMLElement) => void): void {
  let first = true;
  effect(() => {
    const position = page.position.value;
    const section = sections[position];
    if (section === undefined) return;
    enter(section);
    const lostFocus = sections.some((other) => other !== section && other.contains(document.activeElement));
    for (const other of sections) other.hidden = other !== section;
    main.scrollTo({ top: 0 });
    if (lostFocus) main.focus({ preventScroll: true });
    if (!first) {
      const { number, title } = page.slide.peek();
      const total = page.course.slides.at(-1)?.number ?? 0;
      page.announcement.value = { text: page.t.slideOf(number, total, title), urgent: false };
    }
    first = false;
  });
}
