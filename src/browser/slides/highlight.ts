import { effect } from '@preact/signals';
import type { Page } from '../page.ts';
import { findAll } from './find.ts';
import type { Sections } from './stage.ts';

/** Marks what was searched for in the slide that is seen, without touching its HTML. Older browsers find without marking. */
export function highlightHits(page: Page, sections: Sections): void {
  if (!('highlights' in CSS)) return;
  effect(() => {
    const section = sections.value[page.position.value];
    const query = page.query.value;
    CSS.highlights.delete('search');
    const content = section?.querySelector('.slide-content');
    if (query.trim() === '' || content == null) return;
    CSS.highlights.set('search', new Highlight(...rangesOf(content, query)));
  });
}

/** Also over the borders of elements: colours of code, emphasis, places where a command may be broken. */
function rangesOf(content: Element, query: string): Range[] {
  const nodes: { readonly node: Node; readonly start: number; readonly end: number }[] = [];
  let text = '';
  const walker = document.createTreeWalker(content, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const start = text.length;
    text += node.nodeValue ?? '';
    nodes.push({ node, start, end: text.length });
  }
  return findAll(text, query).map(([from, to]) => {
    const range = new Range();
    const first = nodes.find(({ end }) => from < end);
    const last = nodes.find(({ end }) => to <= end);
    if (first) range.setStart(first.node, from - first.start);
    if (last) range.setEnd(last.node, to - last.start);
    return range;
  });
}
