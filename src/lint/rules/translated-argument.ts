import { message } from '../../messages/message.ts';
import { weightOf } from '../code.ts';
import { isCommandLike, type PlacedWord } from '../commands.ts';
import { inExercise } from '../example.ts';
import { kindOf } from '../grammar/kubectl-kinds.ts';
import { type ReadCommand, readCommands } from '../grammar/read-command.ts';
import type { LintRule } from '../rule.ts';
import { meaningsOf } from '../translations/words.ts';

/** `kubectl get nœuds`, `git reset TÊTE~3`: names that belong to the program. */
export const translatedArgument: LintRule = {
  id: 'translated-argument',
  severity: 'error',
  examples: [
    { title: 'a kind', deck: inExercise('kubectl get nœuds'), at: ['4:13'], fixed: inExercise('kubectl get nodes') },
    {
      title: 'a kind and a name',
      deck: inExercise('kubectl describe déploiement/web'),
      at: ['4:18'],
      fixed: inExercise('kubectl describe deployment/web'),
    },
    {
      title: 'several kinds',
      deck: inExercise('kubectl get pods,déploiements -o wide'),
      at: ['4:18'],
      fixed: inExercise('kubectl get pods,deployments -o wide'),
    },
    {
      title: 'HEAD',
      deck: inExercise('git reset --hard TÊTE~3\ngit log HEAD~3..TÊTE'),
      at: ['4:18', '5:17'],
      fixed: inExercise('git reset --hard HEAD~3\ngit log HEAD~3..HEAD'),
    },
    {
      title: 'a remote',
      deck: inExercise('git push origine main'),
      at: ['4:10'],
      fixed: inExercise('git push origin main'),
    },
    {
      title: 'German, Spanish, Portuguese',
      deck: inExercise('kubectl get bereitstellungen\nkubectl get despliegues\ngit show CABEÇA'),
      at: ['4:13', '5:13', '6:10'],
      fixed: inExercise('kubectl get deployments\nkubectl get deployments\ngit show HEAD'),
    },
    {
      title: 'a remote that the deck adds',
      deck: inExercise('git remote add origine url\ngit push origine main'),
      at: [],
    },
    {
      title: 'names',
      deck: inExercise(
        'kubectl get pods nœud\nkubectl create deployment déploiement --image=x\ngit checkout tête-de-lit',
      ),
      at: [],
    },
    { title: 'what is a kind in English, too', deck: inExercise('kubectl get secrets,services,roles'), at: [] },
  ],
  check({ code, text }, report) {
    for (const piece of code.filter(isCommandLike)) {
      if (piece.kind === 'inline') continue;
      for (const command of readCommands(piece)) {
        for (const { word, from, to, meant } of findings(command, text)) {
          const span = piece.span(word.start + from, word.start + to);
          const severity = weightOf(piece);
          const written = word.text.slice(from, to);
          report(span, message('lint/translated-argument', { written, meant, program: command.program }), {
            severity,
            fix: severity === 'error' ? [{ ...span, text: meant }] : undefined,
          });
        }
      }
    }
  },
};

interface Finding {
  readonly word: PlacedWord;
  readonly from: number;
  readonly to: number;
  readonly meant: string;
}

function findings(command: ReadCommand, text: string): Finding[] {
  if (command.program === 'git') return command.operands.flatMap((word) => refIn(word, text));
  return command.program === 'kubectl' ? kindsIn(command) : [];
}

const firstIsKind =
  /^(?:get|describe|delete|edit|label|annotate|scale|expose|patch|explain|autoscale|rollout \w+|set \w+|wait)$/;

function kindsIn({ command, operands }: ReadCommand): Finding[] {
  const [word] = operands;
  if (!word || word.text !== word.value) return [];
  const [kinds = ''] = word.text.split('/');
  // Without a slash the first word of others is a name.
  if (!firstIsKind.test(command.name) && !word.text.includes('/')) return [];
  const found: Finding[] = [];
  let from = 0;
  for (const kind of kinds.split(',')) {
    const to = from + kind.length;
    const [meant, other] = kindOf(kind) === undefined ? meaningsOf('kinds', kind) : [];
    if (meant !== undefined && other === undefined && meant !== kind) found.push({ word, from, to, meant });
    from = to + 1;
  }
  return found;
}

/** `TÊTE~3`, `HEAD~3..TÊTE`, `origine/main`. */
function refIn(word: PlacedWord, text: string): Finding[] {
  if (word.text !== word.value || word.text.startsWith('.')) return [];
  return [...word.text.matchAll(/(?<=^|\.\.\.?)([\p{L}]+)(?=$|[~^@/]|\.\.)/gu)].flatMap((match) => {
    const [, name = ''] = match;
    const [meant] = meaningsOf('refs', name);
    if (meant === undefined || meant.toLowerCase() === name.toLowerCase()) return [];
    const isMade = new RegExp(`(?:remote add|branch|checkout -b|switch -c|tag) +${name}(?![\\p{L}])`, 'u').test(text);
    const isHead = meant !== 'HEAD' || name === name.toUpperCase();
    return isMade || !isHead ? [] : [{ word, from: match.index, to: match.index + name.length, meant }];
  });
}
