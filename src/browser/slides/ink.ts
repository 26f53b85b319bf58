import { effect, signal } from '@preact/signals';
import { limits } from '../../limits.ts';
import type { InkPiece } from '../../protocol.ts';
import type { Page } from '../page.ts';
import { placeOn, pointOn, within } from './anchors.ts';
import type { Sections } from './stage.ts';

const namespace = 'http://www.w3.org/2000/svg';
/** Pixels from one point of a line to the next, at least. */
const step = 3;

/** What was drawn, with one more piece of a stroke; the same as before when there is no more room. */
export function withPiece(strokes: readonly InkPiece[], piece: InkPiece): readonly InkPiece[] {
  const points = strokes.reduce((sum, stroke) => sum + stroke.points.length, piece.points.length) / 2;
  const before = strokes.find(({ stroke }) => stroke === piece.stroke);
  if (points > limits.ink.points || (before === undefined && strokes.length >= limits.ink.strokes)) return strokes;
  if (before === undefined) return [...strokes, piece];
  const longer = { ...before, points: [...before.points, ...piece.points] };
  return strokes.map((stroke) => (stroke === before ? longer : stroke));
}

/** Draws with the mouse, a finger or a pen on the slide that is shown, while that is wanted, and shows what was drawn here and elsewhere. */
export function watchInk(page: Page, main: HTMLElement, sections: Sections): void {
  showInk(page, main, sections);
  let stroke: { readonly id: string; readonly section: HTMLElement; readonly anchor: number } | undefined;
  let last = { x: 0, y: 0 };
  let waiting: number[] = [];
  let frame: number | undefined;
  const flush = () => {
    frame = undefined;
    if (stroke === undefined || waiting.length === 0) return;
    const { id, section, anchor } = stroke;
    const points = waiting.splice(0, 2 * limits.ink.piece);
    const piece = { slide: Number(section.dataset['index']), stroke: id, anchor, points };
    const after = withPiece(page.ink.peek(), piece);
    if (after === page.ink.peek()) return;
    page.ink.value = after;
    page.send({ type: 'ink', ...piece });
  };
  const add = ({ clientX, clientY }: PointerEvent) => {
    if (stroke === undefined) return;
    const { x, y } = within(stroke.section, stroke.anchor, clientX, clientY);
    waiting.push(x, y);
    last = { x: clientX, y: clientY };
    frame ??= requestAnimationFrame(flush);
  };
  main.addEventListener('pointerdown', (event) => {
    const section = sections.value[page.position.peek()];
    const isControl = event.target instanceof Element && event.target.closest('button,a,input,summary,label') !== null;
    if (page.pen.peek() !== 'draw' || event.button !== 0 || section === undefined || isControl) return;
    event.preventDefault();
    main.setPointerCapture(event.pointerId);
    const { anchor } = placeOn(section, event.clientX, event.clientY);
    stroke = { id: crypto.getRandomValues(new Uint32Array(2)).join('-'), section, anchor };
    add(event);
  });
  main.addEventListener('pointermove', (event) => {
    if (Math.hypot(event.clientX - last.x, event.clientY - last.y) >= step) add(event);
  });
  main.addEventListener('lostpointercapture', () => {
    if (frame !== undefined) cancelAnimationFrame(frame);
    flush();
    stroke = undefined;
    waiting = [];
  });
}

/** One picture over the slide that is shown, made anew when that is laid out otherwise. */
function showInk(page: Page, main: HTMLElement, sections: Sections): void {
  const layer = document.createElementNS(namespace, 'svg');
  layer.classList.add('ink');
  layer.setAttribute('aria-hidden', 'true');
  const laidOut = signal(0);
  const watcher = new ResizeObserver(() => {
    laidOut.value += 1;
  });
  effect(() => {
    const section = sections.value[page.position.value];
    watcher.disconnect();
    if (section === undefined) return;
    watcher.observe(section);
    watcher.observe(main);
  });
  effect(() => {
    const section = sections.value[page.position.value];
    const strokes = page.ink.value.filter(({ slide }) => slide === page.slide.value.index);
    if (section === undefined || strokes.length === 0 || laidOut.value < 0) {
      layer.remove();
      return;
    }
    if (layer.parentNode !== section) section.append(layer);
    layer.replaceChildren(...strokes.map((stroke) => lineOf(section, stroke)));
  });
}

function lineOf(section: HTMLElement, { anchor, points }: InkPiece): SVGElement {
  const line = document.createElementNS(namespace, 'polyline');
  const pixels: string[] = [];
  for (let at = 0; at + 1 < points.length; at += 2) {
    pixels.push(
      pointOn(section, { anchor, x: points[at] ?? 0, y: points[at + 1] ?? 0 })
        .map((n) => n.toFixed(1))
        .join(),
    );
  }
  // A point alone is seen, too.
  if (pixels.length === 1) pixels.push(...pixels);
  line.setAttribute('points', pixels.join(' '));
  return line;
}

/** Takes what is drawn on a slide away, in this window. */
export function wipe(page: Page, slide: number): void {
  page.ink.value = page.ink.peek().filter((stroke) => stroke.slide !== slide);
}
