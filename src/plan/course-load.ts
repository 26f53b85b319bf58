import { forEachChild, type SyntaxNode } from 'unbash';
import { readBash } from './bash.ts';
import { hasSubcommand, type Invocation, invocationOf } from './invocation.ts';
import type { Plan } from './step.ts';

/** What one student who does the whole course makes a node do, as far as the text of the deck tells. */
export interface CourseLoad {
  /** Steps that type something. */
  readonly steps: number;
  /** Containers and pods that run at the end, nothing removed. */
  readonly workloads: number;
  /** Images that are built. */
  readonly builds: number;
}

/** A file of several workloads is taken for so many. */
const ofFile = 5;
const builders: readonly (readonly [string, string])[] = [
  ['docker', 'build'],
  ['docker-compose', 'build'],
];

/** Reads what a plan types: loops over words count once for each word. */
export function loadOf({ steps }: Plan): CourseLoad {
  const typed = steps.filter(({ action, skip }) => (action === 'bash' || action === 'hide') && skip === undefined);
  let workloads = 0;
  let builds = 0;
  const visit = (node: SyntaxNode, times: number): void => {
    if (node.type === 'Command') {
      const invocation = invocationOf(node);
      workloads += times * startedBy(invocation);
      if (isBuild(invocation)) builds += times * (invocation.program === 'docker' ? 1 : ofFile);
    }
    const again = node.type === 'For' ? times * Math.max(1, node.wordlist?.length ?? 1) : times;
    forEachChild(node, (child) => {
      visit(child, again);
    });
  };
  for (const { input } of typed) visit(readBash(input), 1);
  return { steps: typed.length, workloads, builds };
}

function isBuild(invocation: Invocation): boolean {
  return builders.some(([program, word]) => invocation.program === program && hasSubcommand(invocation, word));
}

/** How many workloads a command starts. */
function startedBy(invocation: Invocation): number {
  const { program, options } = invocation;
  const replicas = Number(options.get('--replicas') ?? 1) || 1;
  const is = (...words: readonly string[]): boolean => words.some((each) => hasSubcommand(invocation, each));
  switch (program) {
    case 'kubectl':
      if (is('run', 'create deployment', 'create deploy', 'create job')) return replicas;
      if (is('scale')) return Math.max(0, replicas - 1);
      return is('apply', 'create') && (options.has('-f') || options.has('--filename')) ? ofFile : 0;
    case 'docker':
      if (is('run', 'container run', 'create', 'container create')) return 1;
      if (is('service create')) return replicas;
      return is('stack deploy') ? ofFile : 0;
    case 'podman':
    case 'nerdctl':
      return is('run') ? 1 : 0;
    case 'docker-compose':
      return is('up', 'run') ? ofFile : 0;
    default:
      return 0;
  }
}
