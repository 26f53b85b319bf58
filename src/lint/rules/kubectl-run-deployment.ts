import type { Span } from '../../deck/scan/regions.ts';
import { type Message, message } from '../../messages/message.ts';
import { commandsOf, type FoundCommand } from '../commands.ts';
import { inExercise } from '../example.ts';
import { deploymentsNamedBy, imageCommands, podsNamedBy } from '../kubectl.ts';
import type { LintRule } from '../rule.ts';
import { runCode } from '../shell.ts';

function slides(...decks: readonly string[]): string {
  return decks.map((deck) => inExercise(deck)).join('\n---\n\n');
}

/** Options that `kubectl create deployment` has as well. */
const sharedOptions = new Set(['--image', '--port', '--replicas', '-n', '--namespace']);

/** `kubectl run`, which made a Deployment before Kubernetes 1.18 and makes a Pod now. */
export const kubectlRunDeployment: LintRule = {
  id: 'kubectl-run-deployment',
  severity: 'error',
  examples: [
    {
      title: 'exposed later',
      deck: slides('kubectl run redis --image=redis', 'kubectl expose deployment redis --port 6379'),
      at: ['4:9'],
      fixed: slides('kubectl create deployment redis --image=redis', 'kubectl expose deployment redis --port 6379'),
    },
    {
      title: 'in a loop',
      deck: slides(
        'for S in rng worker; do\n  kubectl run $S --image=$REGISTRY/$S:$TAG\ndone',
        'kubectl logs deploy/worker',
      ),
      at: ['5:11'],
      fixed: slides(
        'for S in rng worker; do\n  kubectl create deployment $S --image=$REGISTRY/$S:$TAG\ndone',
        'kubectl logs deploy/worker',
      ),
    },
    {
      title: 'in a loop, all of them needed: one message',
      deck: slides(
        'for S in rng worker; do\n  kubectl run $S --image=$S\ndone',
        'kubectl logs deploy/rng',
        'kubectl logs deploy/worker',
      ),
      at: ['5:11'],
      fixed: slides(
        'for S in rng worker; do\n  kubectl create deployment $S --image=$S\ndone',
        'kubectl logs deploy/rng',
        'kubectl logs deploy/worker',
      ),
    },
    {
      title: 'with a command of its own',
      deck: slides('kubectl run pingpong --image alpine ping 1.1.1.1', 'kubectl scale deploy/pingpong --replicas 3'),
      at: ['4:9'],
    },
    {
      title: 'its label is used',
      deck: slides('kubectl run web --image nginx', 'kubectl get deploy web', 'kubectl logs -l run=web'),
      at: ['4:9'],
    },
    { title: 'an option that it lost', deck: inExercise('kubectl run web --image nginx --replicas=3'), at: ['4:9'] },
    { title: 'a Pod that is used as one', deck: slides('kubectl run web --image nginx', 'kubectl logs web'), at: [] },
    { title: 'another Deployment', deck: slides('kubectl run web --image nginx', 'kubectl logs deploy/api'), at: [] },
    {
      title: 'a Deployment of this name is made',
      deck: slides(
        'kubectl run web --image nginx',
        'kubectl create deployment web --image nginx',
        'kubectl logs deploy/web',
      ),
      at: [],
    },
    {
      title: 'a Pod on purpose',
      deck: slides('kubectl run --rm -it web --image alpine -- sh', 'kubectl logs deploy/web'),
      at: [],
    },
    {
      title: 'the author knows that it is a Pod',
      deck: slides('kubectl run web --image nginx', 'kubectl delete pod web', 'kubectl delete deployment web'),
      at: [],
    },
    { title: 'used before', deck: slides('kubectl logs deploy/web', 'kubectl run web --image nginx'), at: [] },
  ],
  check(document, report) {
    const usesLabel = /(?:-l|--selector)[= ]["']?run\b|\brun=/.test(document.text);
    // By the name of what they start, until it is known to be a Pod, or something else makes the Deployment.
    const runs = new Map<string, { readonly command: FoundCommand; readonly at: Span }>();
    for (const piece of runCode(document)) {
      for (const command of piece.text.includes('kubectl') ? commandsOf(piece) : []) {
        for (const name of podsNamedBy(command)) runs.delete(name);
        for (const name of deploymentsNamedBy(command)) {
          const run = runs.get(name);
          if (!run) continue;
          const words = wordsAbout(
            run.command,
            name,
            document.source.point(piece.span(command.start, command.end).start).line,
          );
          report(run.at, words, {
            fix: isPlain(run.command) && !usesLabel ? [{ ...run.at, text: 'create deployment' }] : undefined,
          });
          for (const { name: other } of imageCommands(run.command)) runs.delete(other);
        }
        const made = imageCommands(command);
        const word = runWord(command);
        for (const { verb, name } of made) {
          if (verb === 'create') runs.delete(name);
          else if (word && !isPodOnPurpose(command)) runs.set(name, { command, at: piece.span(word.start, word.end) });
        }
        if (
          word &&
          made[0]?.verb === 'run' &&
          command.invocation.options.has('--replicas') &&
          !isPodOnPurpose(command)
        ) {
          report(piece.span(word.start, word.end), wordsAboutReplicas(command));
          for (const { name } of made) runs.delete(name);
        }
      }
    }
  },
};

function runWord({ args }: FoundCommand): Span | undefined {
  return args.find(({ value }) => value === 'run');
}

function isPodOnPurpose({ invocation: { options } }: FoundCommand): boolean {
  return [
    '--rm',
    '-i',
    '--stdin',
    '-t',
    '--tty',
    '--restart',
    '--generator',
    '--dry-run',
    '--overrides',
    '--schedule',
  ].some((option) => options.has(option));
}

/** `create deployment` takes the same options and nothing else is in it. */
function isPlain({ invocation: { operands, options } }: FoundCommand): boolean {
  return operands.length === 2 && [...options.keys()].every((option) => sharedOptions.has(option));
}

function wordsAbout(command: FoundCommand, name: string, line: number): Message {
  const instead = suggestionOf(command);
  return message('lint/kubectl-run-deployment', { line, name, instead });
}

function wordsAboutReplicas(command: FoundCommand): Message {
  const instead = `${suggestionOf(command)} --replicas=${command.invocation.options.get('--replicas') ?? ''}`;
  return message('lint/kubectl-run-replicas', { instead });
}

function suggestionOf({ invocation: { operands, options } }: FoundCommand): string {
  const [, name = '', ...rest] = operands;
  return `kubectl create deployment ${name} --image=${options.get('--image') ?? ''}${rest.length > 0 ? ` -- ${rest.join(' ')}` : ''}`;
}
