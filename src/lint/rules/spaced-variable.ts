import { message } from '../../messages/message.ts';
import { isTyped } from '../code.ts';
import { inExercise } from '../example.ts';
import type { LintRule } from '../rule.ts';

// A lower-case word may be prose after a lone dollar (`echo costs 5 $ today`); a prompt stands at the beginning of a line.
const spacedPattern = /\$(?<=(?:\S[ \t]{0,200}|["'=/:])\$)[ \t\u00a0\u202f]+(?=[A-Z_][A-Z0-9_]*\b|\{\s*[A-Za-z_])/g;

/** `$ NAME`, `$ {NAME}`: translators put blanks around what they take for a word. */
export const spacedVariable: LintRule = {
  id: 'spaced-variable',
  severity: 'error',
  examples: [
    {
      title: 'in a transcript, whose prompts are none',
      deck: inExercise('$ echo a\na $ X\n$ curl $ REGISTRY', 'console'),
      at: ['6:8'],
      fixed: inExercise('$ echo a\na $ X\n$ curl $REGISTRY', 'console'),
    },
    {
      title: 'a variable in a command',
      deck: inExercise('curl $ REGISTRY'),
      at: ['4:6'],
      fixed: inExercise('curl $REGISTRY'),
    },
    { title: 'in braces', deck: inExercise('echo "$ {HOME}"'), at: ['4:7'], fixed: inExercise('echo "${HOME}"') },
    { title: 'a prompt', deck: inExercise('$ LANG=C ls'), at: [] },
    { title: 'a lone dollar', deck: inExercise("grep 'end $ of' file"), at: [] },
  ],
  check({ code }, report) {
    for (const piece of code.filter(isTyped)) {
      for (const { index, 0: damaged } of piece.text.matchAll(spacedPattern)) {
        const span = piece.span(index, index + damaged.length);
        report(span, message('lint/spaced-variable'), { fix: [{ ...span, text: '$' }] });
      }
    }
  },
};
