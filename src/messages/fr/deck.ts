import type { DeckCodes } from '../codes/deck.ts';
import type { Wordings } from '../wording.ts';

export const deck = {
  'deck/too-large': ({ length, limit }) =>
    `Le support compte ${length} caractères\u00a0; ${limit} au plus sont lus. Le découper en chapitres.`,
  'deck/nul-character': () =>
    'Ce n’est pas un texte en UTF-8\u00a0: il contient un caractère NUL. Enregistrer le fichier en UTF-8.',
  'deck/undecodable': () =>
    'Ce n’est pas un texte en UTF-8\u00a0: plus d’un dixième ne se décode pas. Enregistrer le fichier en UTF-8.',
  'deck/invalid-utf8': ({ count }) =>
    `${count === 1 ? '1 caractère n’est pas de l’UTF-8 valable, et il est' : `${count} caractères ne sont pas de l’UTF-8 valable, et le premier est`} ici. Enregistrer le fichier en UTF-8.`,
  'deck/mojibake': ({ count, charsets, written, repaired }) =>
    `${count === 1 ? '1 caractère est de l’UTF-8 qui a été lu' : `${count} caractères sont de l’UTF-8 qui a été lu`} comme du ${charsets.join(' et du ')} puis enregistré\u00a0; ` +
    `le premier est «\u00a0${written}\u00a0» pour «\u00a0${repaired}\u00a0». ` +
    'Le support est lu comme s’il était réparé\u00a0; réparer le fichier pour ne plus voir ce message.',

  'deck/unclosed-exercise': ({ opener }) =>
    `«\u00a0${opener}\u00a0» n’est jamais refermé sur cette diapositive\u00a0: aucune de ses commandes n’est trouvée. Mettre «\u00a0]\u00a0» seul sur une ligne après son dernier élément.`,
  'deck/unclosed-class': ({ opener }) =>
    `«\u00a0${opener}\u00a0» n’est jamais refermé sur cette diapositive et est lu comme du texte. Mettre «\u00a0]\u00a0» là où il finit, ou écrire «\u00a0\\${opener}\u00a0».`,
  'deck/unclosed-fence': ({ fence }) =>
    `Ce bloc de code n’est jamais refermé\u00a0; il est lu comme s’il finissait avec la diapositive. Mettre ${fence} seul sur une ligne après sa dernière ligne.`,
  'deck/nested-classes': ({ limit }) =>
    `Ici, des classes sont imbriquées sur plus de ${limit} niveaux\u00a0; celles de l’intérieur sont lues comme du texte.`,
  'deck/too-complex': () =>
    'Il y a ici plus de balisage qu’il n’en faut à une diapositive\u00a0; il est montré tel qu’il est écrit. Découper la diapositive.',
  'deck/more-left-out': ({ last }, say) => `${say(last)} (Les autres messages de ce genre ne sont pas montrés.)`,

  'deck/html-not-found': ({ kind, path }) =>
    `${kind === 'audio' ? 'son manquant' : kind === 'video' ? 'vidéo manquante' : 'image manquante'} ${path}`.trim(),
  'deck/html-not-fetched': ({ kind, host }) =>
    `${kind === 'audio' ? 'son non téléchargé' : kind === 'video' ? 'vidéo non téléchargée' : 'image non téléchargée'}, chez ${host}`,
  'deck/html-frame-not-allowed': ({ host }) =>
    `page de ${host} non montrée («\u00a0frameHosts\u00a0» dans runner.config.json autorise des hôtes)`,
  'deck/html-frame-not-shown': () => 'cadre non montré (seules les pages https d’autres hôtes peuvent l’être)',
  'deck/html-formula': ({ problem }) => `formule non montrée, KaTeX dit «\u00a0${problem}\u00a0»`,
  'deck/html-element-not-shown': ({ name }) => `<${name}> n’est pas montré`,
  'deck/html-unreadable': () => 'HTML illisible, montré tel qu’il est écrit',
  'deck/html-too-much': () => 'plus de HTML qu’une diapositive n’en demande, montré tel qu’il est écrit',

  'deck/manifest-too-large': ({ length, limit }) =>
    `Un manifeste a ${limit} caractères au plus\u00a0; celui-ci en a ${length}. En est-ce un\u00a0?`,
  'deck/manifest-syntax': ({ error, detail }) => `Ce n’est pas du YAML valable\u00a0: ${yamlErrors[error] ?? detail}`,
  'deck/manifest-nested': ({ limit }) =>
    `Ici, ce YAML est imbriqué sur plus de ${limit} niveaux\u00a0; aucun manifeste ne l’est autant.`,
  'deck/manifest-no-map': ({ found }, say) =>
    `Un manifeste associe «\u00a0title\u00a0» à un titre et «\u00a0content\u00a0» à une liste de fichiers markdown\u00a0; ${say(found)}.`,
  'deck/manifest-no-content': () =>
    'Ce manifeste n’a pas de chapitres\u00a0: il y manque «\u00a0content\u00a0», une liste de fichiers markdown.',
  'deck/manifest-second-list': ({ list }) => `Il y a déjà «\u00a0${list}\u00a0»\u00a0; y mettre ces éléments.`,
  'deck/manifest-no-list': ({ key, found }, say) =>
    `«\u00a0${key}\u00a0»\u00a0: une liste de fichiers markdown est attendue\u00a0; ${say(found)}.`,
  'deck/manifest-empty-list': ({ key }) => `«\u00a0${key}\u00a0»\u00a0: la liste n’a aucun chapitre.`,
  'deck/manifest-no-text': ({ key, found }, say) =>
    `«\u00a0${key}\u00a0»\u00a0: un texte est attendu, la valeur de @@${key.toUpperCase()}@@\u00a0; ${say(found)}.`,
  'deck/manifest-no-classes': ({ found }, say) =>
    `«\u00a0exclude\u00a0»\u00a0: une liste de classes est attendue, comme «\u00a0- in-person\u00a0»\u00a0; ${say(found)}.`,
  'deck/manifest-no-chapter': ({ found }, say) =>
    `Le chemin d’un fichier markdown, du markdown de plusieurs lignes ou une liste des deux est attendu\u00a0; ${say(found)}.`,
  'deck/manifest-sections': ({ limit }) => `Ici, des sections sont imbriquées sur plus de ${limit} niveaux.`,
  'deck/manifest-chapters': ({ limit }) =>
    `Seuls les ${limit} premiers chapitres sont lus\u00a0; celui-ci est de trop.`,
  'deck/manifest-in-itself': ({ path }) =>
    `«\u00a0${path}\u00a0» est ce manifeste\u00a0: il ne peut pas être l’un de ses propres chapitres.`,
  'deck/manifest-in-manifest': ({ path }) =>
    `«\u00a0${path}\u00a0» est un manifeste, et un manifeste n’en contient pas d’autres\u00a0: mettre ses chapitres ici.`,
  'deck/course-too-large': ({ limit }) =>
    `À partir d’ici, le support dépasse ${limit} caractères, et le reste n’est pas lu. Le découper.`,
  'deck/insertion-too-large': ({ limit }) =>
    `Ce qui remplace ceci porte le support à plus de ${limit} caractères, et le reste n’est pas lu.`,

  'deck/yaml-nothing': () => 'il n’y a rien',
  'deck/yaml-map': () => 'ceci est une association («\u00a0clé: valeur\u00a0»)',
  'deck/yaml-list': () => 'ceci est une liste',
  'deck/yaml-alias': () => 'ceci est un alias, qui n’a pas de sens ici',
  'deck/yaml-text': ({ text }) => `ceci est «\u00a0${text}\u00a0»`,
  'deck/scenario-no-json': ({ reason }, say) => `Cet index.json n’est pas du JSON\u00a0: ${say(reason)}.`,
  'deck/scenario-no-details': () =>
    'Cet index.json n’a pas de «\u00a0details\u00a0»\u00a0: ce n’est pas un scénario, mais peut-être un cours de plusieurs.',
  'deck/check-cannot-fail': () =>
    'Cette vérification finit par 0, que sa condition soit vraie ou non\u00a0: tout le monde réussit. Faites-la finir par exit 1 sinon.',
  'deck/scenario-comment-end': () =>
    'Ce script n’est pas repris\u00a0: il contient -->, qui finit un commentaire d’un deck.',
  'deck/scenario-other-host': ({ file, host }) =>
    `Le fichier ${file} est pour une autre machine, ${host}, et il n’y en a qu’une.`,
  'deck/scenario-lost': ({ path }) =>
    `Le fichier ${path} n’est pas placé sur le nœud\u00a0: le dossier «\u00a0assets\u00a0» n’a rien de ce nom, ou sa place là-bas n’en est pas une.`,
} satisfies Wordings<DeckCodes>;

/** What the YAML parser says, by its own names of errors (`ErrorCode` of the package `yaml`). */
const yamlErrors: Readonly<Record<string, string>> = {
  ALIAS_PROPS: 'un alias ne peut avoir ni ancre ni type.',
  BAD_ALIAS: 'cet alias n’a pas de nom valable.',
  BAD_DIRECTIVE: 'cette directive («\u00a0%\u00a0» en début de ligne) n’est pas valable.',
  BAD_DQ_ESCAPE: 'cette séquence d’échappement n’existe pas entre guillemets doubles.',
  BAD_INDENT: 'le retrait de cette ligne ne correspond pas à celui des autres.',
  BAD_PROP_ORDER: 'l’ancre ou le type n’est pas à sa place.',
  BAD_SCALAR_START: 'un texte sans guillemets ne peut pas commencer par ce caractère.',
  BLOCK_AS_IMPLICIT_KEY: 'il y a plus d’une clé sur cette ligne\u00a0; mettre la valeur entre guillemets.',
  BLOCK_IN_FLOW: 'une liste ou une association sur plusieurs lignes ne peut pas être entre crochets ou accolades.',
  DUPLICATE_KEY: 'cette clé s’y trouve déjà.',
  KEY_OVER_1024_CHARS: 'une clé a 1024 caractères au plus.',
  MISSING_CHAR: 'il manque un caractère (guillemet, crochet, «\u00a0:\u00a0», virgule ou espace).',
  MULTILINE_IMPLICIT_KEY:
    'une clé tient sur une seule ligne\u00a0; il manque peut-être «\u00a0:\u00a0» ou un guillemet.',
  MULTIPLE_ANCHORS: 'il ne peut y avoir qu’une ancre.',
  MULTIPLE_DOCS: 'le fichier contient plusieurs documents.',
  MULTIPLE_TAGS: 'il ne peut y avoir qu’un type.',
  NON_STRING_KEY: 'une clé est un texte.',
  RESOURCE_EXHAUSTION: 'il est trop grand.',
  TAB_AS_INDENT: 'les retraits se font avec des espaces, jamais avec des tabulations.',
  TAG_RESOLVE_FAILED: 'ce type («\u00a0!\u00a0») est inconnu.',
  UNEXPECTED_TOKEN: 'ceci n’est pas à sa place.',
  BAD_COLLECTION_TYPE: 'ce type ne va pas avec une liste ou une association.',
};
