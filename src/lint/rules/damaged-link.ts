import { message } from '../../messages/message.ts';
import { inExercise } from '../example.ts';
import { proseOf } from '../places.ts';
import type { LintRule } from '../rule.ts';

const target =
  '(?:https?://|mailto:|#|\\.{0,2}/|[\\w.-]+/)[^\\s()]{0,500}|[\\w-]+\\.(?:md|html|png|jpe?g|gif|svg|pdf|ya?ml)';
// `! [x](url)`, `[x] (url)`, `![x] (url)`.
const apart = new RegExp(`(!?)([ \\u00a0]?)\\[([^\\[\\]\\n]{1,200})\\]([ \\u00a0]?)\\((${target})\\)`, 'g');
// `[x](https: //a)`, `[x](# a)`, `[x]( url )`.
const inside =
  /(?<=\]\()[ \u00a0]{0,2}(?:(https?)[ \u00a0]?:[ \u00a0]?\/[ \u00a0]?\/[ \u00a0]?([^\s()]{1,500})|(#)[ \u00a0]([\w-]{1,100}))[ \u00a0]{0,2}(?=\))/g;

/** `[text] (url)`, `! [text](picture.png)`, `[text](https: //...)`: a link or a picture that is none any more. */
export const damagedLink: LintRule = {
  id: 'damaged-link',
  severity: 'warning',
  examples: [
    {
      title: 'a blank before its address',
      deck: 'Voir [la page] (https://a.b/c).\n',
      at: ['1:6'],
      fixed: 'Voir [la page](https://a.b/c).\n',
    },
    {
      title: 'a picture',
      deck: '! [Schéma](images/x.png)\n\n![Schéma] (images/y.png)\n',
      at: ['1:1', '3:1'],
      fixed: '![Schéma](images/x.png)\n\n![Schéma](images/y.png)\n',
    },
    {
      title: 'in the address',
      deck: 'Voir [ceci](https: //a.b/c) et [cela](# la-suite).\n',
      at: ['1:13', '1:39'],
      fixed: 'Voir [ceci](https://a.b/c) et [cela](#la-suite).\n',
    },
    {
      title: 'links, brackets and parentheses of a text',
      deck: 'Voir [la page](https://a.b/c), Attention ! [Suite](x.md), [1] (voir plus loin), [a] (b).\n',
      at: [],
    },
    { title: 'code', deck: `${inExercise('ls [ab] (x/y)')}\n\`[a] (/b)\`\n`, at: [] },
  ],
  check(document, report) {
    const isProse = proseOf(document);
    const { text } = document;
    if (!text.includes('](') && !text.includes('] (') && !text.includes(']\u00a0(')) return;
    for (const match of text.matchAll(apart)) {
      const [written, mark = '', first = '', label = '', second = '', url = ''] = match;
      // `Attention ! [Suite](x)` is a sentence and a link: a picture has the address of one.
      const isPicture =
        mark === '!' && (first === '' || (isPictureUrl(url) && !/\S ?$/.test(before(text, match.index))));
      if (second === '' && (!isPicture || first === '')) continue;
      const start = match.index + (isPicture ? 0 : mark.length + first.length);
      if (!isProse(start)) continue;
      const right = `${isPicture ? '!' : ''}[${label}](${url})`;
      const span = { start, end: match.index + written.length };
      report(span, message('lint/damaged-link', { right }), { fix: [{ ...span, text: right }] });
    }
    for (const { 0: written, 1: scheme, 2: address = '', 4: anchor = '', index } of text.matchAll(inside)) {
      const right = scheme === undefined ? `#${anchor}` : `${scheme}://${address}`;
      if (written === right || !isProse(index)) continue;
      const span = { start: index, end: index + written.length };
      report(span, message('lint/damaged-link', { right }), { fix: [{ ...span, text: right }] });
    }
  },
};

function isPictureUrl(url: string): boolean {
  return /\.(?:png|jpe?g|gif|svg|webp)$/i.test(url);
}

/** What stands on the line before an offset. */
function before(text: string, offset: number): string {
  return text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
}
