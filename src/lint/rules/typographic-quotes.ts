import { message } from '../../messages/message.ts';
import { type Code, isTyped } from '../code.ts';
import { weightOf } from '../code.ts';
import { bareWords, isCommandLike } from '../commands.ts';
import { inExercise } from '../example.ts';
import { outputLanguages } from '../programs.ts';
import type { LintRule } from '../rule.ts';

const quotePair =
  /[“”„]([^“”„"\n]{0,300}?)[“”]|‘([^‘’'\n]{0,300})’|«[ \u00a0\u202f]?([^«»"\n]{0,300}?)[ \u00a0\u202f]?»|‹([^‹›'\n]{0,300})›|(?<=[\s=])’([^’'\n]{1,300})’(?=\s|$)/g;
// Of JSON or a jq program, wherever it stands.
const keyPattern = /^.[\w.-]+.$/;

/** “…”, ‘…’, «…» where a program wants straight quotes. */
export const typographicQuotes: LintRule = {
  id: 'typographic-quotes',
  severity: 'error',
  examples: [
    {
      title: 'curly double quotes',
      deck: inExercise('git commit -m “first try”'),
      at: ['4:15'],
      fixed: inExercise('git commit -m "first try"'),
    },
    {
      title: 'curly single quotes',
      deck: inExercise('jq ‘.items’ f'),
      at: ['4:4'],
      fixed: inExercise("jq '.items' f"),
    },
    {
      title: 'the same sign at both ends',
      deck: inExercise('git commit -m ’x y’'),
      at: ['4:15'],
      fixed: inExercise("git commit -m 'x y'"),
    },
    { title: 'guillemets', deck: inExercise('echo « un deux »'), at: ['4:6'], fixed: inExercise('echo "un deux"') },
    { title: 'keys of JSON inside of straight quotes', deck: inExercise("curl -d '{“a”: 1}' x"), at: ['4:11'] },
    { title: 'a file that is shown', deck: '```yaml\nname: “web”\n```\n', at: ['2:7'] },
    { title: 'inline code', deck: 'Write `“yes”`.\n', at: ['1:8'] },
    {
      title: 'words inside of straight quotes, an apostrophe',
      deck: inExercise('echo "Il dit “oui”, l’ami"\necho l’ami # “x”'),
      at: [],
    },
    { title: 'output', deck: '```\nerror: “x” not found\n```\n', at: [] },
    { title: 'prose', deck: 'Il dit « oui », “yes”.\n', at: [] },
  ],
  check({ code }, report) {
    for (const piece of code) {
      if (!/[“”„‘’«‹]/.test(piece.text)) continue;
      const bare = isTyped(piece) ? bareWords(piece) : undefined;
      for (const { 0: written, index } of piece.text.matchAll(quotePair)) {
        const isBare = bare?.(index) !== undefined;
        if (!isBare && !isDoubtful(piece, written, index + written.length)) continue;
        const quote = /^[‘‹’]/.test(written) ? "'" : '"';
        const right = `${quote}${written.slice(1, -1).replace(/^[ \u00a0\u202f]|[ \u00a0\u202f]$/g, '')}${quote}`;
        const span = piece.span(index, index + written.length);
        const { 0: first = '', [written.length - 1]: last = '' } = written;
        report(span, message('lint/typographic-quotes', { first, last, right }), {
          severity: isBare ? weightOf(piece) : 'warning',
          fix: isBare && !/[`\\]/.test(written) ? [{ ...span, text: right }] : undefined,
        });
      }
    }
  },
};

/** Where quotes are not certain to be wrong: in other code than commands, or inside of straight quotes. */
function isDoubtful(piece: Code, written: string, end: number): boolean {
  if (isTyped(piece)) return keyPattern.test(written) && /^[ \t]*:/.test(piece.text.slice(end, end + 20));
  if (piece.kind === 'inline') return piece.text.startsWith(written) || piece.text.includes(`=${written}`);
  return isCommandLike(piece) ? keyPattern.test(written) : !outputLanguages.has(piece.language);
}
