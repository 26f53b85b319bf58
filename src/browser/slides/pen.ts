import { effect, signal } from '@preact/signals';
import type { Page } from '../page.ts';
import { placeOn, pointOn } from './anchors.ts';
import type { Sections } from './stage.ts';

/** The laser pointer on the slides: what the mouse does here, and what it does in other windows. */
export function watchPen(page: Page, main: HTMLElement, sections: Sections): void {
  const dot = document.createElement('div');
  dot.className = 'laser';
  dot.setAttribute('aria-hidden', 'true');
  let isOurs = false;
  let frame: number | undefined;
  const here = () => sections.value[page.position.peek()];
  effect(() => {
    document.documentElement.dataset['pen'] = page.pen.value;
    if (page.pen.value !== 'laser') point(undefined);
  });
  const size = signal(0);
  new ResizeObserver(([entry]) => {
    size.value = entry?.contentRect.width ?? 0;
  }).observe(main);
  effect(() => {
    const place = page.pointer.value;
    const section = sections.value[page.position.value];
    // A slide that is laid out anew has its points elsewhere.
    if (size.value === 0) return;
    if (place === undefined || section === undefined || place.slide !== page.slide.value.index) {
      dot.remove();
      return;
    }
    const [x, y] = pointOn(section, place);
    dot.style.transform = `translate(${x}px, ${y}px)`;
    // Afterwards: it does not fly in from the corner.
    if (dot.parentElement !== section) section.append(dot);
  });

  function point(event: PointerEvent | undefined): void {
    const section = here();
    if (frame !== undefined) cancelAnimationFrame(frame);
    frame = undefined;
    if (event === undefined || section === undefined) {
      if (!isOurs) return;
      isOurs = false;
      page.pointer.value = undefined;
      page.send({ type: 'pointer' });
      return;
    }
    // Once a frame is as often as anybody sees it.
    frame = requestAnimationFrame(() => {
      frame = undefined;
      isOurs = true;
      const at = placeOn(section, event.clientX, event.clientY);
      page.pointer.value = at;
      page.send({ type: 'pointer', at });
    });
  }
  main.addEventListener('pointermove', (event) => {
    if (page.pen.peek() === 'laser') point(event);
  });
  for (const name of ['pointerleave', 'pointercancel'] as const) {
    main.addEventListener(name, () => {
      point(undefined);
    });
  }
}
