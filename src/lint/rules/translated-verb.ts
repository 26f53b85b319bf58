import { message } from '../../messages/message.ts';
import { nearest } from '../../plan/nearest.ts';
import { type Code, isTyped, weightOf } from '../code.ts';
import { calledBy, commandsOf, type FoundCommand, isCommandLike, operandsOf, type PlacedWord } from '../commands.ts';
import { inExercise } from '../example.ts';
import { grammarOf } from '../grammar/grammar.ts';
import { type ReadCommand, readCommand } from '../grammar/read-command.ts';
import type { LintRule, Report } from '../rule.ts';
import { meaningsOf, phrasesOf } from '../translations/words.ts';
import { meantVerbs, translationsOf, type Verbs, verbs } from '../verbs.ts';

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
    {
      title: 'one level down',
      deck: inExercise(
        'docker network créer x\nkubectl rollout statut deploy/web\nhelm repo ajouter a b\nkubectl create déploiement web --image=x',
      ),
      at: ['4:16', '5:17', '6:11', '7:16'],
      fixed: inExercise(
        'docker network create x\nkubectl rollout status deploy/web\nhelm repo add a b\nkubectl create deployment web --image=x',
      ),
    },
    {
      title: 'several meanings, of which one fits the rest',
      deck: inExercise(
        'docker run -d --name web nginx\ndocker exécuter -ti web sh\ndocker exécuter -d -p 80:80 nginx\nkubectl exécuter -ti web -- sh',
      ),
      at: ['5:8', '6:8', '7:9'],
      fixed: inExercise(
        'docker run -d --name web nginx\ndocker exec -ti web sh\ndocker run -d -p 80:80 nginx\nkubectl exec -ti web -- sh',
      ),
    },
    {
      title: 'several words, other forms',
      deck: inExercise("docker-compose vers le haut -d\ngit s'engager -m x\ngit pousse"),
      at: ['4:16', '5:5'],
      fixed: inExercise('docker-compose up -d\ngit commit -m x\ngit push'),
    },
    {
      title: 'an alias of the deck',
      deck: inExercise('git config --global alias.statut status\ngit statut'),
      at: [],
    },
    {
      title: 'an article, a rollout',
      deck: inExercise('kubectl create un deployment web --image=x\nkubectl déploiement statut deploy/web'),
      at: ['4:16', '5:9'],
      fixed: inExercise('kubectl create deployment web --image=x\nkubectl rollout status deploy/web'),
    },
    {
      title: 'a slip one level down',
      deck: inExercise('kubectl create deployement web --image=x\ndocker image prunne'),
      at: ['4:16', '5:14'],
    },
    {
      title: 'a file, a variable, an option one level down',
      deck: inExercise('kubectl create -f x\nkubectl create $KIND\ndocker image --help\nkubectl config get-contexts'),
      at: [],
    },
  ],
  check({ code, text }, report) {
    for (const piece of code.filter(isCommandLike)) {
      const told = isTyped(piece) ? tellPhrases(piece, report) : [];
      for (const command of commandsOf(piece)) {
        const [program, verb] = verbOf(command);
        tellGroup(piece, command, report);
        const list = Object.hasOwn(verbs, program) ? verbs[program] : undefined;
        if (!list || !verb || list.known.has(verb.value) || !/^[\p{L}-]{2,40}$/u.test(verb.text)) continue;
        if (told.includes(verb.start)) continue;
        if (program === 'git' && text.includes(`alias.${verb.value}`)) continue;
        if (program === 'kubectl' && isRollout(verb.text, operandsOf(program, calledBy(command).words)[1]?.value ?? ''))
          continue;
        const meant = fitting(withoutSynonyms(meantVerbs(verb.value, list)), command, text);
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

const synonyms: ReadonlyMap<string, string> = new Map([
  ['list', 'ls'],
  ['remove', 'rm'],
  ['copy', 'cp'],
]);

/** Of two names of one sub-command the short one. */
function withoutSynonyms(meant: readonly string[]): readonly string[] {
  return meant.filter((each) => !meant.includes(synonyms.get(each) ?? ''));
}

/**
 * Of several sub-commands those that take the command's options and operands. What `exec` and its like are given is a container or a
 * pod of the deck, what `run` is given is an image.
 */
function fitting(meant: readonly string[], command: FoundCommand, text: string): readonly string[] {
  const { program, words } = calledBy(command);
  const [verb] = operandsOf(program, words);
  if (meant.length < 2 || !verb) return meant;
  const left = meant.filter((each) => {
    const as = (word: PlacedWord): PlacedWord => (word === verb ? { ...word, text: each, value: each } : word);
    const read = readCommand({ ...command, args: command.args.map(as) });
    if (!read) return true;
    const [operand] = read.operands;
    const isMade = operand !== undefined && new RegExp(`--name[ =]${escaped(operand.value)}(?![\\w-])`).test(text);
    if (each === 'exec')
      return read.rest !== undefined || (read.operands.length > 1 && isKnown(read) && !isImage(operand));
    if (each === 'run') return read.rest === undefined && !isMade && isKnown(read);
    return isKnown(read);
  });
  return left.length > 0 ? left : meant;
}

/** Surely an image, as docker run is given one. */
function isImage(operand: PlacedWord | undefined): boolean {
  return /[:/]|^(?:alpine|ubuntu|debian|busybox|nginx|httpd|python|node|golang|jpetazzo)$/.test(operand?.value ?? '');
}

/** It has all options, translated or not. */
function isKnown({ options, command }: ReadCommand): boolean {
  return options.every(
    ({ kind, name }) =>
      kind !== undefined || meaningsOf('options', name.slice(2)).some((each) => command.options.has(`--${each}`)),
  );
}

const programsWithVerbs = Object.keys(verbs).join('|');

/** `docker-compose vers le haut`, `git s'engager`: several words for one sub-command, which the shell may not even read as words. */
function tellPhrases(piece: Code, report: Report): number[] {
  const { text } = piece;
  if (!/['\u2019]|(?:vers|nach|hacia|para|verso|mise|mettre|en|se) /.test(text)) return [];
  const told: number[] = [];
  for (const match of text.matchAll(phrasePattern())) {
    const [, before = '', program = '', written = ''] = match;
    const list = Object.hasOwn(verbs, program) ? verbs[program] : undefined;
    const meant = list ? withoutSynonyms(meantVerbs(written.replaceAll(' ', '-'), list)) : [];
    if (meant.length === 0) continue;
    const start = match.index + before.length;
    told.push(start);
    const span = piece.span(start, start + written.length);
    const severity = weightOf(piece);
    report(span, message('lint/translated-verb', { written, program, meant }), {
      severity,
      fix: meant.length === 1 && severity === 'error' ? [{ ...span, text: meant[0] ?? '' }] : undefined,
    });
  }
  return told;
}

/** Made when it is first needed, once in a process: it does not depend on any deck. */
const memo: { pattern?: RegExp } = {};

/** A program, options, and one of the phrases of the tables behind it. */
function phrasePattern(): RegExp {
  if (memo.pattern) return memo.pattern;
  const phrases = phrasesOf('verbs').map((phrase) =>
    escaped(phrase).replaceAll('-', '[ -]').replaceAll("'", "['\u2019]"),
  );
  memo.pattern = new RegExp(
    `(?<=^|[\\s;&|(])((${programsWithVerbs})(?: +-{1,2}[\\w=/.-]+){0,4} +)(${phrases.join('|')})(?=\\s|$)`,
    'gimu',
  );
  return memo.pattern;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** `docker network créer`: the second word of a group of commands. */
function tellGroup(piece: Code, { name, args }: FoundCommand, report: Report): void {
  if (piece.kind === 'inline') return;
  const { program, words } = calledBy({ name, args });
  const [group, sub] = operandsOf(program, words);
  if (program === 'kubectl' && group && sub && isRollout(group.text, sub.value)) {
    tellGroupAs(piece, group, program, 'rollout', report);
    return;
  }
  const grammar = group && sub && grouped.has(program) ? grammarOf(program) : undefined;
  if (!grammar || !group || !sub || args[args.indexOf(sub) - 1] !== group) return;
  const known = grammar.subcommands(group.value);
  const behind = args[args.indexOf(sub) + 1];
  if (behind && isArticle(sub.text) && (known.includes(behind.value) || meaningsOf('kinds', behind.value).length > 0)) {
    tellGroupAs(piece, { ...sub, end: behind.start }, program, '', report);
    return;
  }
  if (known.length < 2 || known.includes(sub.value) || !/^[\p{L}][\p{L}-]{2,40}$/u.test(sub.text)) return;
  const kinds = meaningsOf('kinds', sub.value).filter((each) => known.includes(each));
  const meant = withoutSynonyms([
    ...new Set([...translationsOf(sub.value).filter((each) => known.includes(each)), ...kinds]),
  ]);
  const near = meant.length > 0 || sub.value.length < 4 ? undefined : nearest(sub.value, [...known]);
  const shown = near === undefined ? meant : [near];
  if (shown.length === 0) return;
  const span = piece.span(sub.start, sub.end);
  const severity = weightOf(piece);
  report(
    span,
    message('lint/translated-verb', { written: sub.value, program: `${program} ${group.value}`, meant: shown }),
    {
      severity,
      fix: meant.length === 1 && severity === 'error' ? [{ ...span, text: meant[0] ?? '' }] : undefined,
    },
  );
}

function tellGroupAs(piece: Code, word: PlacedWord, program: string, right: string, report: Report): void {
  const span = piece.span(word.start, word.end);
  const severity = weightOf(piece);
  report(span, message('lint/translated-verb', { written: word.text, program, meant: right === '' ? [] : [right] }), {
    severity,
    fix: severity === 'error' ? [{ ...span, text: right }] : undefined,
  });
}

/** `kubectl déploiement statut`: what `rollout` is called, and one of its own sub-commands behind it. */
function isRollout(word: string, sub: string): boolean {
  if (!/^(?:d[ée]ploiement|bereitstellung|despliegue|implanta[çc][ãa]o|distribuzione)$/i.test(word)) return false;
  return [sub, ...translationsOf(sub)].some((each) => /^(?:status|undo|history|restart|pause|resume)$/.test(each));
}

function isArticle(word: string): boolean {
  return /^(?:une?|l[ea]s?|eine?|d[ia][es]|un[ao]?|uma?|el|l[ao]s|il|gli)$/i.test(word);
}

// Programs whose groups of commands take no others (those of plugins apart).
const grouped = new Set(['kubectl', 'docker', 'helm']);

/** The program and its sub-command; `docker compose` is docker-compose. */
function verbOf(command: FoundCommand): [string, PlacedWord | undefined] {
  const { program, words } = calledBy(command);
  return [program, operandsOf(program, words)[0]];
}

/** A sub-command that is one slip away; short words are a slip away from everything. */
function nearVerb(word: string, { known, closed }: Verbs): string | undefined {
  if (word.length < 4) return undefined;
  const near = nearest(word, [...known]);
  return near !== undefined && (closed || Math.abs(near.length - word.length) <= 1) && near.length >= 4
    ? near
    : undefined;
}
