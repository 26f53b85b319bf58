import { messagesOf } from '../places.ts';
import type { LintRule } from '../rule.ts';

/** Classes that are nested too deeply to be read. */
export const nestedClass: LintRule = {
  id: 'nested-class',
  severity: 'warning',
  summary: { en: 'classes nested too deeply', fr: 'des classes trop imbriquées' },
  rationale: 'Real decks need three levels. More than 32 are a mistake or an attack; the inner ones are read as text.',
  examples: [
    { title: 'forty levels', deck: `${'.a['.repeat(40)}${']'.repeat(40)}\n`, at: ['1:97'] },
    { title: 'three levels', deck: '.a[.b[.c[x]]]\n', at: [] },
  ],
  check(document, report) {
    for (const { offset } of messagesOf(document, 'nested-class')) {
      report(
        { start: offset, end: offset + 1 },
        {
          en: 'Classes are nested too deeply here; the inner ones are read as text. Close some of them.',
          fr: 'Les classes sont trop imbriquées ici\u00a0; celles de l’intérieur sont lues comme du texte. En refermer quelques-unes.',
        },
      );
    }
  },
};
