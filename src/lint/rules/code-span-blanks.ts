import { message } from '../../messages/message.ts';
import { isTyped } from '../code.ts';
import type { LintRule } from '../rule.ts';

/** `` `a`,` b` ``: the blank before inline code went into it. */
export const codeSpanBlanks: LintRule = {
  id: 'code-span-blanks',
  severity: 'warning',
  examples: [
    {
      title: 'the blank before it',
      deck: '`hasher`,` redis`, `rng`\n',
      at: ['1:10'],
      fixed: '`hasher`, `redis`, `rng`\n',
    },
    { title: 'the blank behind it', deck: 'Use `docker `now.\n', at: ['1:5'], fixed: 'Use `docker` now.\n' },
    { title: 'with a blank outside, too', deck: 'Use ` docker` now.\n', at: ['1:5'] },
    { title: 'blanks on both sides are the way to write a backtick', deck: 'A `` ` `` and ` a `.\n', at: [] },
    { title: 'blanks that matter', deck: 'Keys `, ` and `- `; a prompt `$ `; nothing ` `.\n', at: [] },
    { title: 'pairs that went wrong are no blanks', deck: 'Use `foo and `bar` now.\n', at: [] },
  ],
  check({ code, text, source: { lines } }, report) {
    for (const piece of code) {
      if (piece.kind !== 'inline' || isTyped(piece)) continue;
      const inner = piece.text;
      const [leads, trails] = [/^[ \u00a0]\S/.test(inner), /\S[ \u00a0]$/.test(inner)];
      if (leads === trails || !/[\p{L}\d]/u.test(inner) || inner.includes('\n')) continue;
      const line = lines.at(piece.start);
      const ticks = text.slice(lines.start(line), lines.end(line)).split('`').length - 1;
      if (ticks % 2 !== 0 || text[piece.start + 1] === '`') continue;
      const neighbour = leads ? text[piece.start - 1] : text[piece.end];
      const isGlued = neighbour !== undefined && /\S/.test(neighbour);
      // Keys that are pressed end with a blank now and then.
      if (trails && !isGlued) continue;
      const body = inner.trim();
      report(piece, message('lint/code-span-blanks', { body, isGlued }), {
        fix: isGlued
          ? [{ start: piece.start, end: piece.end, text: leads ? ` \`${body}\`` : `\`${body}\` ` }]
          : undefined,
      });
    }
  },
};
