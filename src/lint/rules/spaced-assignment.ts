import { message } from '../../messages/message.ts';
import { weightOf } from '../code.ts';
import { commandsOf, isCommandLike, type PlacedWord } from '../commands.ts';
import { inExercise } from '../example.ts';
import { programs } from '../programs.ts';
import type { LintRule } from '../rule.ts';

// They take `name=value` words, and never a lone equals sign.
const assigning = new Set(
  'export declare typeset local readonly env alias kubectl docker docker-compose helm oc podman make npm'.split(' '),
);

const emptyBefore = /(?<=^[ \t]{0,20}|[;&] ?)((?:export )?[A-Za-z_]\w*=)[ \t]+(?=\$\()/gm;

/** `export A = 3`, `NAME = web`, `--scale worker = 10`. */
export const spacedAssignment: LintRule = {
  id: 'spaced-assignment',
  severity: 'error',
  examples: [
    { title: 'export', deck: inExercise('export A = 3'), at: ['4:8'], fixed: inExercise('export A=3') },
    { title: 'a variable', deck: inExercise('TAG = v1'), at: ['4:1'], fixed: inExercise('TAG=v1') },
    {
      title: 'in lower case, with quotes',
      deck: inExercise('tag = "v 1"'),
      at: ['4:1'],
      fixed: inExercise('tag="v 1"'),
    },
    {
      title: 'on one side',
      deck: inExercise('export A= 3\nexport B =3'),
      at: ['4:8', '5:8'],
      fixed: inExercise('export A=3\nexport B=3'),
    },
    {
      title: 'a substitution',
      deck: inExercise('PORT =$(cat x)\nPORT= $(cat x)'),
      at: ['4:1', '5:1'],
      fixed: inExercise('PORT=$(cat x)\nPORT=$(cat x)'),
    },
    {
      title: 'a pair of an option',
      deck: inExercise('docker-compose up -d --scale worker = 10'),
      at: ['4:30'],
      fixed: inExercise('docker-compose up -d --scale worker=10'),
    },
    {
      title: 'a selector',
      deck: inExercise('kubectl get pods -l app = web'),
      at: ['4:21'],
      fixed: inExercise('kubectl get pods -l app=web'),
    },
    {
      title: 'tests and other programs',
      deck: inExercise('[ "$A" = b ]\ntest a = b\nexpr a = b\necho a = b\n[[ $A = b ]]'),
      at: [],
    },
    { title: 'an empty value', deck: inExercise('export A=\nexport A= B=3'), at: [] },
    { title: 'what is right', deck: inExercise('export A=3 B\nTAG=v1 make\nkubectl label pod x a=b'), at: [] },
    { title: 'an option', deck: inExercise('kubectl apply --validate = false'), at: [] },
  ],
  check({ code }, report) {
    for (const piece of code.filter(isCommandLike)) {
      if (piece.kind === 'inline') continue;
      // `X= $(date)`: the value is empty, and what the substitution prints is taken for a program.
      for (const { 0: written, 1: left = '', index } of piece.text.matchAll(emptyBefore)) {
        const span = piece.span(index, index + written.length);
        const severity = weightOf(piece);
        report(span, message('lint/spaced-assignment', { right: `${left}$(...)` }), {
          severity,
          fix: severity === 'error' ? [{ ...span, text: left }] : undefined,
        });
      }
      for (const { name, args } of commandsOf(piece)) {
        const found = assigning.has(name.value)
          ? pairIn(args)
          : !programs.has(name.value) && /^[A-Za-z_]\w*$/.test(name.text) && args[0]?.text === '='
            ? { left: name, right: args[1], word: undefined }
            : !programs.has(name.value) && /^[A-Z_][A-Z0-9_]*$/.test(name.text) && /^=[^=]/.test(args[0]?.text ?? '')
              ? { left: name, right: args[0], word: undefined }
              : undefined;
        if (!found?.right || args.length > 12) continue;
        const { left, right, word } = found;
        const text = `${left.text.replace(/=$/, '')}=${(word ?? right).text.replace(/^=/, '')}`;
        const span = piece.span(left.start, (word ?? right).end);
        const severity = weightOf(piece);
        report(span, message('lint/spaced-assignment', { right: text }), {
          severity,
          fix: severity === 'error' ? [{ ...span, text }] : undefined,
        });
      }
    }
  },
};

interface Pair {
  readonly left: PlacedWord;
  readonly right: PlacedWord | undefined;
  readonly word: PlacedWord | undefined;
}

function pairIn(args: readonly PlacedWord[]): Pair | undefined {
  for (const [at, left] of args.entries()) {
    const [right, word] = [args[at + 1], args[at + 2]];
    if (!/^[A-Za-z_][\w./-]*=?$/.test(left.text) || !right) continue;
    if (right.text === '=' && word && !left.text.endsWith('=')) return { left, right, word };
    if (/^=[^=]/.test(right.text) && !left.text.endsWith('=')) return { left, right, word: undefined };
    // `A= 3`: an empty value is followed by a name or by nothing.
    if (left.text.endsWith('=') && /^(?:\d+|"[^"]*"|'[^']*')$/.test(right.text))
      return { left, right, word: undefined };
  }
  return undefined;
}
