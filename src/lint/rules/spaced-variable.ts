import { message } from '../../messages/message.ts';
import { isTyped } from '../code.ts';
import { inExercise } from '../example.ts';
import type { LintRule } from '../rule.ts';

// A lower-case word may be prose after a lone dollar (`echo costs 5 $ today`); a prompt stands at the beginning of a line.
const spacedPattern =
  /\$(?<=(?:\S[ \t]{0,200}|["'=/:])\$)[ \t\u00a0\u202f]+(?=[A-Z_][A-Z0-9_]*\b|\{\s*[A-Za-z_]|[!?](?:$|[\s;"]))/gm;
// `X=$ (date)`, `"$ (date)"`: a dollar before a bracket means nothing to bash.
const spacedSubstitution = /(?<=[="])\$[ \t\u00a0]{1,3}(?=\([a-z])/g;
const spacedBraces = /\$\{(?:[ \t\u00a0]+([A-Za-z_]\w*)[ \t\u00a0]*|([A-Za-z_]\w*)[ \t\u00a0]+)\}/g;

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
    {
      title: 'inside of braces, before a substitution, the last job',
      deck: inExercise('echo ${ HOME }\nX=$ (date)\nkill -9 $ !'),
      at: ['4:6', '5:3', '6:9'],
      fixed: inExercise('echo ${HOME}\nX=$(date)\nkill -9 $!'),
    },
    { title: 'a prompt', deck: inExercise('$ LANG=C ls'), at: [] },
    { title: 'a lone dollar', deck: inExercise("grep 'end $ of' file"), at: [] },
  ],
  check({ code }, report) {
    for (const piece of code.filter(isTyped)) {
      for (const { index, 0: damaged } of piece.text.matchAll(spacedPattern)) {
        const span = piece.span(index, index + damaged.length);
        report(span, message('lint/spaced-variable'), { fix: [{ ...span, text: '$' }] });
      }
      for (const { index, 0: damaged } of piece.text.matchAll(spacedSubstitution)) {
        const span = piece.span(index, index + damaged.length);
        report(span, message('lint/spaced-variable'), { fix: [{ ...span, text: '$' }] });
      }
      for (const { index, 0: damaged, 1: one, 2: other = '' } of piece.text.matchAll(spacedBraces)) {
        const span = piece.span(index, index + damaged.length);
        report(span, message('lint/spaced-variable'), { fix: [{ ...span, text: `\${${one ?? other}}` }] });
      }
    }
  },
};
