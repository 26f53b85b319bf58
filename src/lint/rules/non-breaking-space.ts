import { message } from '../../messages/message.ts';
import { isTyped } from '../code.ts';
import { weightOf } from '../code.ts';
import { bareWords } from '../commands.ts';
import { inExercise } from '../example.ts';
import { outputLanguages } from '../programs.ts';
import type { LintRule } from '../rule.ts';

const spacePattern = /[\u00a0\u2000-\u200a\u202f\u205f\u3000]+/g;
const frenchPunctuation = /^[;:?!»%€]/;

/** Spaces that are no blanks to a program: non-breaking, narrow, wide. */
export const nonBreakingSpace: LintRule = {
  id: 'non-breaking-space',
  severity: 'error',
  examples: [
    {
      title: 'between the words of a command',
      deck: inExercise('docker\u00a0ps'),
      at: ['4:7'],
      fixed: inExercise('docker ps'),
    },
    { title: 'a narrow one', deck: inExercise('ls\u202f-l'), at: ['4:3'], fixed: inExercise('ls -l') },
    {
      title: 'in a file that is shown',
      deck: '```yaml\na:\n\u00a0\u00a0b: 1\n```\n',
      at: ['3:1'],
      fixed: '```yaml\na:\n  b: 1\n```\n',
    },
    { title: 'in inline code', deck: 'Run `docker\u00a0ps`.\n', at: ['1:12'], fixed: 'Run `docker ps`.\n' },
    { title: 'in JSON inside of quotes', deck: inExercise('curl -d \'{"a":\u00a01}\' x'), at: ['4:15'] },
    {
      title: 'French punctuation in a text',
      deck: inExercise('echo "Fini\u00a0!" # voilà\u00a0: un «\u00a0mot\u00a0»'),
      at: [],
    },
    { title: 'output and prose', deck: 'Quoi\u00a0?\n\n```\n├──\u00a0a\n```\n', at: [] },
  ],
  check({ code }, report) {
    for (const piece of code) {
      if (piece.kind !== 'inline' && !isTyped(piece) && outputLanguages.has(piece.language)) continue;
      const matches = [...piece.text.matchAll(spacePattern)];
      if (matches.length === 0) continue;
      const bare = isTyped(piece) ? bareWords(piece) : undefined;
      for (const { 0: written, index } of matches) {
        const end = index + written.length;
        const isBare = bare === undefined || bare(index) !== undefined;
        if (!isBare && (frenchPunctuation.test(piece.text.slice(end, end + 1)) || piece.text[index - 1] === '«'))
          continue;
        const span = piece.span(index, end);
        report(span, message('lint/non-breaking-space'), {
          severity: isBare ? weightOf(piece) : 'warning',
          fix: isBare ? [{ ...span, text: ' '.repeat(written.length) }] : undefined,
        });
      }
    }
  },
};
