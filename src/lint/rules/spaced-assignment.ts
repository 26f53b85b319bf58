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
      for (const { name, args } of commandsOf(piece)) {
        const found = assigning.has(name.value)
          ? pairIn(args)
          : !programs.has(name.value) && /^[A-Za-z_]\w*$/.test(name.text) && args[0]?.text === '='
            ? { left: name, right: args[1], word: undefined }
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
