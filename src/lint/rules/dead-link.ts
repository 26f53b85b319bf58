import { message } from '../../messages/message.ts';
import { linksOf } from '../links.ts';
import type { LintRule } from '../rule.ts';

/** `[x](#name)` without a slide of that name. */
export const deadLink: LintRule = {
  id: 'dead-link',
  severity: 'warning',
  examples: [
    { title: 'no such name', deck: 'See [part 1](#part-1).\n', at: ['1:5'] },
    { title: 'no such number', deck: '[x](#3)\n\n---\n\nb\n', at: ['1:1'] },
    {
      title: 'names, numbers, the table of contents',
      deck: 'name: a\n\n[x](#a) [y](#2) [z](#toc-b)\n\n---\n\nb\n',
      at: [],
    },
    { title: 'other pages, code', deck: '[x](https://a.b/#c) `[x](#d)` [top](#)\n', at: [] },
  ],
  check(document, report) {
    const { slides } = document.deck;
    const names = new Set(slides.flatMap(({ name }) => (name === undefined ? [] : [name])));
    const last = Math.max(0, ...slides.slice(-1).map(({ index }) => index));
    for (const { url, kind, start, end } of linksOf(document)) {
      if (kind !== 'link' || !/^#./.test(url)) continue;
      const name = decoded(url.slice(1));
      if (name.startsWith('toc-') || names.has(name)) continue;
      const isNumber = /^p?\d+$/.test(name);
      const number = Number(name.replace('p', ''));
      if (isNumber && number >= 1 && number <= last) continue;
      report({ start, end }, message('lint/dead-link', { isNumber, number, name }));
    }
  },
};

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
