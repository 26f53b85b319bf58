import type { Page } from '../page.ts';

/**
 * Makes what goes on beyond its box (code with long lines, wide tables) a stop of the Tab key with a name, so that the arrow
 * keys move it; what fits is none. Returns the function that ends it.
 */
export function watchScrollers(page: Page, section: HTMLElement): () => void {
  const watcher = new ResizeObserver((entries) => {
    for (const { target } of entries) if (target instanceof HTMLElement) nameScroller(page, target);
  });
  for (const box of section.querySelectorAll<HTMLElement>('.slide-content :is(pre, .table-scroll)'))
    watcher.observe(box);
  return () => {
    watcher.disconnect();
  };
}

function nameScroller(page: Page, box: HTMLElement): void {
  if (box.scrollWidth > box.clientWidth + 1) {
    box.tabIndex = 0;
    box.setAttribute('role', 'group');
    box.setAttribute('aria-label', box.matches('pre') ? page.t.wideCode : page.t.wideTable);
  } else {
    for (const name of ['tabindex', 'role', 'aria-label']) box.removeAttribute(name);
  }
}
