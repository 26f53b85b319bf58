import { isTyped } from '../code.ts';
import { inExercise } from '../example.ts';
import type { LintRule } from '../rule.ts';

// Of an option only: `2>file` and `x>file` are how people write.
const GLUED = /(?<=(?:^|[ \t])--?[A-Za-z][\w-]{0,60})(?=>{1,2}[ \t]+[^\s&|;<>])/gm;

/** `--export> rng.yml`: harmless to the shell, hard to read, and a sign that a translator was here. */
export const gluedRedirect: LintRule = {
  id: 'glued-redirect',
  severity: 'info',
  summary: { en: 'a redirection glued to an option', fr: 'une redirection collée à une option' },
  rationale:
    'Translation moves the blank behind the sign. The shell does not mind, but the audience reads the sign as a part of the option, and other commands nearby may be damaged in ways that matter.',
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
      for (const { index } of piece.text.matchAll(GLUED)) {
        const at = piece.span(index, index);
        report(
          { start: at.start, end: at.start + 1 },
          {
            en: 'The ">" is glued to the option before it. It works, but a blank before it reads better.',
            fr: 'Le «\u00a0>\u00a0» est collé à l’option qui précède. Cela marche, mais un espace devant se lit mieux.',
          },
          { fix: [{ ...at, text: ' ' }] },
        );
      }
    }
  },
};
