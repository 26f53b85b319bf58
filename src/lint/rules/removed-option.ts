import { message } from '../../messages/message.ts';
import { isTyped } from '../code.ts';
import { calledBy, commandsOf, isCommandLike, operandsOf, type PlacedWord } from '../commands.ts';
import { inExercise } from '../example.ts';
import { removedOf } from '../grammar/removed.ts';
import type { LintRule } from '../rule.ts';

/** `kubectl get --export`, `helm init`: it was there once. */
export const removedOption: LintRule = {
  id: 'removed-option',
  severity: 'warning',
  examples: [
    { title: 'an option', deck: inExercise('kubectl get deploy web -o yaml --export'), at: ['4:32'] },
    { title: 'with a value', deck: inExercise('helm install --name web stable/web'), at: ['4:14'] },
    { title: 'a sub-command', deck: inExercise('kubectl rolling-update web --image=x'), at: ['4:9'] },
    { title: 'of compose', deck: inExercise('docker-compose scale worker=2'), at: ['4:16'] },
    { title: 'shown', deck: '```bash\nhelm delete --purge web\n```\n', at: ['2:13'] },
    {
      title: 'what is still there',
      deck: inExercise('kubectl run web --image=nginx\nhelm install web stable/web\ndocker tag a b'),
      at: [],
    },
    { title: 'what another rule says', deck: inExercise('kubectl run web --image=nginx --replicas=2'), at: [] },
    { title: 'of another command', deck: inExercise('kubectl create deployment web --image=x --replicas=2'), at: [] },
  ],
  check({ code }, report) {
    for (const piece of code.filter(isCommandLike)) {
      if (piece.kind === 'inline') continue;
      for (const command of commandsOf(piece)) {
        const { program, words } = calledBy(command);
        const verb = operandsOf(program, words)[0];
        if (!verb) continue;
        const tell = (word: PlacedWord, option: string): void => {
          const found = removedOf(program, verb.value, option);
          // Of what is typed, `kubectl-run-deployment` says it.
          const isSaid = program === 'kubectl' && verb.value === 'run' && option === '--replicas' && isTyped(piece);
          if (!found || isSaid) return;
          const end = option === '' ? word.end : word.start + option.length;
          report(
            piece.span(word.start, end),
            message('lint/removed-option', { what: `${program} ${verb.value} ${option}`.trim(), ...found }),
          );
        };
        tell(verb, '');
        for (const word of words) {
          if (word.value === '--') break;
          if (word.value.startsWith('-')) tell(word, word.value.split('=')[0] ?? '');
        }
      }
    }
  },
};
