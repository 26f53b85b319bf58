import { message } from '../../messages/message.ts';
import { isTyped } from '../code.ts';
import { weightOf } from '../code.ts';
import { bareWords, isCommandLike } from '../commands.ts';
import { inExercise } from '../example.ts';
import type { LintRule } from '../rule.ts';

const dashedOption = /(?<![^\s[(|=,])([\u2010-\u2015\u2212]{1,2}-?|-[\u2010-\u2015\u2212])([A-Za-z][A-Za-z-]{0,60})/g;

/** `—follow`, `–f`: a long dash where an option begins. */
export const typographicDash: LintRule = {
  id: 'typographic-dash',
  severity: 'error',
  examples: [
    {
      title: 'two hyphens became one dash',
      deck: inExercise('kubectl logs x —follow'),
      at: ['4:16'],
      fixed: inExercise('kubectl logs x --follow'),
    },
    { title: 'one hyphen', deck: inExercise('ls –l'), at: ['4:4'], fixed: inExercise('ls -l') },
    { title: 'could be either', deck: inExercise('docker run –it x'), at: ['4:12'] },
    { title: 'in inline code', deck: 'With `—follow`.\n', at: ['1:7'], fixed: 'With `--follow`.\n' },
    { title: 'a dash of a sentence', deck: inExercise('echo a – b "—x"\nls -l --all # —x'), at: [] },
    { title: 'prose', deck: 'A word —another— one.\n', at: [] },
  ],
  check({ code }, report) {
    for (const piece of code.filter(isCommandLike)) {
      if (!/[\u2010-\u2015\u2212]/.test(piece.text)) continue;
      const bare = isTyped(piece) ? bareWords(piece) : undefined;
      for (const { 0: written, 1: dash = '', 2: word = '', index } of piece.text.matchAll(dashedOption)) {
        if (bare && bare(index)?.start !== index) continue;
        const right = hyphens(dash, word);
        const span = piece.span(index, index + dash.length);
        const meant = right === undefined ? `-${word} / --${word}` : `${right}${word}`;
        report(span, message('lint/typographic-dash', { written, meant }), {
          severity: weightOf(piece),
          fix: right === undefined ? undefined : [{ ...span, text: right }],
        });
      }
    }
  },
};

/** What was typed before it became a dash; undefined where it could be one hyphen or two. */
function hyphens(dash: string, word: string): string | undefined {
  if (dash.length > 1) return '--';
  if (word.length === 1) return dash === '\u2014' ? undefined : '-';
  if (dash === '\u2014' || word.length > 3) return '--';
  return undefined;
}
