import { message } from '../../messages/message.ts';
import { weightOf } from '../code.ts';
import { commandsOf, isCommandLike, type PlacedWord } from '../commands.ts';
import { inExercise } from '../example.ts';
import type { LintRule } from '../rule.ts';

/** Options and pairs whose value is a number. */
const numberOption =
  /^(?:-[nc]|--(?:cpus|lines|bytes|tail|memory|replicas|limit|max-time|connect-timeout|retry|since|interval))$/;
const numberPair =
  /^(?:--(?:cpus|lines|bytes|tail|replicas|max-time|connect-timeout|interval)|count|bs|seek|skip)=(\d+)$/;

/** `sleep 0,5`, `head -c 10 000`: numbers as languages write them, not programs. */
export const translatedNumber: LintRule = {
  id: 'translated-number',
  severity: 'error',
  examples: [
    {
      title: 'a decimal comma',
      deck: inExercise('sleep 0,5\ndocker run --cpus 0,5 nginx'),
      at: ['4:7', '5:19'],
      fixed: inExercise('sleep 0.5\ndocker run --cpus 0.5 nginx'),
    },
    {
      title: 'groups of digits',
      deck: inExercise('head -c 10 000 x\ndd if=/dev/zero of=x bs=1 count=1 000'),
      at: ['4:9', '5:27'],
      fixed: inExercise('head -c 10000 x\ndd if=/dev/zero of=x bs=1 count=1000'),
    },
    {
      title: 'lists and other numbers',
      deck: inExercise(
        'cut -d, -f 1,2 x\nsleep 1 2\nhead -n 10 100\nseq 1 100\nsed -n 1,5p x\nawk 1,2 f\nkubectl logs web --tail 10 200x',
      ),
      at: [],
    },
  ],
  check({ code }, report) {
    for (const piece of code.filter(isCommandLike)) {
      if (piece.kind === 'inline' || !/\d[, ]\d/.test(piece.text)) continue;
      for (const { name, args } of commandsOf(piece)) {
        for (const [at, word] of args.entries()) {
          const found = meantNumber(name.value, args, at);
          if (!found) continue;
          const span = piece.span(word.start, found.end);
          const severity = weightOf(piece);
          report(span, message('lint/translated-number', { right: found.text }), {
            severity,
            fix: severity === 'error' ? [{ ...span, text: found.text }] : undefined,
          });
        }
      }
    }
  },
};

/** The number that was meant where a word is one as people write them. */
function meantNumber(
  program: string,
  args: readonly PlacedWord[],
  at: number,
): { readonly text: string; readonly end: number } | undefined {
  const [before, word] = [args[at - 1], args[at]];
  if (!word) return undefined;
  const isValue = before !== undefined && numberOption.test(before.text);
  const pair = numberPair.exec(word.text);
  const isDecimal = /^(?:--[a-z-]+=)?\d{1,4},\d{1,3}[smhd]?$/.test(word.text);
  if (
    isDecimal &&
    ((program === 'sleep' && at === 0) || before?.text === '--cpus' || word.text.startsWith('--cpus='))
  ) {
    return { text: word.text.replace(',', '.'), end: word.end };
  }
  // Three zeros: `head -n 10 100` may well be a number and a file.
  const next = args[at + 1];
  const first = pair?.[1] ?? (isValue ? word.text : '');
  if (!/^[1-9]\d{0,2}$/.test(first) || next?.text !== '000') return undefined;
  const last = args[at + 2]?.text === '000' ? args[at + 2] : next;
  return { text: `${word.text}${last === next ? '000' : '000000'}`, end: (last ?? next).end };
}
