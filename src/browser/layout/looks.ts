import { effect, type ReadonlySignal, signal } from '@preact/signals';
import type { Page } from '../page.ts';

/** Below this width there is room for one pane. */
const narrowQuery = '(max-width: 799px)';

export function watchWidth(): ReadonlySignal<boolean> {
  const query = matchMedia(narrowQuery);
  const narrow = signal(query.matches);
  query.addEventListener('change', () => {
    narrow.value = query.matches;
  });
  return narrow;
}

/** Writes on `<html>` what the style sheet needs to know. */
export function applyLooks(page: Page, narrow: ReadonlySignal<boolean>): void {
  const { dataset } = document.documentElement;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const theme = () => {
    const wanted = page.theme.value;
    dataset['theme'] = wanted === 'auto' ? (dark.matches ? 'dark' : 'light') : wanted;
  };
  effect(theme);
  dark.addEventListener('change', theme);
  effect(() => {
    dataset['slide'] = String(page.slide.value.index);
    dataset['layout'] = page.layout.value;
    dataset['pane'] = page.pane.value;
    dataset['width'] = narrow.value ? 'narrow' : 'wide';
    dataset['visit'] = page.visit === undefined ? '' : page.connection.value === 'open' ? 'looks' : 'waits';
    dataset['audience'] = String(page.audience);
    dataset['presenter'] = String(page.presenter.value);
    dataset['mirrored'] = String(page.mirrored.value);
  });
  effect(() => {
    document.documentElement.style.setProperty('--zoom', String(page.zoom.value));
  });
  effect(() => {
    const whose = page.visit === undefined ? '' : `${page.help.value?.who ?? ''} · `;
    document.title = `${whose}${page.slide.value.title} · ${page.course.title}`;
  });
}
