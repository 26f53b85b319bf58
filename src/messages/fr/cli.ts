import type { CliCodes } from '../codes/cli.ts';
import type { Wordings } from '../wording.ts';

const severities = { error: 'erreur', warning: 'attention', info: 'remarque' } as const;

function hint(meant: string | undefined): string {
  return meant === undefined ? '' : `\n(Vouliez-vous dire ${meant}\u00a0?)`;
}

export const cli = {
  'cli/diagnostic': ({ place, severity, reason, rule }) =>
    `${place}: ${severities[severity]}\u00a0: ${reason} [${rule}]`,
  'cli/in-option': ({ option, mistake }, say) => `${option}\u00a0: ${say(mistake)}`,
  'cli/one-of': ({ names }) => names.join(', '),
  'cli/unknown-language': ({ wanted }) => `--lang ${wanted}\u00a0: en ou fr`,

  'cli/no-such-file': () => 'ce fichier ou dossier n’existe pas',
  'cli/it-is-folder': () => 'c’est un dossier',
  'cli/permission-denied': () => 'permission refusée',
  'cli/no-space': () => 'il n’y a plus de place',
  'cli/read-only': () => 'rien ne peut y être écrit, c’est en lecture seule',
  'cli/cannot-read': ({ file, reason }, say) => `impossible de lire ${file}\u00a0: ${say(reason)}`,
  'cli/cannot-write': ({ file, reason }, say) => `impossible d’écrire ${file}\u00a0: ${say(reason)}`,
  'cli/cannot-write-output': ({ reason }, say) => `impossible d’écrire la sortie\u00a0: ${say(reason)}`,

  'cli/no-deck': () => 'aucun support n’est nommé, ni ici ni dans runner.config.json\u00a0: pupitre run SUPPORT.md',
  'cli/which-deck': ({ known }) =>
    `quel support\u00a0? Nommez l’un de ${known.join(', ')}, ou donnez «\u00a0defaultDeck\u00a0» dans runner.config.json`,
  'cli/deck-is-folder': ({ file }) => `${file} est un dossier\u00a0; nommez un fichier markdown qu’il contient`,
  'cli/not-regular': ({ file }) => `${file} n’est pas un fichier ordinaire`,
  'cli/deck-too-large': ({ file, size, limit }) =>
    `${file} a ${size} Mio, un support peut en avoir ${limit}\u00a0: divisez-le en chapitres`,
  'cli/too-large': ({ file, limit }) => `${file} a plus de ${limit} Mio`,
  'cli/deck-has-errors': ({ file, count }) =>
    `${file} ne peut pas être exécuté\u00a0: ${count} ${count >= 2 ? 'erreurs' : 'erreur'}`,
  'cli/left-out': ({ place, id, reason }, say) =>
    `${place} ${id} n’a pas été faite, ce que --strict interdit\u00a0: ${say(reason)}`,
  'cli/nothing-to-run': ({ file, classes }) => {
    const wanted = classes.map((name) => `.${name}[ ... ]`).join(' ni de ');
    return `${file} n’a rien à exécuter\u00a0: pas de ${wanted}`;
  },
  'cli/override-without-step': ({ id, meant }) => {
    const suggestion = meant === undefined ? '' : `, vouliez-vous dire ${meant}\u00a0?`;
    return `runner.config.json\u00a0: overrides.${id}\u00a0: aucune étape ne s’appelle ainsi${suggestion}`;
  },

  'cli/include-no-text': ({ path }) => `«\u00a0${path}\u00a0» n’est pas du texte, et ne peut donc pas être inclus.`,
  'cli/outside': ({ path, root }) =>
    `«\u00a0${path}\u00a0» est en dehors de ${root}, et rien n’est lu là-bas. Déplacez-le, ou placez un runner.config.json ` +
    'dans le dossier qui contient tout le cours.',
  'cli/no-path': ({ path }) => `«\u00a0${path}\u00a0» n’est pas un chemin.`,
  'cli/hidden': ({ path }) =>
    `«\u00a0${path}\u00a0» est caché (son nom, ou celui d’un dossier, commence par un point), et n’est donc pas lu.`,
  'cli/path-is-folder': ({ path }) => `«\u00a0${path}\u00a0» est un dossier.`,
  'cli/path-not-regular': ({ path }) => `«\u00a0${path}\u00a0» n’est pas un fichier ordinaire.`,
  'cli/path-too-large': ({ path, size, limit }) =>
    `«\u00a0${path}\u00a0» a ${size} octets\u00a0; on en lit ${limit} au plus.`,
  'cli/cannot-read-path': ({ path, file, reason, meant }, say) => {
    const suggestion = meant === undefined ? '' : ` Vouliez-vous dire «\u00a0${meant}\u00a0»\u00a0?`;
    return `Impossible de lire «\u00a0${path}\u00a0» (${file})\u00a0: ${say(reason)}.${suggestion}`;
  },

  'cli/no-source': () => '--source\u00a0: aucun fichier n’est nommé',
  'cli/one-source': ({ source, count }) =>
    `--source ${source} est un seul fichier, et il y en a ${count} à comparer\u00a0; nommez un dossier`,
  'cli/no-original': ({ source }) =>
    `--source ${source}\u00a0: aucun fichier de ce dossier n’a le nom d’un de ceux à vérifier`,
  'cli/unreadable-original': ({ file, reason }, say) => `${file} ne peut pas être lu\u00a0: ${say(reason)}`,
  'cli/bytes-lost': ({ file }) =>
    `${file} a des octets qui ne sont pas de l’UTF-8, et qu’écrire perdrait\u00a0: enregistrez-le d’abord en UTF-8`,
  'cli/changed-meanwhile': ({ file }) => `${file} a été modifié entre-temps\u00a0; il reste tel quel`,
  'cli/patch-too-long': ({ file, limit }) =>
    `${file}\u00a0: plus de ${limit} lignes changeraient\u00a0; leur diff est trop long à montrer`,
  'cli/rule-form': () => 'attendu ID=off, ID=warn ou ID=error',
  'cli/unknown-rule': ({ id, meant }) => {
    const suggestion = meant === undefined ? '' : `\u00a0; vouliez-vous dire ${meant}\u00a0?`;
    return `il n’y a pas de règle «\u00a0${id}\u00a0»${suggestion}`;
  },

  'cli/duration-form': () => 'il faut une durée, comme 30s ou 2m',
  'cli/no-step-left': () => 'il ne reste aucune étape\u00a0: --only et --from s’excluent',
  'cli/unknown-step': ({ id, meant }) => {
    const suggestion = meant === undefined ? '' : ` Vouliez-vous dire ${meant}\u00a0?`;
    return `aucune étape ne s’appelle ${id}.${suggestion} pupitre list montre leurs noms`;
  },
  'cli/unknown-target': ({ name, known }) => `il n’y a pas de cible ${name}\u00a0; il y a\u00a0: ${known.join(', ')}`,
  'cli/step-needs-terminal': ({ option }) =>
    `${option} demande un terminal\u00a0: l’entrée ou la sortie n’en est pas un, ou TERM vaut dumb`,
  'cli/step-keep-going': ({ option }) =>
    `--keep-going ne va pas avec ${option}\u00a0: vous y décidez après chaque échec s’il faut continuer`,
  'cli/step-batch': ({ option, other }) =>
    `${other} ne va pas avec ${option}\u00a0: c’est pour les exécutions que personne ne mène`,
  'cli/step-reporter': ({ option, reporter }) =>
    `${option} a besoin de la sortie standard pour lui seul\u00a0: écrivez le rapport dans un fichier, --reporter ${reporter}=FICHIER`,
  'cli/record-format': ({ format }) => `--record-format ${format}\u00a0: ici, asciicast a les versions 2 et 3.`,
  'cli/exported': ({ file }) => `Écrit\u00a0: ${file}`,
  'cli/export-without-outputs': () =>
    'Sans affichages. Pour les avoir\u00a0: pupitre run --reporter json=run.ndjson, puis --from run.ndjson.',
  'cli/export-missing': ({ file }) =>
    `${file}\u00a0: une diapositive le montre, et il n’existe pas (ou n’est ni image, ni son, ni film, ni police).`,
  'cli/export-bad-line': ({ file, line }) =>
    `${file}:${line}\u00a0: ce n’est pas un événement d’une exécution. --from prend ce que --reporter json=FICHIER a écrit.`,
  'cli/export-other-deck': ({ file, deck, found }) =>
    `${file} n’a pas d’exécution de ${deck}${found.length > 0 ? `, mais de ${found.join(', ')}` : ''}.`,
  'cli/export-not-ours': ({ file }) => `${file} existe déjà et ne vient pas d’un export. Choisissez un autre dossier.`,
  'cli/stay-needs-terminal': () => '--stay demande un terminal\u00a0: l’entrée ou la sortie n’en est pas un',
  'cli/reporter-failed': ({ name, reason }, say) =>
    `le rapporteur ${name} a échoué, l’exécution continue\u00a0: ${say(reason)}`,
  'cli/report-lost': ({ file, reason }, say) =>
    `${file} est incomplet\u00a0: ${say(reason)}. L’exécution continue, et se terminera avec le code 2`,
  'cli/secret-unset': ({ name }) =>
    `«\u00a0secrets\u00a0» de runner.config.json nomme ${name}, qui n’est pas défini ici\u00a0: rien n’est masqué pour lui`,
  'cli/cannot-clean-up': ({ target, reason }, say) =>
    `impossible de ranger${target === undefined ? '' : ` ${target}`}\u00a0: ${say(reason)}`,
  'cli/node-is-yours': () =>
    'node1 est à vous\u00a0: regardez, essayez. exit ou ^D y met fin, avec tout ce qui s’y trouve.',

  'cli/password-in-environment': () =>
    'PUPITRE_PASSWORD n’est plus lu\u00a0: les programmes des participants pourraient le lire. Utilisez --password-file FICHIER, ou --password-file - pour le saisir.',
  'cli/short-password': ({ file, least }) =>
    `le mot de passe dans ${file} est trop court\u00a0: au moins ${least} caractères`,
  'cli/ask-password': () => 'Mot de passe des participants\u00a0:',
  'cli/ask-database': () => 'URL de la base de données\u00a0:',
  'cli/database-password-in-environment': () =>
    'PGPASSWORD n’est pas lu\u00a0: les programmes des participants pourraient le lire. Mettez le mot de passe dans l’URL, dans le fichier de --class-store, et retirez PGPASSWORD.',
  'cli/unreadable-database': ({ file, reason }, say) =>
    `impossible de lire l’URL de la base dans ${file}\u00a0: ${say(reason)}. --class-store nomme un fichier dont la première ligne est cette URL`,
  'cli/file-and-store': () =>
    'une classe est conservée dans un fichier ou dans une base\u00a0: donnez l’un des deux, le fichier ou --class-store',
  'cli/class-name-without-store': () => '--class-name est le nom d’une classe dans la base de --class-store',
  'cli/oidc-issuer': ({ issuer }) =>
    `class.oidc.issuer est ${issuer}\u00a0: un fournisseur doit avoir https, sauf sur cette machine`,
  'cli/oidc-needs-url': () =>
    'class.oidc\u00a0: le fournisseur doit renvoyer les navigateurs vers une adresse en https\u00a0: donnez --public-url https://…, ou ne servez que cette machine',
  'cli/oidc-secret': ({ file, reason }, say) =>
    `impossible de lire le secret de class.oidc dans ${file}\u00a0: ${say(reason)}`,
  'cli/empty-line': () => 'sa première ligne est vide',
  'cli/no-class': () => 'quelle classe\u00a0? Donnez son fichier, ou --class-store FICHIER avec l’URL de sa base',
  'cli/join-address': ({ places }) =>
    `Les participants entrent avec le mot de passe (${places} machines à la fois)\u00a0:`,
  'cli/join-link': ({ places }) => `Les participants entrent ici (${places} machines à la fois)\u00a0:`,
  'cli/capacity-course': ({ steps, workloads, builds }) =>
    `Le cours\u00a0: ${steps} étapes tapées, ${workloads} conteneurs ou pods au plus, ${builds} constructions d’images.`,
  'cli/capacity-memory': ({ node, total, machine, students }) =>
    `Mémoire\u00a0: ${node} Mio pour un participant qui a tout fait, ${total} Mio pour ${students} avec le serveur\u202f; cette machine a ${machine} Mio.`,
  'cli/capacity-start': ({ seconds, students }) =>
    `Démarrage\u00a0: ${students} qui entrent dans la même seconde ont tous une invite après environ ${seconds} s.`,
  'cli/capacity-cpu': ({ busy, idle, cores }) =>
    `Processeur\u00a0: environ ${busy} cœurs pendant que tous travaillent, ${idle} ensuite\u202f; cette machine en a ${cores}.`,
  'cli/capacity-fits': ({ fits, students }) =>
    `Cela tient\u00a0: ${fits} participants tiendraient, et ${students} viennent.`,
  'cli/capacity-too-many': ({ fits, students }) =>
    `Cela ne tient pas\u00a0: ${fits} participants tiendraient, et ${students} viennent. Les autres attendent dans une file, à moins d’avoir plus de mémoire.`,
  'cli/capacity-hosts': ({ target }) =>
    `${target} donne une machine à chaque participant\u00a0: il y a autant de places que d’hôtes, moins un pour vous.`,
  'cli/capacity-pods': ({ students, pod, pods, requested }) =>
    `Mémoire\u00a0: environ ${pod}\u00a0Mio pour un pod au repos avec son shell, ${pods}\u00a0Mio pour ${students}, plus ce que les participants y lancent. Kubernetes réserve ${requested} à chacun.`,
  'cli/capacity-pods-start': ({ students, seconds }) =>
    `Démarrage\u00a0: ${students} pods prennent environ ${seconds}\u00a0s sur une machine, l’un après l’autre\u00a0: préparez-en autant avant le début («\u00a0initial\u00a0»).`,
  'cli/capacity-pods-fit': () =>
    'C’est au cluster de dire s’ils tiennent\u00a0: `kubectl describe nodes` montre ce qui reste, et une machine porte 110 pods sauf réglage contraire.',
  'cli/capacity-measured': ({ target }) =>
    `C’est une estimation\u00a0: d’après le texte du support, et ce que coûtent les nœuds de ${target} là où ils ont été mesurés.`,
  'cli/empty-password': ({ file }) => `${file} est vide\u00a0: sa première ligne est le mot de passe`,
  'cli/unreadable-password': ({ file, reason }, say) =>
    `impossible de lire le mot de passe dans ${file}\u00a0: ${say(reason)}`,
  'cli/shared-user': ({ reason }, say) =>
    `d’autres entrent, et rien ne les séparerait les uns des autres ni de vous\u00a0: ${say(reason)}. ` +
    'Lancez-le comme root sous Linux avec la cible rehearsal, ou donnez --shared-user s’ils peuvent lire et modifier les fichiers des autres et les vôtres.',
  'cli/local-shares': ({ name }) => `la cible ${name} lance tout comme l’utilisateur qui lance Pupitre`,
  'cli/config-shares': ({ name }) => `runner.config.json le dit («\u00a0isolation\u00a0» de la cible ${name})`,
  'cli/number-form': ({ least, most }) => `un nombre entier de ${least} à ${most}`,
  'cli/open-address': () => 'Ouvrez cette adresse\u00a0; elle ne sert qu’une fois\u00a0:',
  'cli/public-url-form': () =>
    'l’adresse du serveur entier, telle que les navigateurs la voient, comme https://course.example ou http://192.0.2.7:8080, sans chemin',
  'cli/trust-proxy-form': () =>
    'combien de proxys il y a devant (de 1 à 20), ou leurs adresses séparées par des virgules\u00a0: loopback, 10.0.0.0/8, 192.0.2.7',
  'cli/proxy-without-url': () =>
    '--trust-proxy dit que les navigateurs passent par un proxy\u00a0: dites à quelle adresse, avec --public-url.',
  'cli/proxy-untrusted': () =>
    'Pour les limites sur les mots de passe faux, tous ceux qui passent par le proxy comptent pour un seul\u00a0: --trust-proxy 1 les distingue.',
  'cli/page-ports-form': () => 'deux ports de 1024 à 65535 séparés par un tiret, comme 8800-8899',
  'cli/page-hosts-form': () => 'un domaine précédé de *, comme *.pages.example',
  'cli/page-hosts-without-url': () =>
    '--page-hosts demande un proxy qui transmet ces noms\u00a0: dites où il est, avec --public-url.',
  'cli/another-leads': ({ name }) =>
    `un autre serveur mène la classe «\u00a0${name}\u00a0»\u00a0: les connexions lui sont transmises\u00a0; s’il disparaît, celui-ci ou un autre prend la suite`,
  'cli/nothing-encrypted': () =>
    'Entre ces machines, rien n’est chiffré\u00a0: qui écoute le réseau voit le mot de passe et les terminaux. ' +
    'Ne l’utilisez que dans un réseau de confiance.',
  'cli/other-port': ({ wanted, port }) => `Le port ${wanted} est déjà pris, c’est donc ${port}.`,
  'cli/how-to-end': () => '^C termine.',

  'cli/bug': ({ text }) => `c’est une erreur de Pupitre\u00a0: ${text}`,
  'cli/bug-where': () => 'avec PUPITRE_DEBUG=1 dans l’environnement, le lieu de l’erreur est indiqué.',

  'cli/unknown-option': ({ option, meant }) => `erreur\u00a0: option inconnue «\u00a0${option}\u00a0»${hint(meant)}`,
  'cli/unknown-command': ({ command, meant }) =>
    `erreur\u00a0: commande inconnue «\u00a0${command}\u00a0»${hint(meant)}`,
  'cli/no-argument': ({ option }) => `erreur\u00a0: il manque la valeur de l’option «\u00a0${option}\u00a0»`,
  'cli/too-many-arguments': ({ command, expected, got }) =>
    `erreur\u00a0: trop d’arguments pour «\u00a0${command}\u00a0»\u00a0: ${expected} au plus, et il y en a ${got}.`,
  'cli/see-help': () => '(pupitre --help dit ce qu’il y a)',

  'help/usage': () => 'Utilisation\u00a0:',
  'help/arguments': () => 'Arguments\u00a0:',
  'help/options': () => 'Options\u00a0:',
  'help/commands': () => 'Commandes\u00a0:',
  'help/default': ({ value }) => `(par défaut\u00a0: ${value})`,
  'help/version': () => 'affiche la version',
  'help/help': () => 'affiche l’aide',
  'help/help-command': () => 'affiche l’aide d’une commande',
  'help/pupitre': () =>
    'Exécute dans un vrai shell des ateliers pratiques écrits en diapositives, et vérifie ce qui s’affiche.',
  'help/decks': () => 'fichiers, ou noms de supports dans runner.config.json',
  'help/lang': () => 'langue de ce qui est dit',
  'help/exercises': () =>
    'ce qui est un exercice\u00a0: marks (classes des diapositives), prompts (tout ce qu’une personne taperait, comme dans un README) ou runme (ses cellules)',
  'help/config': () => 'configuration (par défaut\u00a0: runner.config.json, ici ou au-dessus)',
  'help/run': () => 'exécute les étapes de supports dans un vrai shell, et vérifie ce qui s’affiche',
  'help/run-target': () => 'où exécuter\u00a0: une cible de runner.config.json',
  'help/run-only': () => 'seulement ces étapes\u00a0: leurs noms, ou ceux de diapositives (avant le point)',
  'help/run-from': () => 'commence par cette étape, avec ce que les précédentes ont créé',
  'help/run-no-replay': () => 'avec --from\u00a0: commence dans un nouveau shell, quoi que les précédentes aient créé',
  'help/run-resume': () => 'reprend après la dernière étape réussie de l’exécution précédente',
  'help/run-no-state': () => 'ne conserve rien pour --resume',
  'help/run-keep-going': () => 'continue après une étape qui n’a pas réussi',
  'help/run-strict': () => 'les étapes ignorées ou à faire à la main comptent comme des échecs',
  'help/run-reporter': ({ names }) => `${names}\u00a0; plusieurs sont permis`,
  'help/run-timeout': () => 'aucune étape ne peut durer plus longtemps\u00a0: 30s, 2m',
  'help/run-step': () => 'pas à pas\u00a0: la diapositive en haut, le shell dessous, les touches en bas',
  'help/run-pause': () =>
    'à la première étape qui ne réussit pas, continue comme avec --step\u00a0: modifier, réessayer, accepter',
  'help/run-stay': () => 'donne ensuite le shell à qui est au terminal (d’office pour la répétition sur un terminal)',
  'help/run-no-stay': () => 's’arrête après les étapes',
  'help/export': () => 'écrit les diapositives en un site sans serveur, avec les affichages d’une exécution',
  'help/export-folder': () => 'où écrire index.html et les fichiers des diapositives',
  'help/export-from': () =>
    'l’exécution dont on montre les affichages\u00a0: ce que run --reporter json=FICHIER a écrit',
  'help/run-record': () =>
    'écrit la session en asciicast\u00a0; dans un dossier (DOSSIER/)\u00a0: la session entière et chaque exercice',
  'help/run-record-format': () => 'version d’asciicast\u00a0: 2 (pour un fichier, par défaut) ou 3 (pour un dossier)',
  'help/serve': () => 'montre les diapositives d’un support à côté d’un terminal, dans un navigateur',
  'help/serve-deck': () => 'un fichier, ou le nom d’un support dans runner.config.json',
  'help/serve-target': () => 'où est le terminal\u00a0: une cible de runner.config.json',
  'help/serve-port': ({ port }) =>
    `port d’écoute\u00a0; 0\u00a0: n’importe lequel de libre (par défaut\u00a0: ${port}, ou l’un des suivants)`,
  'help/serve-public-url': () =>
    'adresse où les navigateurs trouvent le serveur à travers un proxy, comme https://course.example\u00a0; plusieurs sont possibles',
  'help/serve-trust-proxy': () =>
    'nombre de proxys devant le serveur, ou leurs adresses\u00a0: les limites valent alors pour chaque client derrière eux',
  'help/serve-page-ports': () =>
    'ports où les participants voient les pages de leur machine (par défaut\u00a0: des ports libres après celui du serveur)',
  'help/serve-page-hosts': () =>
    'noms où ils les voient, à travers le proxy, à la place de ports\u00a0: *.pages.example',
  'help/serve-name': () =>
    'un nom de plus sous lequel les navigateurs atteignent cette machine\u00a0; plusieurs sont permis',
  'help/serve-password-file': () => 'fichier du mot de passe des participants\u202f; -\u00a0: il est saisi',
  'help/serve-lobby': () => 'les participants ne voient rien du cours tant que vous ne l’avez pas commencé',
  'help/serve-class': () => 'des participants peuvent entrer, même depuis cette seule machine',
  'help/serve-class-file': () => 'où garder les personnes et leur progression',
  'help/serve-class-store': () =>
    'de même dans PostgreSQL\u00a0: fichier dont la première ligne est l’URL\u202f; -\u00a0: elle est saisie',
  'help/serve-class-name': () => 'laquelle des classes de cette base',
  'help/serve-replica-address': () =>
    'avec --class-store\u00a0: par où les autres serveurs de la classe joignent celui-ci (par défaut\u00a0: 127.0.0.1)',
  'help/serve-max-places': () =>
    'nombre maximal de machines de participants à la fois (par défaut\u00a0: ce que permet la mémoire)',
  'help/serve-host': () =>
    'adresse d’écoute (par défaut\u00a0: 127.0.0.1)\u202f; avec une autre, des participants peuvent entrer',
  'help/serve-shared-user': () => 'tous les participants partagent un seul utilisateur Unix, sans séparation',
  'help/capacity': () => 'dit ce qu’il faut à une classe sur cette machine',
  'help/capacity-students': () => 'combien viennent',
  'help/capacity-json': () => 'en JSON\u202f; mémoire en Mio',
  'help/serve-watch': () =>
    'actualise les diapositives dans toutes les fenêtres quand elles sont enregistrées\u00a0; terminaux et progression restent',
  'help/serve-open': () => 'ouvre la page dans un navigateur',
  'help/serve-lang': () => 'langue de la page',
  'help/class': () => 'écrit les résultats d’une classe\u00a0: essais, premières erreurs et durées de chacun',
  'help/class-file': () => 'le fichier de la classe (--class-file de serve)\u00a0; un serveur peut l’avoir ouvert',
  'help/class-by': () => 'lignes du CSV\u00a0: student (chaque étape de chacun) ou step (la classe à chaque étape)',
  'help/class-output': () => 'un fichier où écrire, au lieu de la sortie standard',
  'help/lint-class': () => 'le fichier d’une classe\u00a0: dit aussi où ses participants ont échoué',
  'help/lint': () => 'trouve ce qui échouerait en public, sans rien exécuter',
  'help/lint-files': () => 'fichiers, dossiers, ou noms de supports dans runner.config.json',
  'help/lint-fix': () => 'répare ce qui peut l’être à coup sûr',
  'help/lint-dry-run': () => 'montre ce que --fix changerait, sans rien changer',
  'help/lint-source': () => 'l’original d’une traduction, ou le dossier des originaux',
  'help/lint-rule': () => 'gravité de ce qu’une règle trouve\u00a0; plusieurs sont permises',
  'help/list': () => 'montre les diapositives, exercices et étapes de supports',
  'help/list-json': () => 'en JSON\u00a0: chaque extrait avec sa place, et chaque message',
  'help/list-plan': () => 'ce qu’une exécution ferait de chaque étape, et pourquoi',
} satisfies Wordings<CliCodes>;
