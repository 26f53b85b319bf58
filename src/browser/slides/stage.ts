import { effect, type ReadonlySignal } from '@preact/signals';
import type { Page } from '../page.ts';

/** The sections that the server has sent, in order; the same order as `course.slides`. They are replaced with the course. */
export type Sections = ReadonlySignal<readonly HTMLElement[]>;

/** What a view of the whole course is given. */
export interface StageProps {
  readonly page: Page;
  readonly sections: Sections;
}

export function findSections(main: ParentNode): readonly HTMLElement[] {
  return [...main.querySelectorAll<HTMLElement>('main > section.slide')];
}

/** Shows one slide at a time. `enter` is called before a slide is seen. */
export function stage(page: Page, main: HTMLElement, sections: Sections, enter: (section: HTMLElement) => void): void {
  let shown: HTMLElement | undefined;
  let said: string | undefined;
  effect(() => {
    const all = sections.value;
    const section = all[page.position.value];
    if (section === undefined) return;
    enter(section);
    const lostFocus = all.some((other) => other !== section && other.contains(document.activeElement));
    for (const other of all) other.hidden = other !== section;
    // One that was saved anew is where it was, as far as it goes.
    if (section !== shown && shown?.isConnected !== false) main.scrollTo({ top: 0 });
    shown = section;
    if (lostFocus) main.focus({ preventScroll: true });
    const { number, title } = page.slide.peek();
    const total = page.course.slides.at(-1)?.number ?? 0;
    const text = page.t.slideOf(number, total, title);
    if (said !== undefined && said !== text) page.announcement.value = { text, urgent: false };
    said = text;
  });
}
