import { message } from '../../messages/message.ts';
import { isTyped } from '../code.ts';
import { weightOf } from '../code.ts';
import { inExercise } from '../example.ts';
import type { LintRule } from '../rule.ts';

const spacedPattern =
  /& +&(?!&)|\| +\|(?!\|)|(?<=\d)> +& *(?=\d\b)|(?<=\d)>& +(?=\d\b)|(?<=[ \t])[12] +> *&(?=[12]\b)|> +>(?![>(])|(?<!<)< +<-?(?= ?['"\\]?[A-Z_]+\b)/g;

/** `& &`, `| |`, `2> &1`: operators of two signs with a blank inside. */
export const spacedOperator: LintRule = {
  id: 'spaced-operator',
  severity: 'error',
  examples: [
    { title: 'and', deck: inExercise('make & & ls'), at: ['4:6'], fixed: inExercise('make && ls') },
    {
      title: 'or, append',
      deck: inExercise('make | | ls > > log\necho "a" > > log'),
      at: ['4:6', '4:13', '5:10'],
      fixed: inExercise('make || ls >> log\necho "a" >> log'),
    },
    {
      title: 'a redirected descriptor',
      deck: inExercise('make 2> &1\nmake 2 > &1'),
      at: ['4:7', '5:6'],
      fixed: inExercise('make 2>&1\nmake 2>&1'),
    },
    {
      title: 'a here-document',
      deck: inExercise('cat < < EOF\na\nEOF'),
      at: ['4:5'],
      fixed: inExercise('cat << EOF\na\nEOF'),
    },
    { title: 'good ones', deck: inExercise('a && b || c >> d 2>&1 & e | f; g > >(h)'), at: [] },
    {
      title: 'in quotes, in here-documents, in comments',
      deck: inExercise("echo '& &' # & &\ncat <<EOF\n| | |\nEOF"),
      at: [],
    },
  ],
  check({ code }, report) {
    for (const piece of code.filter(isTyped)) {
      if (piece.text.includes('<<')) continue;
      for (const { 0: written, index } of piece.text.matchAll(spacedPattern)) {
        const before = piece.text.slice(Math.max(0, index - 1000), index);
        // What may be a text is left alone.
        const line = before.slice(before.lastIndexOf('\n') + 1).replace(/"[^"]*"|'[^']*'/g, '');
        if (/['"#`]/.test(line)) continue;
        const right = written.replaceAll(' ', '');
        const span = piece.span(index, index + written.length);
        report(span, message('lint/spaced-operator', { right }), {
          severity: weightOf(piece),
          fix: [{ ...span, text: right }],
        });
      }
    }
  },
};
