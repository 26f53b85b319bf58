import { message } from '../../messages/message.ts';
import { propertyLines } from '../properties.ts';
import type { LintRule } from '../rule.ts';

/** Two slides with the same `name:`. */
export const duplicateSlideName: LintRule = {
  id: 'duplicate-slide-name',
  severity: 'warning',
  examples: [
    { title: 'twice', deck: 'name: a\n\n# A\n\n---\n\nname: a\n\n# B\n', at: ['7:1'] },
    { title: 'different ones', deck: 'name: a\n\n# A\n\n---\n\nname: b\n\n# B\n', at: [] },
  ],
  check(document, report) {
    const first = new Map<string, number>();
    document.deck.slides.forEach(({ name, index: number, position }, index) => {
      if (name === undefined || name === '') return;
      const before = first.get(name);
      if (before === undefined) {
        first.set(name, position.start.line);
        return;
      }
      const region = document.regions[index];
      const line = propertyLines(document, index).find(({ key }) => key === 'name');
      const at = line ?? (region && { start: region.start, end: region.content.start });
      if (!at) return;
      report(at, message('lint/duplicate-slide-name', { line: before, name, slide: number }));
    });
  },
};
