import { message } from '../../messages/message.ts';
import { weightOf } from '../code.ts';
import { commandsOf, isCommandLike, type PlacedWord } from '../commands.ts';
import { inExercise } from '../example.ts';
import type { LintRule } from '../rule.ts';

/** Programs whose operand `/` is the root folder, or a division. */
const slashPrograms = new Set(
  'ls find du df tree stat chroot rsync cp mv mount umount nsenter expr echo printf test [ zip tar fatrace'.split(' '),
);
const resourceKinds =
  /^(?:deploy|deployments?|svc|services?|pods?|po|ds|daemonsets?|rs|replicasets?|sts|statefulsets?|jobs?|nodes?|no|ns|cm|configmaps?|secrets?|ing|pvc?|hpa)$/;

/** `~ / stacks`, `$REGISTRY / v2`: blanks around the slashes of a path or a URL. */
export const spacedPath: LintRule = {
  id: 'spaced-path',
  severity: 'error',
  examples: [
    {
      title: 'a URL with a variable',
      deck: inExercise('curl $REGISTRY / v2 / _catalog'),
      at: ['4:15'],
      fixed: inExercise('curl $REGISTRY/v2/_catalog'),
    },
    {
      title: 'from the home folder',
      deck: inExercise('cd ~ / container.training / dockercoins'),
      at: ['4:5'],
      fixed: inExercise('cd ~/container.training/dockercoins'),
    },
    { title: 'the second word of cd', deck: inExercise('cd ~ /stacks'), at: ['4:5'], fixed: inExercise('cd ~/stacks') },
    {
      title: 'a resource of Kubernetes',
      deck: inExercise('kubectl logs deploy / rng'),
      at: ['4:20'],
      fixed: inExercise('kubectl logs deploy/rng'),
    },
    {
      title: 'an autoscaler by its short name',
      deck: inExercise('kubectl get hpa / web'),
      at: ['4:16'],
      fixed: inExercise('kubectl get hpa/web'),
    },
    {
      title: 'at the end of a URL',
      deck: inExercise('curl http://localhost:80 / | wc'),
      at: ['4:25'],
      fixed: inExercise('curl http://localhost:80/ | wc'),
    },
    {
      title: 'from the root',
      deck: inExercise('cd / etc / nginx\ncat / etc/hosts'),
      at: ['4:5', '5:6'],
      fixed: inExercise('cd /etc/nginx\ncat /etc/hosts'),
    },
    { title: 'a single slash may be meant', deck: inExercise('tool word / other'), at: ['4:10'] },
    {
      title: 'in inline code',
      deck: 'See `deploy / rng`, `~ / x` and `4 / 2`.\n',
      at: ['1:12', '1:23'],
      fixed: 'See `deploy/rng`, `~/x` and `4 / 2`.\n',
    },
    {
      title: 'divisions',
      deck: inExercise("echo $((a / b))\nexpr 4 / 2\nawk '{ print $1 / $2 }'\njq '.a / .b' f"),
      at: [],
    },
    {
      title: 'the root folder',
      deck: inExercise('find / -name x\nls /\ndocker run alpine ls / etc\ntar -C / x\nchroot / sh'),
      at: [],
    },
    { title: 'a command that goes on below', deck: inExercise('curl $REGISTRY \\\n  / v2'), at: [] },
    { title: 'words of a sentence', deck: 'Use `top / htop`.\n', at: [] },
  ],
  check({ code }, report) {
    for (const piece of code.filter(isCommandLike)) {
      for (const { name, args } of commandsOf(piece)) {
        const words = [name, ...args];
        for (const { first, last, certain } of chainsOf(words, piece.kind === 'inline')) {
          const parts = words.slice(first, last + 1);
          const [from, to] = [parts[0], parts.at(-1)];
          // Blanks only: a line that goes on below is another matter.
          if (!from || !to || /[\\\n]/.test(piece.text.slice(from.start, to.end))) continue;
          if (piece.kind === 'inline' && !certain) continue;
          const joined = parts.map(({ text }) => text).join('');
          const edits = parts.slice(1).map((part, index) => ({
            ...piece.span(parts[index]?.end ?? part.start, part.start),
            text: '',
          }));
          report(piece.span(from.end, to.start), message('lint/spaced-path', { words: parts.length, joined }), {
            severity: certain ? weightOf(piece) : 'warning',
            fix: certain ? edits : undefined,
          });
        }
      }
    }
  },
};

interface Chain {
  readonly first: number;
  readonly last: number;
  /** It cannot be anything but a path. */
  readonly certain: boolean;
}

/** Words that lone slashes join. */
function chainsOf(words: readonly PlacedWord[], alone: boolean): Chain[] {
  const chains: Chain[] = [];
  const program = words[0]?.value ?? '';
  // `cd / etc / nginx`, `cat / etc / hosts`: neither takes a folder and a name.
  if (/^(?:cd|cat|less|vim?|nano|head|tail|source)$/.test(program) && words[1]?.text === '/' && isTop(words[2])) {
    let last = 2;
    while (words[last + 1]?.text === '/' && isPart(words[last + 2])) last += 2;
    return [{ first: 1, last, certain: true }];
  }
  for (let at = alone ? 1 : 2; at < words.length; at++) {
    const before = words[at - 1];
    if (!before || !(isPart(before) || /^https?:\/\/[\w$.:{}-]+$/.test(before.text))) continue;
    if (
      program === 'cd' &&
      at === 2 &&
      before.text === '~' &&
      words[at]?.text.startsWith('/') &&
      words[at]?.text !== '/'
    ) {
      chains.push({ first: 1, last: 2, certain: true });
      continue;
    }
    if (words[at]?.text === '/' && /^https?:\/\/\S/.test(before.text) && !isPart(words[at + 1])) {
      chains.push({ first: at - 1, last: at, certain: true });
      continue;
    }
    let last = at - 1;
    while (words[last + 1]?.text === '/' && isPart(words[last + 2])) last += 2;
    if (last === at - 1 || slashPrograms.has(before.value) || slashPrograms.has(program)) continue;
    const slashes = (last - at + 1) / 2;
    const certain =
      slashes > 1 ||
      /^(?:~$|\$|\.\.?$)/.test(before.text) ||
      /[:.]/.test(before.text) ||
      resourceKinds.test(before.text);
    chains.push({ first: at - 1, last, certain });
    at = last;
  }
  return chains;
}

function isTop(word: PlacedWord | undefined): boolean {
  return /^(?:etc|usr|var|home|tmp|opt|dev|proc|root|srv|mnt|bin|run|sys)(?:\/|$)/.test(word?.text ?? '');
}

function isPart(word: PlacedWord | undefined): boolean {
  return (
    word !== undefined && word.text !== '/' && /^[\w~$.{}:@%+-]+$/.test(word.text) && !/^(?:-|\d+$)/.test(word.text)
  );
}
