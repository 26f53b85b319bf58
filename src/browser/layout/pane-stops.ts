import type { Page } from '../page.ts';
import type { Places } from './app.tsx';
import { cyclePanes } from './focus.ts';

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
    return true;
  };
  cyclePanes(
    () => [toSlides, toTerminal, toTools],
    () => (terminal.contains(document.activeElement) ? 1 : toolbar.contains(document.activeElement) ? 2 : 0),
  );
}
