import { message } from '../../messages/message.ts';
import { isTyped } from '../code.ts';
import { inExercise } from '../example.ts';
import type { LintRule } from '../rule.ts';

// Of an option only: `2>file` and `x>file` are how people write.
const gluedPattern = /(?<=(?:^|[ \t])--?[A-Za-z][\w-]{0,60})(?=>{1,2}[ \t]+[^\s&|;<>])/gm;

/** `--export> rng.yml`: harmless to the shell, hard to read, and a sign that a translator was here. */
export const gluedRedirect: LintRule = {
  id: 'glued-redirect',
  severity: 'info',
  examples: [
    {
      title: 'after an option',
      deck: inExercise('kubectl get deploy/rng -o yaml --export> rng.yml'),
      at: ['4:40'],
      fixed: inExercise('kubectl get deploy/rng -o yaml --export > rng.yml'),
    },
    {
      title: 'other ways to write it',
      deck: inExercise('ls > x; ls 2> y; make --all 2>&1; echo a>b; ls -l >x'),
      at: [],
    },
    { title: 'a placeholder', deck: inExercise('x <name-of-it> y'), at: [] },
  ],
  check({ code }, report) {
    for (const piece of code.filter(isTyped)) {
      for (const { index } of piece.text.matchAll(gluedPattern)) {
        const at = piece.span(index, index);
        report({ start: at.start, end: at.start + 1 }, message('lint/glued-redirect'), { fix: [{ ...at, text: ' ' }] });
      }
    }
  },
};
