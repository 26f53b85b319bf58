import type { Span } from '../../deck/scan/regions.ts';
import { message } from '../../messages/message.ts';
import { isTyped, weightOf } from '../code.ts';
import { isCommandLike, type PlacedWord } from '../commands.ts';
import { inExercise, withHidden } from '../example.ts';
import { kindOf } from '../grammar/kubectl-kinds.ts';
import { type ReadCommand, readCommands } from '../grammar/read-command.ts';
import type { LintRule } from '../rule.ts';
import { translatedProgramWords } from '../translations/program-words.ts';
import { meaningsOf } from '../translations/words.ts';

/** `kubectl get nœuds`, `git reset TÊTE~3`: names that belong to the program. */
export const translatedArgument: LintRule = {
  id: 'translated-argument',
  severity: 'error',
  examples: [
    { title: 'a kind', deck: inExercise('kubectl get nœuds'), at: ['4:13'], fixed: inExercise('kubectl get nodes') },
    {
      title: 'a kind and a name',
      deck: inExercise('kubectl describe déploiement/web\nkubectl delete svc/web déploiement/web'),
      at: ['4:18', '5:24'],
      fixed: inExercise('kubectl describe deployment/web\nkubectl delete svc/web deployment/web'),
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
      title: 'an article, values of which there are only some',
      deck: inExercise('kubectl get les pods -o large\nkubectl expose deploy/web --type=PortNoeud --port=80'),
      at: ['4:13', '4:25', '5:34'],
      fixed: inExercise('kubectl get pods -o wide\nkubectl expose deploy/web --type=NodePort --port=80'),
    },
    {
      title: 'Redis, SQL',
      deck: inExercise(
        'docker exec redis redis-cli OBTENIR x\npsql -c "SÉLECTIONNER nom DE clients OÙ id = 1"\nsqlite3 a.db "SELECT * FROM ET"',
      ),
      at: ['4:29', '5:10', '5:27', '5:38'],
      fixed: inExercise(
        'docker exec redis redis-cli GET x\npsql -c "SELECT nom FROM clients WHERE id = 1"\nsqlite3 a.db "SELECT * FROM ET"',
      ),
    },
    {
      title: 'how an output is compared',
      deck: withHidden('false', 'expect sortie 1', 'expect text a', 'expect texte b'),
      at: ['7:16', '9:16'],
      fixed: withHidden('false', 'expect exit 1', 'expect text a', 'expect text b'),
    },
    {
      title: 'files of every machine',
      deck: inExercise('ls x 2>/dev/nulle\ncurl http://hôte-local:8080/'),
      at: ['4:8', '5:13'],
      fixed: inExercise('ls x 2>/dev/null\ncurl http://localhost:8080/'),
    },
    {
      title: 'a Dockerfile',
      deck: inExercise(
        'cat > Dockerfile <<EOF\nDE alpine\nCOURIR apk add curl\nEOF\ncat > notes <<EOF\nDE alpine\nEOF',
      ),
      at: ['5:1', '6:1'],
      fixed: inExercise(
        'cat > Dockerfile <<EOF\nFROM alpine\nRUN apk add curl\nEOF\ncat > notes <<EOF\nDE alpine\nEOF',
      ),
    },
    {
      title: 'keys and names that are called so',
      deck: inExercise("redis-cli get OBTENIR\npsql -c 'SELECT 1'\necho SÉLECTIONNER\nkubectl get la"),
      at: [],
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
    for (const piece of code) {
      if (piece.kind === 'inline') continue;
      const commands = isCommandLike(piece) ? readCommands(piece) : [];
      const found = commands.flatMap((command) =>
        findings(command, text).map((each) => ({ ...each, program: command.program })),
      );
      if (piece.language === 'expect' && piece.snippet?.argument === '') found.push(...matcherIn(piece.text, text));
      const isFile = piece.language === 'sql' || piece.language === 'dockerfile';
      if (isFile || isTyped(piece)) found.push(...translatedProgramWords(piece.text, piece.language));
      for (const { start, end, meant, program } of found) {
        const span = piece.span(start, end);
        const isWritten = piece.language === 'sql' || piece.language === 'expect';
        const isRun = !piece.inNotes && !piece.slide.excluded;
        const severity = isTyped(piece) ? weightOf(piece) : isWritten && isRun ? 'error' : 'warning';
        const written = piece.text.slice(start, end);
        report(span, message('lint/translated-argument', { written, meant, program }), {
          severity,
          fix: severity === 'error' ? [{ ...span, text: meant }] : undefined,
        });
      }
    }
  },
};

const matchers = meanings(
  'text:texte,texto,testo exit:sortie,quitter,ausgang,beenden,salida,salir,saída,sair,uscita,esci regex:expression,ausdruck,expresión,expressão,espressione',
);

/** `expect sortie 1`; `expect texte x` where the deck says `expect text` elsewhere. */
function matcherIn(written: string, text: string): readonly (Finding & { program: string })[] {
  const [, word = '', rest = ''] = /^(\p{L}{4,12}) (\S.{0,200})$/u.exec(written) ?? [];
  const meant = matchers.get(word.normalize('NFC').toLowerCase());
  const isCertain = meant === 'exit' ? /^(?:\d{1,3}|nonzero|any)$/.test(rest) : text.includes(`expect ${meant ?? ''} `);
  return meant !== undefined && isCertain ? [{ start: 0, end: word.length, meant, program: 'expect' }] : [];
}

interface Finding extends Span {
  readonly meant: string;
}

function findings(command: ReadCommand, text: string): Finding[] {
  if (command.program === 'git') return command.operands.flatMap((word) => refIn(word, text));
  return command.program === 'kubectl' ? [...kindsIn(command), ...valuesIn(command)] : [];
}

const values: Readonly<Record<string, ReadonlyMap<string, string>>> = {
  output: meanings('wide:large,breit,weit,ancho,amplio,largo,ampio,larga name:nom,nombre,nome'),
  type: meanings(
    'NodePort:portnoeud,portnœud,noeudport,knotenport,puertonodo,nodopuerto,portanó,portanodo ' +
      'LoadBalancer:équilibreurdecharge,equilibreurdecharge,lastverteiler,balanceadordecarga,bilanciatore ClusterIP:ipcluster,clusterip',
  ),
};

function meanings(list: string): ReadonlyMap<string, string> {
  return new Map(
    list.split(' ').flatMap((entry) => {
      const [meant = '', words = ''] = entry.split(':');
      return words.split(',').map((word): [string, string] => [word, meant]);
    }),
  );
}

/** `-o large`, `--type=PortNoeud`: values of which there are only some. */
function valuesIn({ options, found }: ReadCommand): Finding[] {
  return options.flatMap(({ name, word, value }) => {
    const list =
      name === '-o' || name === '--output' ? values['output'] : name === '--type' ? values['type'] : undefined;
    const meant = value === undefined ? undefined : list?.get(value.normalize('NFC').toLowerCase());
    if (value === undefined || meant === undefined || meant === value) return [];
    const place = word.text.endsWith(value) ? word : found.args[found.args.indexOf(word) + 1];
    return place?.text.endsWith(value) === true ? [{ start: place.end - value.length, end: place.end, meant }] : [];
  });
}

const firstIsKind =
  /^(?:get|describe|delete|edit|label|annotate|scale|expose|patch|explain|autoscale|rollout \w+|set \w+|wait)$/;

const article = /^(?:les?|la|un|une|d[eu]r|die|das|den|el|l[ao]s|os?|as?|il?|gli)$/i;

function kindsIn({ command, operands }: ReadCommand): Finding[] {
  const [word, second] = operands;
  if (!word || word.text !== word.value) return [];
  if (second && firstIsKind.test(command.name) && article.test(word.text) && isKind(second.value)) {
    return [{ start: word.start, end: second.start + second.text.length, meant: rightKind(second.value) }];
  }
  const [kinds = ''] = word.text.split('/');
  // Without a slash the first word of others is a name.
  if (!firstIsKind.test(command.name) && !word.text.includes('/')) return [];
  const found: Finding[] = operands.slice(1).flatMap(kindWithName);
  let from = 0;
  for (const kind of kinds.split(',')) {
    const to = from + kind.length;
    const [meant, other] = kindOf(kind) === undefined ? meaningsOf('kinds', kind) : [];
    if (meant !== undefined && other === undefined && meant !== kind)
      found.push({ start: word.start + from, end: word.start + to, meant });
    from = to + 1;
  }
  return found;
}

/** `déploiement/web` behind another one. */
function kindWithName({ text, start }: PlacedWord): Finding[] {
  const [kind = '', name] = text.split('/');
  const [meant, other] = name === undefined || kindOf(kind) !== undefined ? [] : meaningsOf('kinds', kind);
  return meant === undefined || other !== undefined ? [] : [{ start, end: start + kind.length, meant }];
}

function isKind(word: string): boolean {
  return kindOf(word) !== undefined || meaningsOf('kinds', word).length > 0;
}

function rightKind(word: string): string {
  return kindOf(word) === undefined ? (meaningsOf('kinds', word)[0] ?? word) : word;
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
    return isMade || !isHead
      ? []
      : [{ start: word.start + match.index, end: word.start + match.index + name.length, meant }];
  });
}
