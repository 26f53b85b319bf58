import { limits } from '../../limits.ts';
import type { PointerPlace } from '../../protocol.ts';

/** Elements that stand on a slide in every window, by whose boxes points are told. */
const selector = 'h1,h2,h3,h4,h5,h6,p,li,pre,blockquote,td,th,img,figure,code,a,strong,em,code>span';

const known = new WeakMap<HTMLElement, readonly HTMLElement[]>();

/** Call it before anything is added to a slide: all windows count the same elements. The first is all of its content. */
export function rememberAnchors(section: HTMLElement): void {
  const content = section.querySelector<HTMLElement>(':scope > .slide-content');
  if (content === null) return;
  known.set(section, [content, ...content.querySelectorAll<HTMLElement>(selector)].slice(0, limits.ink.anchors));
}

/** A point of the window on a slide: where it is in the innermost element under it. */
export function placeOn(section: HTMLElement, x: number, y: number): PointerPlace {
  const anchors = known.get(section) ?? [];
  const isOver = (element: HTMLElement | undefined) => {
    const box = element?.getBoundingClientRect();
    return box !== undefined && x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
  };
  let anchor = anchors.length - 1;
  while (anchor > 0 && !isOver(anchors[anchor])) anchor -= 1;
  anchor = Math.max(0, anchor);
  return { slide: Number(section.dataset['index']), anchor, ...within(section, anchor, x, y) };
}

/** A point of the window in thousandths of the box of an element of a slide. */
export function within(
  section: HTMLElement,
  anchor: number,
  x: number,
  y: number,
): { readonly x: number; readonly y: number } {
  const box = (known.get(section)?.[anchor] ?? section).getBoundingClientRect();
  const share = (part: number, whole: number) =>
    Math.max(-limits.ink.far, Math.min(limits.ink.far, Math.round((part / Math.max(1, whole)) * 1000)));
  return { x: share(x - box.left, box.width), y: share(y - box.top, box.height) };
}

/** The same point in this window, in pixels from the slide's upper left corner. */
export function pointOn(
  section: HTMLElement,
  { anchor, x, y }: Omit<PointerPlace, 'slide'>,
): readonly [number, number] {
  const box = (known.get(section)?.[anchor] ?? section).getBoundingClientRect();
  const from = section.getBoundingClientRect();
  return [box.left - from.left + (x / 1000) * box.width, box.top - from.top + (y / 1000) * box.height];
}
