import type { Page } from '../page.ts';
import type { Places } from './app.tsx';

/** The stops of F6, in order; a pane that cannot be seen is brought forward if the width hides it, and passed by otherwise. */
export function watchPanes(page: Page, { main, toolbar, terminal }: Places): void {
  const show = (pane: 'slides' | 'terminal') => {
    if (document.documentElement.dataset['width'] === 'narrow') page.pane.value = pane;
  };
  const toSlides = () => {
    show('slides');
    main.focus({ preventScroll: true });
    return main.contains(document.activeElement);
  };
  const toTerminal = () => {
    show('terminal');
    (terminal.querySelector<HTMLElement>('textarea') ?? terminal).focus();
    return terminal.contains(document.activeElement);
  };
  const toTools = () => {
    toolbar.querySelector('button')?.focus();
    return toolbar.contains(document.activeElement);
  };
  cyclePanes(
    () => [toSlides, toTerminal, toTools],
    () => (terminal.contains(document.activeElement) ? 1 : toolbar.contains(document.activeElement) ? 2 : 0),
  );
}

/** F6 goes from slides to terminal to tools, Shift+F6 back. It must work out of the terminal, so it comes before all others. */
function cyclePanes(stops: () => readonly (() => boolean)[], here: () => number): void {
  addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'F6' || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      event.stopPropagation();
      const all = stops();
      const from = here();
      for (let step = 1; step <= all.length; step++) {
        const at = (from + (event.shiftKey ? -step : step) + all.length * 2) % all.length;
        if (all[at]?.() === true) return;
      }
    },
    { capture: true },
  );
}
