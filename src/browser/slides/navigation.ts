import { batch, effect } from '@preact/signals';
import type { Page } from '../page.ts';
import { fragmentOf, placeOf } from './address.ts';

/** Goes to a slide, because a person wants to: the other windows follow, and the way back leads here. */
export function goTo(page: Page, position: number): void {
  const last = page.course.slides.length - 1;
  const target = Math.max(0, Math.min(last, position));
  const slide = page.course.slides[target];
  if (slide === undefined || target === page.position.peek()) return;
  history.pushState(null, '', fragmentOf(page.course, slide, page.presenter.peek()));
  batch(() => {
    page.position.value = target;
    page.step.value = undefined;
    if (page.presenter.peek() && page.timer.peek().since === undefined && page.timer.peek().before === 0) {
      page.timer.value = { before: 0, since: performance.now() };
    }
  });
  tellOthers(page);
}

/** Goes to the slide of this number, as shown; stays where it is if there is none. */
export function goToNumber(page: Page, number: number): void {
  const place = placeOf(page.course, String(number));
  if (place !== undefined) goTo(page, place.position);
}

/** Tells the other windows where this one is, unless it goes its own way. */
function tellOthers(page: Page): void {
  if (page.follow.peek()) page.send({ type: 'slide', index: page.slide.peek().index });
}

/** Keeps address and slide in step: links by name, back and forward, reload. */
export function followAddress(page: Page): void {
  const take = () => {
    const place = placeOf(page.course, location.hash);
    if (place === undefined) return;
    const moved = place.position !== page.position.peek();
    batch(() => {
      page.position.value = place.position;
      if (place.presenter && !page.audience) page.presenter.value = true;
    });
    if (moved) tellOthers(page);
  };
  take();
  addEventListener('hashchange', take);
  addEventListener('popstate', take);
  let here = location.hash.length > 1;
  effect(() => {
    const fragment = fragmentOf(page.course, page.slide.value, page.presenter.value);
    // The first slide needs no fragment, so that a window without one goes where the others are.
    here ||= page.position.value > 0;
    if (here && fragment !== location.hash) history.replaceState(null, '', fragment);
  });
}
