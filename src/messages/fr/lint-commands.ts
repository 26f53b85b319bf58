import type { LintCommandCodes } from '../codes/lint-commands.ts';
import type { Wordings } from '../wording.ts';

export const lintCommands = {
  'lint/unknown-option': ({ command, option, meant }) =>
    `${command} n’a pas d’option ${option}${meant === undefined ? '.' : `\u00a0; vouliez-vous dire ${meant}\u00a0?`}`,
  'lint/option-of-later-words': ({ command, option }) =>
    `${option} appartient à ce qui est lancé, pas à ${command}\u00a0: les options de ${command} viennent avant le nom.`,
  'lint/removed-option': ({ what, since, instead }) =>
    `${what} n’existe plus depuis ${since}${instead === '' ? '\u00a0; supprimez-le.' : `\u00a0; écrivez ${instead}.`}`,
  'lint/option-without-value': ({ option, next }) =>
    next === undefined
      ? `${option} attend une valeur, et rien ne suit.`
      : `${option} attend une valeur\u00a0; elle prendrait ${next}, qui ressemble à une autre option.`,
  'lint/missing-argument': ({ command, argument, usage }) =>
    `Il manque ${argument} à ${command}${usage === '' ? '.' : ` (usage\u00a0: ${usage}).`}`,
  'lint/missing-option': ({ command, options }) => `${command} a besoin de ${options.join(' ou ')}.`,
  'lint/extra-argument': ({ command, argument, usage }) =>
    `${command} n’attend pas ${argument} ici${usage === '' ? '.' : ` (usage\u00a0: ${usage}).`}`,
  'lint/type-slash-name': ({ command, right }) =>
    `${command} prend le premier mot pour le nom d’un pod\u00a0; écrivez ${right}.`,
  'lint/no-kind': ({ word, meant }) =>
    `«\u00a0${word}\u00a0» n’est pas un type d’objet de Kubernetes${meant === undefined ? '\u00a0; le type vient avant le nom.' : `\u00a0; vouliez-vous dire ${meant}\u00a0?`}`,
  'lint/kind-for-name': ({ right }) => `kubectl prend le second type pour un nom\u00a0; écrivez ${right}.`,
  'lint/wrong-value': ({ of, value, form }, say) =>
    `«\u00a0${value}\u00a0» ne convient pas à ${of}, qui attend ${say(form)}.`,
  'lint/form-number': () => 'un nombre',
  'lint/form-duration': ({ example }) => `une durée avec son unité, comme ${example}`,
  'lint/form-list': ({ values }) => `une valeur parmi ${values.join(', ')}`,
  'lint/form-like': ({ example }) => `quelque chose comme ${example}`,
  'lint/form-lower-case': () => 'des minuscules, des chiffres et des tirets',
  'lint/word-order': ({ right }) => `Les mots ne sont pas dans l’ordre\u00a0; écrivez ${right}.`,
  'lint/unknown-subcommand': ({ program, written, meant }) =>
    `${program} n’a pas de commande ${written}${meant === undefined ? '.' : `\u00a0; vouliez-vous dire ${meant}\u00a0?`}`,
  'lint/exec-without-dashes': ({ right }) =>
    `kubectl veut «\u00a0--\u00a0» avant la commande\u00a0: ${right}. Sans cela, les versions récentes refusent, et les anciennes prennent les options de la commande pour les leurs.`,
  'lint/html-entity': ({ written, right }) =>
    `${written} est la façon d’écrire ${right} en HTML\u00a0; le shell le prend tel quel.`,
  'lint/translated-program': ({ written, meant }) =>
    `«\u00a0${written}\u00a0» n’est pas un programme\u00a0; était-ce ${meant.join(' ou ')} avant la traduction\u00a0?`,
  'lint/translated-shell-word': ({ written, meant }) =>
    `«\u00a0${written}\u00a0» était «\u00a0${meant}\u00a0» avant la traduction.`,
  'lint/translated-argument': ({ written, meant, program }) =>
    `«\u00a0${written}\u00a0» ne dit rien à ${program}\u00a0; était-ce ${meant} avant la traduction\u00a0?`,
  'lint/spaced-assignment': ({ right }) => `Le shell voit ici plusieurs mots\u00a0; écrivez ${right}.`,
  'lint/spaced-dash': ({ right }) =>
    `Il y a une espace après le tiret\u00a0: le programme reçoit deux mots\u00a0; écrivez ${right}.`,
  'lint/damaged-fence': ({ written }) =>
    `«\u00a0${written}\u00a0» n’ouvre ni ne ferme aucun bloc\u00a0; écrivez trois accents graves au début d’une ligne.`,
  'lint/spaced-word': ({ right }) =>
    `Il y a des espaces à l’intérieur d’un nom\u00a0: le programme reçoit plusieurs mots\u00a0; écrivez ${right}.`,
  'lint/glued-words': ({ right }) => `Une espace s’est perdue ici\u00a0; écrivez ${right}.`,
  'lint/translated-number': ({ right }) =>
    `Les programmes lisent les nombres avec un point et sans groupes de chiffres\u00a0; écrivez ${right}.`,
  'lint/damaged-comment': ({ written, right }) =>
    `«\u00a0${written}\u00a0» n’ouvre ni ne ferme aucun commentaire\u00a0; écrivez ${right}.`,
  'lint/damaged-variable': ({ written, right }) =>
    `«\u00a0${written}\u00a0» n’est pas une variable et reste tel quel\u00a0; écrivez ${right}.`,
  'lint/damaged-link': ({ right }) => `Ceci s’affiche comme du texte\u00a0; écrivez ${right}.`,
  'lint/unknown-name': ({ kind, name, meant }) =>
    meant === undefined
      ? `Aucune étape ne crée ${kind} ${name} avant ceci\u00a0; si c’est là de toute façon, dites-le avec «\u00a0provides\u00a0» dans la configuration.`
      : `Aucune étape ne crée ${kind} ${name}\u00a0; vouliez-vous dire ${meant}\u00a0?`,
  'lint/missing-file': ({ path, meant }) =>
    `Le dépôt du cours n’a pas de ${path}${meant === undefined ? '.' : `\u00a0; vouliez-vous dire ${meant}\u00a0?`}`,
  'lint/file-not-made': ({ path, meant }) =>
    `Aucune étape avant celle-ci ne crée ${path}${meant === undefined ? '.' : `\u00a0; vouliez-vous dire ${meant}\u00a0?`}`,
  'lint/waits-for-person': ({ command }) =>
    `${command} attend ici une personne. Donnez-lui ce qu’elle demande (une option, un tube), ou faites taper les réponses par des touches cachées.`,
  'lint/unknown-variable': ({ name, meant }) =>
    `Rien ne définit @@${name}@@\u00a0: il est tapé tel quel${meant === undefined ? '.' : `\u00a0; vouliez-vous dire @@${meant}@@\u00a0?`}`,
  'lint/unexpanded-tilde': ({ word }) => `bash laisse le tilde de ${word} tel quel\u00a0; écrivez $HOME.`,
  'lint/names-before-pairs': ({ name }) => `kubectl veut tous les noms avant le premier KEY=VALUE, ${name} aussi.`,
  'lint/key-typed-as-text': ({ written, key }) =>
    `«\u00a0keys\u00a0» tape ${written} lettre par lettre\u00a0; «\u00a0key ${key}\u00a0» appuie dessus.`,
  'lint/looks-runnable': ({ isQuote }) =>
    `${isQuote ? 'Un bloc de code dans une citation' : 'Un bloc en retrait'} n’est pas exécuté\u00a0; écrivez un bloc de code qui commence sa ligne.`,
  'lint/wrong-label': ({ name, written, right }) =>
    `Ce qui a été créé sous le nom ${name} porte l’étiquette ${right}=${name}, pas ${written}=${name}\u00a0: rien n’est sélectionné.`,
  'lint/label-slip': ({ written, meant }) =>
    `Aucune étape ne pose d’étiquette avec ${written}\u00a0; vouliez-vous dire ${meant}\u00a0?`,
  'lint/image-tag': ({ image, tag, known }) =>
    `${image} a été faite avec l’étiquette ${known.join(', ')}\u00a0; ${tag} n’existe pas, ou c’est une ancienne.`,
  'lint/unquoted-template': ({ template }) =>
    `Le shell fait plusieurs mots de ${template}, ou autre chose que ce qui est écrit\u00a0; mettez-le entre apostrophes simples.`,
  'lint/unquoted-word': ({ word }) =>
    `Le shell prend une partie de ${word} pour lui\u00a0; mettez-le entre guillemets.`,
  'lint/no-terminal': ({ command }) =>
    `Ce que ${command} lance ici attend une saisie et n’en reçoit pas, ou n’a pas d’invite\u00a0; il faut -it.`,
} satisfies Wordings<LintCommandCodes>;
