import { message } from '../../messages/message.ts';
import { withHidden } from '../example.ts';
import type { LintRule } from '../rule.ts';

// `<! - -`, `<!—`, `&lt;!--`, fences, `- ->`: what stands between may be several fences.
const comment =
  /((?:<|&lt;)[ \u00a0]?![ \u00a0]?(?:-[ \u00a0]?-?|[\u2013\u2014]))((?:\s{0,4}(`{3,5})[^`]{1,2000}\3){1,20}\s{0,4})((?:-[ \u00a0]?-?|[\u2013\u2014])[ \u00a0]?(?:>|&gt;))/g;

/** `<! - - ... - ->`, `<!— ... —>`: a comment with hidden snippets that is none any more. */
export const damagedComment: LintRule = {
  id: 'damaged-comment',
  severity: 'error',
  examples: [
    {
      title: 'blanks, dashes, entities',
      deck: [withHidden('ls', 'wait a'), withHidden('ls', 'wait a'), withHidden('ls', 'wait a')]
        .join('\n---\n\n')
        .replace('<!--', '<! - -')
        .replace('-->', '- ->')
        .replace('<!--', '<!—')
        .replace(/(?<!- )-->/, '—>')
        .replace('<!-- ', '&lt;!--'),
      at: ['7:1', '7:21', '19:1', '19:18', '31:1'],
      fixed: [
        withHidden('ls', 'wait a'),
        withHidden('ls', 'wait a'),
        withHidden('ls', 'wait a').replace('<!-- ', '<!--'),
      ].join('\n---\n\n'),
    },
    {
      title: 'at its end only, two snippets in it',
      deck: withHidden('ls').replace('\n]', '<!--\n```wait a```\n```key ^C```\n-- >\n\n]'),
      at: ['10:1'],
      fixed: withHidden('ls').replace('\n]', '<!--\n```wait a```\n```key ^C```\n-->\n\n]'),
    },
    { title: 'a comment', deck: withHidden('ls', 'wait a', 'key ^C'), at: [] },
    { title: 'arrows of a text', deck: 'a <! b -> c, <- d ->\n', at: [] },
  ],
  check({ text }, report) {
    for (const { 1: opener = '', 2: inside = '', 4: closer = '', index } of text.matchAll(comment)) {
      const end = index + opener.length + inside.length;
      for (const [written, right, start] of [
        [opener, '<!--', index],
        [closer, '-->', end],
      ] as const) {
        if (written === right) continue;
        const span = { start, end: start + written.length };
        report(span, message('lint/damaged-comment', { written, right }), { fix: [{ ...span, text: right }] });
      }
    }
  },
};
