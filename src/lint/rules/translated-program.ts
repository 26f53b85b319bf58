import { message } from '../../messages/message.ts';
import { weightOf } from '../code.ts';
import { commandsOf, isCommandLike } from '../commands.ts';
import { inExercise } from '../example.ts';
import { programs } from '../programs.ts';
import type { LintRule } from '../rule.ts';
import { translatedShellWords } from '../translations/shell-words.ts';
import { meaningsOf } from '../translations/words.ts';
import { verbs } from '../verbs.ts';

/** `tuer %1`, `chat f | tête -n 3`: the name of a program, taken for a word. */
export const translatedProgram: LintRule = {
  id: 'translated-program',
  severity: 'error',
  examples: [
    { title: 'French', deck: inExercise('tuer -9 %1'), at: ['4:1'], fixed: inExercise('kill -9 %1') },
    {
      title: 'in a pipe',
      deck: inExercise('chat f | tête -n 3'),
      at: ['4:1', '4:10'],
      fixed: inExercise('cat f | head -n 3'),
    },
    { title: 'a builtin', deck: inExercise('exporter A=3'), at: ['4:1'], fixed: inExercise('export A=3') },
    { title: 'with a capital letter', deck: inExercise('Exporter A=3'), at: ['4:1'], fixed: inExercise('export A=3') },
    {
      title: 'German, Spanish, Portuguese, Italian',
      deck: inExercise('töten 1\nmatar 1\ncauda -f x\nuccidere 1'),
      at: ['4:1', '5:1', '6:1', '7:1'],
      fixed: inExercise('kill 1\nkill 1\ntail -f x\nkill 1'),
    },
    { title: 'several meanings', deck: inExercise('tester x'), at: [] },
    { title: 'behind sudo', deck: inExercise('sudo tuer 1'), at: ['4:6'], fixed: inExercise('sudo kill 1') },
    { title: 'a function of the deck', deck: inExercise('trier() { sort -n; }\nls | trier'), at: [] },
    { title: 'an alias of the deck', deck: inExercise('alias plus=less\nplus x'), at: [] },
    { title: 'a script that a step writes', deck: inExercise('cat > ~/bin/copier <<EOF\nls\nEOF\ncopier x'), at: [] },
    { title: 'shown', deck: '```bash\ntuer 1\n```\n', at: ['2:1'] },
    { title: 'a word in inline code', deck: 'La `tête` et la `queue` de la liste.\n', at: [] },
    { title: 'a name of the shell', deck: inExercise('time ls\nwait\nls'), at: [] },
  ],
  check({ code, text }, report) {
    for (const piece of code.filter(isCommandLike)) {
      if (piece.kind === 'inline') continue;
      for (const { name } of commandsOf(piece)) {
        const written = name.text;
        const lower = written.toLowerCase();
        if (!/^[\p{L}][\p{L}-]{1,30}$/u.test(written) || programs.has(lower) || Object.hasOwn(verbs, lower)) continue;
        const meant = meaningsOf('programs', written);
        if (meant.length > 0 && translatedShellWords(piece.text).some(({ start }) => start === name.start)) continue;
        if (meant.length === 0 || meant.includes(lower) || isOfTheDeck(text, written)) continue;
        const span = piece.span(name.start, name.end);
        const severity = weightOf(piece);
        report(span, message('lint/translated-program', { written, meant }), {
          severity,
          fix: meant.length === 1 && severity === 'error' ? [{ ...span, text: meant[0] ?? '' }] : undefined,
        });
      }
    }
  },
};

/** A function, an alias or a file of that name is made somewhere in the deck. */
function isOfTheDeck(text: string, name: string): boolean {
  return (
    text.includes(`${name}()`) ||
    text.includes(`alias ${name}=`) ||
    text.includes(`function ${name}`) ||
    text.includes(`/${name}`)
  );
}
