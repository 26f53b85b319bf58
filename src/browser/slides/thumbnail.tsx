import { useEffect, useRef } from 'preact/hooks';

/**
 * A small picture of a slide: a copy that nobody can use, in the proportions of the real pane. Drawn when it comes into
 * view, and again when `version` changes.
 */
export function Thumbnail({
  section,
  version,
}: {
  readonly section: HTMLElement | undefined;
  readonly version?: string;
}) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = box.current;
    const main = document.getElementById('slides');
    if (element === null || main === null || section === undefined) return undefined;
    const width = Math.max(main.clientWidth, 640);
    const height = Math.max(main.clientHeight, 400);
    const frame = document.createElement('div');
    frame.className = 'thumbnail-frame';
    element.style.setProperty('--frame-width', String(width));
    element.style.setProperty('--frame-height', String(height));
    const fit = new ResizeObserver(([entry]) => {
      element.style.setProperty('--scale', String((entry?.contentRect.width ?? 0) / width));
    });
    const see = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      see.disconnect();
      frame.replaceChildren(copyOf(section));
    });
    element.replaceChildren(frame);
    fit.observe(element);
    see.observe(element);
    return () => {
      fit.disconnect();
      see.disconnect();
    };
  }, [section, version]);
  return <div class="thumbnail" ref={box} inert aria-hidden="true" />;
}

function copyOf(section: HTMLElement): HTMLElement {
  const copy = section.cloneNode(true) as HTMLElement;
  copy.hidden = false;
  for (const element of [copy, ...copy.querySelectorAll('[id]')]) element.removeAttribute('id');
  for (const extra of copy.querySelectorAll('.notes, .laser, .ink, .end-panel')) extra.remove();
  return copy;
}
