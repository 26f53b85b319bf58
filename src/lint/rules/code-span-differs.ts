import { message } from '../../messages/message.ts';
import { excerpt } from '../../plan/shorten.ts';
import type { Code } from '../code.ts';
import type { LintRule } from '../rule.ts';
import type { Comparison } from '../source/compare.ts';

/** Inline code of the original that the translation's slide lacks. It needs `--source`. */
export const codeSpanDiffers: LintRule = {
  id: 'code-span-differs',
  severity: 'warning',
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
        const was = excerpt(code.text);
        if (near) {
          // The blank belongs before the code.
          const blank = /^\s/.test(near.text) && /\S/.test(document.text.charAt(near.start - 1)) ? ' ' : '';
          const span = { start: near.start, end: near.end };
          report(span, message('lint/code-span-changed', { code: was, line }), {
            fix: [{ ...span, text: `${blank}\`${code.text}\`` }],
          });
          continue;
        }
        const start = source.offset(pair.translation.slide.position.start.offset);
        report({ start, end: start }, message('lint/code-span-dropped', { code: was, line }));
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
