import type { Code } from '../code.ts';
import { quoted } from '../quoted.ts';
import type { LintRule, Words } from '../rule.ts';
import type { Comparison } from '../source/compare.ts';

/** Inline code of the original that the translation's slide lacks. It needs `--source`. */
export const codeSpanDiffers: LintRule = {
  id: 'code-span-differs',
  severity: 'warning',
  summary: { en: 'inline code of the original that is missing', fr: 'du code en ligne de l’original qui manque' },
  rationale:
    'Translators put guillemets around names, or translate them. What the audience should type or recognise must stay code, letter by letter.',
  examples: [
    {
      title: 'guillemets instead of backticks',
      deck: 'Nous devrions voir le «travailleur».\n',
      original: 'We should see the `worker`.\n',
      at: ['1:1'],
    },
    {
      title: 'a stray blank',
      deck: 'Voici `hasher`,` redis`.\n',
      original: 'Here are `hasher`, `redis`.\n',
      at: ['1:16'],
      fixed: 'Voici `hasher`, `redis`.\n',
    },
    {
      title: 'another order is what other languages need',
      deck: 'Avec `b`, `a`.\n',
      original: '`a` with `b`.\n',
      at: [],
    },
  ],
  check(document, report) {
    const { original, source, comparison } = document;
    if (!original || !comparison) return;
    for (const pair of comparison.slides) {
      const { missing, spare } = unmatched(pair);
      for (const code of missing) {
        const line = original.source.point(code.start).line;
        const near = spare.find(({ text }) => text.trim() === code.text.trim());
        const was = quoted(code.text);
        if (near) {
          // The blank belongs before the code.
          const blank = /^\s/.test(near.text) && /\S/.test(document.text.charAt(near.start - 1)) ? ' ' : '';
          const span = { start: near.start, end: near.end };
          const words: Words = {
            en: `There are stray blanks in this code: the original has ${was.en} (line ${line}).`,
            fr: `Il y a des espaces en trop dans ce code\u00a0: l’original porte ${was.fr} (ligne ${line}).`,
          };
          report(span, words, { fix: [{ ...span, text: `${blank}\`${code.text}\`` }] });
          continue;
        }
        const start = source.offset(pair.translation.slide.position.start.offset);
        const words: Words = {
          en: `The original has the code ${was.en} on this slide (line ${line}); it is missing here.`,
          fr: `L’original porte sur cette diapositive le code ${was.fr} (ligne ${line})\u00a0; il manque ici.`,
        };
        report({ start, end: start }, words);
      }
    }
  },
};

function unmatched({ original, translation }: Comparison['slides'][number]): {
  readonly missing: readonly Code[];
  readonly spare: readonly Code[];
} {
  const spare = [...translation.inline];
  const missing = original.inline.filter((code) => {
    const at = spare.findIndex(({ text }) => text === code.text);
    if (at >= 0) spare.splice(at, 1);
    return at < 0;
  });
  return { missing, spare };
}
