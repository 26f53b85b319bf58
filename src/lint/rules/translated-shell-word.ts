import { message } from '../../messages/message.ts';
import { isTyped, weightOf } from '../code.ts';
import { inExercise } from '../example.ts';
import type { Edit, LintRule } from '../rule.ts';
import { meaningsOf } from '../translations/words.ts';

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
      title: 'words of a text',
      deck: inExercise('echo si ... alors\necho "pour; faire"\ncat > x <<EOF\nsi a; alors b\nEOF'),
      at: [],
    },
    { title: 'one word alone', deck: inExercise('faire x'), at: [] },
  ],
  check({ code }, report) {
    for (const piece of code.filter(isTyped)) {
      const words = shellWords(piece.text);
      const opens = words.some(({ meant }) => /^(?:if|for|while|until|case)$/.test(meant));
      const goesOn = words.some(({ meant }) => /^(?:then|do)$/.test(meant));
      // One half alone is a word like any other, unless the shell's own other half is there.
      const isCertain =
        (opens && goesOn) ||
        (goesOn && /(?:^|[;\n]\s*)(?:for|while|until|if)\s/.test(piece.text)) ||
        (opens && /(?:[;\n]\s*)(?:then|do)\b/.test(piece.text));
      if (!isCertain) continue;
      const severity = weightOf(piece);
      for (const { start, end, meant } of words) {
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

interface ShellWord {
  readonly start: number;
  readonly end: number;
  readonly meant: string;
}

/** Words where the shell expects one of its own: at the beginning of a command, and after `for NAME`; not in heredocs and quotes. */
function shellWords(text: string): ShellWord[] {
  const found: ShellWord[] = [];
  const bare = text.replace(/'[^']*'|"(?:[^"\\]|\\[^])*"/g, (quoted) => ' '.repeat(quoted.length));
  const end = /<<-?\s*\\?\w/.exec(bare)?.index ?? bare.length;
  for (const match of bare
    .slice(0, end)
    .matchAll(
      /(?<=^|[;\n&|(]\s*|\b(?:alors|dann|entonces|então|allora|then|do)\s+)([\p{L}][\p{L}'-]*)(?=[\s;)]|$)/gu,
    )) {
    const [, word = ''] = match;
    const meant = meaningsOf('shell', word).filter((each) => each !== 'in' && each !== word);
    if (meant.length !== 1 || meant[0] === undefined) continue;
    found.push({ start: match.index, end: match.index + word.length, meant: meant[0] });
    // `pour i dans`: the word behind the name.
    const loop =
      meant[0] === 'for' ? /^(\s+\w+\s+)([\p{L}]+)(?=\s)/u.exec(bare.slice(match.index + word.length)) : null;
    if (loop?.[2] !== undefined && meaningsOf('shell', loop[2]).includes('in') && loop[2] !== 'in') {
      const start = match.index + word.length + (loop[1]?.length ?? 0);
      found.push({ start, end: start + loop[2].length, meant: 'in' });
    }
  }
  return found.sort((one, other) => one.start - other.start);
}
