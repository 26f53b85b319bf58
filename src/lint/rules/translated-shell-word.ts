import { message } from '../../messages/message.ts';
import { isTyped, weightOf } from '../code.ts';
import { inExercise } from '../example.ts';
import type { Edit, LintRule } from '../rule.ts';
import { translatedShellWords } from '../translations/shell-words.ts';

/** `si [ -f x ]; alors ...`: words of the shell's own grammar. */
export const translatedShellWord: LintRule = {
  id: 'translated-shell-word',
  severity: 'error',
  examples: [
    {
      title: 'if',
      deck: inExercise('si [ -f x ]; alors echo a; fi'),
      at: ['4:1', '4:14'],
      fixed: inExercise('if [ -f x ]; then echo a; fi'),
    },
    {
      title: 'for',
      deck: inExercise('pour i dans 1 2 3; faire echo $i; fait'),
      at: ['4:1', '4:8', '4:20', '4:35'],
      fixed: inExercise('for i in 1 2 3; do echo $i; done'),
    },
    {
      title: 'a half',
      deck: inExercise('for i in 1 2 3; faire echo $i; fait'),
      at: ['4:17', '4:32'],
      fixed: inExercise('for i in 1 2 3; do echo $i; done'),
    },
    {
      title: 'lines',
      deck: inExercise('pour N dans a b\nfaire\n  echo $N\nfait'),
      at: ['4:1', '4:8', '5:1', '7:1'],
      fixed: inExercise('for N in a b\ndo\n  echo $N\ndone'),
    },
    {
      title: 'while',
      deck: inExercise('tandis true; faire date; fait'),
      at: ['4:1', '4:14', '4:26'],
      fixed: inExercise('while true; do date; done'),
    },
    {
      title: 'German and Spanish',
      deck: inExercise('für i in 1 2; tue echo $i; fertig\nsi true; entonces ls; fi'),
      at: ['4:1', '4:15', '4:28', '5:1', '5:10'],
      fixed: inExercise('for i in 1 2; do echo $i; done\nif true; then ls; fi'),
    },
    {
      title: 'two words for one, and a loop that is half translated',
      deck: inExercise('tant que true; faire date; fait\nfor i dans 1 2; do echo $i; terminé'),
      at: ['4:1', '4:16', '4:28', '5:7', '5:29'],
      fixed: inExercise('while true; do date; done\nfor i in 1 2; do echo $i; done'),
    },
    {
      title: 'with capital letters',
      deck: inExercise('If true\nThen ls\nElse pwd\nFi'),
      at: ['4:1', '5:1', '6:1', '7:1'],
      fixed: inExercise('if true\nthen ls\nelse pwd\nfi'),
    },
    {
      title: 'a program in a loop that is called like a word of it',
      deck: inExercise('while true; do per x; si y; done\nif true; then fin; fi'),
      at: [],
    },
    {
      title: 'words of a text',
      deck: inExercise('echo si ... alors\necho "pour; faire"\ncat > x <<EOF\nsi a; alors b\nEOF'),
      at: [],
    },
    { title: 'one word alone', deck: inExercise('faire x'), at: [] },
  ],
  check({ code }, report) {
    for (const piece of code.filter(isTyped)) {
      const severity = weightOf(piece);
      for (const { start, end, meant } of translatedShellWords(piece.text)) {
        const span = piece.span(start, end);
        const fix: readonly Edit[] = [{ ...span, text: meant }];
        const written = piece.text.slice(start, end);
        report(span, message('lint/translated-shell-word', { written, meant }), {
          severity,
          fix: severity === 'error' ? fix : undefined,
        });
      }
    }
  },
};
