import type { ConfigCodes } from '../codes/config.ts';
import type { Wordings } from '../wording.ts';

const kinds: Readonly<Record<string, string>> = {
  string: 'texte',
  number: 'nombre',
  int: 'nombre entier',
  boolean: 'booléen',
  array: 'liste',
  object: 'objet',
};

const jsonExpected = {
  value: 'une valeur',
  key: 'une clé entre guillemets doubles',
  colon: '":"',
  end: 'la fin du fichier',
  'comma-or-brace': '"," ou "}"',
  'comma-or-bracket': '"," ou "]"',
} as const;

const jsonFound = {
  end: () => ', mais le fichier s’arrête ici',
  comment: () => '\u00a0; JSON n’a pas de commentaires',
  'single-quote': () => '\u00a0; JSON n’a que des guillemets doubles',
  'closing-after-comma': (text: string) => `\u00a0; JSON ne permet pas de virgule avant "${text}"`,
  'bad-string': () => ', obtenu un texte avec une erreur, ou sans sa fin',
  text: (text: string) => `, obtenu ${quoted(text)}`,
} as const;

function quoted(text: string): string {
  return JSON.stringify(text);
}

export const config = {
  'config/in-file': ({ file, mistake }, say) => `${file}\u00a0: ${say(mistake)}`,
  'config/in-file-at': ({ file, line, column, mistake }, say) => `${file}:${line}:${column}\u00a0: ${say(mistake)}`,
  'config/mistakes': ({ mistakes }, say) => mistakes.map((mistake) => say(mistake)).join('\n'),
  'config/at-path': ({ path, mistake }, say) => `${path}\u00a0: ${say(mistake)}`,

  'config/missing': ({ expected }, say) => `manque\u00a0; attendu\u00a0: ${say(expected)}`,
  'config/wrong-type': ({ expected, got }, say) => `attendu ${say(expected)}, obtenu ${say(got)}`,
  'config/either': (data, say) => data.kinds.map((kind) => say(kind)).join(' ou '),
  'config/kind': ({ kind }) => kinds[kind] ?? kind,
  'config/value': ({ kind, value }) => `${kinds[kind] ?? kind} ${value}`,
  'config/long-string': () => 'un texte',
  'config/one-of': ({ names, got, meant }, say) => {
    const allowed = `${names.length > 1 ? 'l’un de ' : ''}${names.map(quoted).join(', ')}`;
    if (got === undefined) return `manque\u00a0; attendu\u00a0: ${allowed}`;
    const hint = meant === undefined ? '' : `\u00a0; vouliez-vous dire ${quoted(meant)}\u00a0?`;
    return `attendu ${allowed}, obtenu ${say(got)}${hint}`;
  },
  'config/unknown-keys': ({ keys, allowed }) => {
    const mistakes = keys.map(({ key, meant }) => {
      const hint = meant === undefined ? '' : `, vouliez-vous dire ${quoted(meant)}\u00a0?`;
      return `clé inconnue ${quoted(key)}${hint}`;
    });
    return `${mistakes.join('\u00a0; ')} (permis\u00a0: ${allowed.join(', ')})`;
  },
  'config/empty-text': () => 'ne doit pas être vide',
  'config/at-least': ({ minimum }) => `doit être au moins ${minimum}`,
  'config/at-most': ({ maximum }) => `doit être au plus ${maximum}`,
  'config/duration': () =>
    'attendu une durée comme "500ms", "60s", "2m" ou "1m30s", ou un nombre de secondes, 24h au plus',
  'config/kubernetes-name': () => 'un nom comme Kubernetes l’accepte\u00a0: petites lettres, chiffres, tirets et points',
  'config/ssh-host': () => 'un hôte comme ssh l’accepte\u00a0: un nom de sa configuration, ou utilisateur@hôte',
  'config/host': () => 'attendu un hôte\u00a0: example.org, example.org:8443 ou *.example.org',
  'config/path': () => 'attendu un chemin\u00a0: du texte sans NUL',
  'config/variable-name': () => 'attendu un nom de variable\u00a0: lettres, chiffres et _, pas de chiffre en tête',
  'config/node-path': () => 'attendu un chemin sur la machine, qui commence par ~/ ou /',
  'config/no-decks': () => 'il n’y a pas de tel support\u00a0: «\u00a0decks\u00a0» est vide',
  'config/secret-form': () =>
    'attendu le nom d’une variable d’environnement, ou une expression rationnelle entre barres obliques\u00a0: "/.../options"',
  'config/secret-flags': ({ flags }) =>
    `les options d’une expression rationnelle sont ici i, m, s et u, obtenu "${flags}"`,
  'config/secret-masks-all': () => 'cette expression rationnelle correspond au texte vide\u00a0: elle masquerait tout',

  'config/utf-16': () => 'c’est de l’UTF-16\u00a0; enregistrez-le en UTF-8',
  'config/not-utf-8': () => 'ce n’est pas de l’UTF-8\u00a0; enregistrez-le en UTF-8',
  'config/folder': () => 'c’est un dossier\u00a0; nommez le fichier de configuration qu’il contient',
  'config/not-regular': () => 'ce n’est pas un fichier ordinaire',
  'config/too-large': () => 'plus de 1 Mio\u00a0: ce n’est pas une configuration',
  'config/no-such-file': () => 'ce fichier n’existe pas',
  'config/not-allowed': () => 'vous n’avez pas le droit de le lire',
  'config/empty-file': () => 'le fichier est vide\u00a0; il doit contenir au moins {}',
  'config/no-json': ({ expected, found, text }) => `attendu ${jsonExpected[expected]}${jsonFound[found](text)}`,
} satisfies Wordings<ConfigCodes>;
