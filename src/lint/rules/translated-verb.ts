import { message } from '../../messages/message.ts';
import { nearest } from '../../plan/nearest.ts';
import { weightOf } from '../code.ts';
import { commandsOf, type FoundCommand, isCommandLike, operandsOf, type PlacedWord } from '../commands.ts';
import { inExercise } from '../example.ts';
import type { LintRule } from '../rule.ts';
import { meantVerbs, type Verbs, verbs } from '../verbs.ts';

/** `kubectl obtenir`, `docker biuld`: a sub-command that its program does not have. */
export const translatedVerb: LintRule = {
  id: 'translated-verb',
  severity: 'error',
  examples: [
    {
      title: 'French: the translation is certain',
      deck: inExercise('kubectl obtenir svc'),
      at: ['4:9'],
      fixed: inExercise('kubectl get svc'),
    },
    {
      title: 'after options and sudo',
      deck: inExercise('sudo docker -H tcp://node2 décrire x && kubectl -n kube-system décrivez pod'),
      at: ['4:28', '4:64'],
      fixed: inExercise('sudo docker -H tcp://node2 décrire x && kubectl -n kube-system describe pod'),
    },
    { title: 'several translations', deck: inExercise('docker lancer nginx'), at: ['4:8'] },
    { title: 'a slip of the pen', deck: inExercise('docker-compose biuld'), at: ['4:16'] },
    {
      title: 'docker compose',
      deck: inExercise('docker compose construire'),
      at: ['4:16'],
      fixed: inExercise('docker compose build'),
    },
    { title: 'in inline code', deck: 'Avec `kubectl obtenir` on voit tout.\n', at: ['1:15'] },
    {
      title: 'known ones',
      deck: inExercise('kubectl get svc; docker ps; git -C x pull; helm ls; kubectl krew list'),
      at: [],
    },
    { title: 'what may be a plugin', deck: inExercise('kubectl frobnicate\ngit town sync'), at: [] },
    {
      title: 'variables, placeholders, aliases of the option --help',
      deck: inExercise('docker $VERB\nkubectl ...\nkubectl <verb>'),
      at: [],
    },
  ],
  check({ code }, report) {
    for (const piece of code.filter(isCommandLike)) {
      for (const command of commandsOf(piece)) {
        const [program, verb] = verbOf(command);
        const list = Object.hasOwn(verbs, program) ? verbs[program] : undefined;
        if (!list || !verb || list.known.has(verb.value) || !/^[\p{L}-]{2,40}$/u.test(verb.text)) continue;
        const meant = meantVerbs(verb.value, list);
        const near = meant.length > 0 ? undefined : nearVerb(verb.value, list);
        const certain = meant.length > 0 || near !== undefined || /[^\0-\x7f]/.test(verb.value);
        if (!certain && (!list.closed || piece.kind === 'inline')) continue;
        const span = piece.span(verb.start, verb.end);
        const weight = weightOf(piece);
        const shown = [...meant, ...(near === undefined ? [] : [near])];
        report(span, message('lint/translated-verb', { written: verb.value, program, meant: shown }), {
          severity: certain ? weight : 'warning',
          fix: meant.length === 1 && weight === 'error' ? [{ ...span, text: meant[0] ?? '' }] : undefined,
        });
      }
    }
  },
};

/** The program and its sub-command; `docker compose` is docker-compose. */
function verbOf({ name, args }: FoundCommand): [string, PlacedWord | undefined] {
  const program = name.value.slice(name.value.lastIndexOf('/') + 1);
  if (program === 'docker' && args[0]?.value === 'compose') {
    return ['docker-compose', operandsOf('docker-compose', args.slice(1))[0]];
  }
  return [program, operandsOf(program, args)[0]];
}

/** A sub-command that is one slip away; short words are a slip away from everything. */
function nearVerb(word: string, { known, closed }: Verbs): string | undefined {
  if (word.length < 4) return undefined;
  const near = nearest(word, [...known]);
  return near !== undefined && (closed || Math.abs(near.length - word.length) <= 1) && near.length >= 4
    ? near
    : undefined;
}
