import { message } from '../../messages/message.ts';
import { isTyped, weightOf } from '../code.ts';
import { commandsOf } from '../commands.ts';
import { inExercise } from '../example.ts';
import type { LintRule } from '../rule.ts';

// Their own words are assignments, in which bash expands it.
const assigning = new Set(['export', 'declare', 'typeset', 'local', 'readonly', 'alias', 'env']);

/** `--from-file=~/x`: bash expands a tilde at the beginning of a word, and in assignments, only. */
export const unexpandedTilde: LintRule = {
  id: 'unexpanded-tilde',
  severity: 'error',
  examples: [
    {
      title: 'an option',
      deck: inExercise('kubectl create configmap x --from-file=~/course/haproxy.cfg'),
      at: ['4:40'],
      fixed: inExercise('kubectl create configmap x --from-file=$HOME/course/haproxy.cfg'),
    },
    {
      title: 'in quotes',
      deck: inExercise('cat "~/notes"\ndocker run -v "~/data:/data" x'),
      at: ['4:6', '5:16'],
      fixed: inExercise('cat "$HOME/notes"\ndocker run -v "$HOME/data:/data" x'),
    },
    {
      title: 'a key and a file',
      deck: inExercise('kubectl create configmap x --from-file=a=~/b'),
      at: ['4:42'],
      fixed: inExercise('kubectl create configmap x --from-file=a=$HOME/b'),
    },
    {
      title: 'where it is expanded',
      deck: inExercise('cd ~/x\ncat ~/.bashrc ~user/y\nexport A=~/b\nC=~/d\ndocker run -v ~/data:/data x'),
      at: [],
    },
    { title: 'a text', deck: inExercise("echo 'in ~/x'\ngrep '~/' y\nsed 's=~/=/root/=' z\ngit log HEAD~/x"), at: [] },
    { title: 'for another shell', deck: inExercise('ssh node2 "cat ~/x"\nbash -c "ls ~/y"'), at: [] },
  ],
  check({ code }, report) {
    for (const piece of code.filter(isTyped)) {
      for (const { name, args } of commandsOf(piece)) {
        if (assigning.has(name.value)) continue;
        for (const { text, start } of args) {
          const [, before] = /^(--?[\w-]+=(?:[\w.-]+=)?|")~\/[\w./:@-]*"?$/.exec(text) ?? [];
          if (before === undefined) continue;
          const span = piece.span(start + before.length, start + before.length + 1);
          const severity = weightOf(piece);
          report(span, message('lint/unexpanded-tilde', { word: text }), {
            severity,
            fix: severity === 'error' ? [{ ...span, text: '$HOME' }] : undefined,
          });
        }
      }
    }
  },
};
