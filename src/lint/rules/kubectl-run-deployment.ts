import { inExercise } from '../example.ts';
import { deploymentsNamedBy, imageCommands, podsNamedBy } from '../kubectl.ts';
import type { LintRule } from '../rule.ts';
import { commandsOf, type FoundCommand, runCode } from '../shell.ts';

const slides = (...decks: readonly string[]): string => decks.map((deck) => inExercise(deck)).join('\n---\n\n');

/** Options that `kubectl create deployment` has as well. */
const SHARED = new Set(['--image', '--port', '--replicas', '-n', '--namespace']);

/** `kubectl run`, which made a Deployment before Kubernetes 1.18 and makes a Pod now. */
export const kubectlRunDeployment: LintRule = {
  id: 'kubectl-run-deployment',
  severity: 'error',
  summary: {
    en: 'kubectl run where a Deployment is needed',
    fr: 'kubectl run là où il faut un Deployment',
  },
  rationale: 'Since Kubernetes 1.18 it makes a Pod: every later command that names the Deployment says "not found".',
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
    const found = runCode(document).flatMap((piece) =>
      commandsOf(piece.text).map((command) => ({ piece, ...command })),
    );
    const usesLabel = /(?:-l|--selector)[= ]["']?run\b|\brun=/.test(document.text);
    found.forEach((command, index) => {
      const [making] = imageCommands(command);
      if (making?.verb !== 'run' || isPodOnPurpose(command)) return;
      const word = command.command.args.find((argument) => argument.type === 'Word' && argument.value === 'run');
      if (!word) return;
      const at = command.piece.span(word.pos, word.end);
      if (command.invocation.options.has('--replicas')) {
        const rest = suggestionOf(command);
        report(at, {
          en: `kubectl run has no --replicas any more: it makes one Pod since Kubernetes 1.18. Write ${rest}.`,
          fr: `kubectl run n’a plus --replicas\u00a0: depuis Kubernetes 1.18 il fait un seul Pod. Écrire ${rest}.`,
        });
        return;
      }
      const used = firstUse(found.slice(index + 1), new Set(imageCommands(command).map(({ name }) => name)));
      if (!used) return;
      const line = document.source.point(used.piece.span(used.start, used.end).start).line;
      const rest = suggestionOf(command);
      const { options, operands } = command.invocation;
      const fits = operands.length === 2 && [...options.keys()].every((option) => SHARED.has(option)) && !usesLabel;
      report(
        at,
        {
          en: `Since Kubernetes 1.18 kubectl run makes a Pod, but line ${line} needs the Deployment "${used.name}". Write ${rest}.`,
          fr: `Depuis Kubernetes 1.18 kubectl run fait un Pod, mais la ligne ${line} a besoin du Deployment «\u00a0${used.name}\u00a0». Écrire ${rest}.`,
        },
        { fix: fits ? [{ ...at, text: 'create deployment' }] : undefined },
      );
    });
  },
};

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

/** The first command that needs one of these Deployments, unless one makes it before. */
function firstUse<T extends FoundCommand>(later: readonly T[], names: Set<string>): (T & { name: string }) | undefined {
  for (const command of later) {
    for (const { verb, name } of imageCommands(command)) if (verb === 'create') names.delete(name);
    // The author knows what it makes now.
    for (const name of podsNamedBy(command)) names.delete(name);
    const name = deploymentsNamedBy(command).find((candidate) => names.has(candidate));
    if (name !== undefined) return { ...command, name };
  }
  return undefined;
}

function suggestionOf({ invocation: { operands, options } }: FoundCommand): string {
  const [, name = '', ...rest] = operands;
  return `kubectl create deployment ${name} --image=${options.get('--image') ?? ''}${rest.length > 0 ? ` -- ${rest.join(' ')}` : ''}`;
}
