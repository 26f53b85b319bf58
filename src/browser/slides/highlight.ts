import { effect } from '@preact/signals';
import type { Page } from '../page.ts';
import { findAll } from './find.ts';
import type { Sections } from './stage.ts';

/** Marks what was searched for in the slide that is seen, without touching its HTML. Older browsers find without marking. */
export function highlightHits(page: Page, sections: Sections): void {
  if (!('highlights' in CSS)) return;
  effect(() => {
    const section = sections[page.position.value];
    const query = page.query.value;
    CSS.highlights.delete('search');
    const content = section?.querySelector('.slide-content');
    if (query.trim() === '' || content == null) return;
    CSS.highlights.set('search', new Highlight(...rangesOf(content, query)));
  });
}

function rangesOf(content: Element, query: string): Range[] {
  const ranges: Range[] = [];
  const walker = document.createTreeWalker(content, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    for (const [from, to] of findAll(node.nodeValue ?? '', query)) {
      const range = new Range();
      range.setStart(node, from);
      range.setEnd(node, to);
      ranges.push(range);
    }
  }
  return ranges;
}
