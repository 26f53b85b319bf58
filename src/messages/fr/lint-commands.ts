import type { LintCommandCodes } from '../codes/lint-commands.ts';
import type { Wordings } from '../wording.ts';

export const lintCommands = {
  'lint/unknown-option': ({ command, option, meant }) =>
    `${command} n’a pas d’option ${option}${meant === undefined ? '.' : ` ; vouliez-vous dire ${meant} ?`}`,
  'lint/option-of-later-words': ({ command, option }) =>
    `${option} appartient à ce qui est lancé, pas à ${command} : les options de ${command} viennent avant le nom.`,
  'lint/removed-option': ({ what, since, instead }) =>
    `${what} n’existe plus depuis ${since}${instead === '' ? ' ; supprimez-le.' : ` ; écrivez ${instead}.`}`,
  'lint/option-without-value': ({ option, next }) =>
    next === undefined
      ? `${option} attend une valeur, et rien ne suit.`
      : `${option} attend une valeur ; elle prendrait ${next}, qui ressemble à une autre option.`,
  'lint/missing-argument': ({ command, argument, usage }) =>
    `Il manque ${argument} à ${command}${usage === '' ? '.' : ` (usage : ${usage}).`}`,
  'lint/missing-option': ({ command, options }) => `${command} a besoin de ${options.join(' ou ')}.`,
  'lint/extra-argument': ({ command, argument, usage }) =>
    `${command} n’attend pas ${argument} ici${usage === '' ? '.' : ` (usage : ${usage}).`}`,
  'lint/type-slash-name': ({ command, right }) =>
    `${command} prend le premier mot pour le nom d’un pod ; écrivez ${right}.`,
  'lint/no-kind': ({ word, meant }) =>
    `« ${word} » n’est pas un type d’objet de Kubernetes${meant === undefined ? ' ; le type vient avant le nom.' : ` ; vouliez-vous dire ${meant} ?`}`,
  'lint/exec-without-dashes': ({ right }) =>
    `kubectl veut « -- » avant la commande : ${right}. Sans cela, les versions récentes refusent, et les anciennes prennent les options de la commande pour les leurs.`,
  'lint/html-entity': ({ written, right }) =>
    `${written} est la façon d’écrire ${right} en HTML ; le shell le prend tel quel.`,
  'lint/translated-program': ({ written, meant }) =>
    `« ${written} » n’est pas un programme ; était-ce ${meant.join(' ou ')} avant la traduction ?`,
  'lint/translated-shell-word': ({ written, meant }) => `« ${written} » était « ${meant} » avant la traduction.`,
  'lint/translated-argument': ({ written, meant, program }) =>
    `« ${written} » ne dit rien à ${program} ; était-ce ${meant} avant la traduction ?`,
  'lint/spaced-assignment': ({ right }) => `Le shell voit ici plusieurs mots ; écrivez ${right}.`,
  'lint/spaced-dash': ({ right }) =>
    `Il y a une espace après le tiret : le programme reçoit deux mots ; écrivez ${right}.`,
  'lint/damaged-fence': ({ written }) =>
    `« ${written} » n’ouvre pas de bloc : il y a quelque chose entre ses apostrophes inverses.`,
  'lint/unknown-name': ({ kind, name, meant }) =>
    meant === undefined
      ? `Aucune étape ne crée ${kind} ${name} avant ceci ; si c’est là de toute façon, dites-le avec « provides » dans la configuration.`
      : `Aucune étape ne crée ${kind} ${name} ; vouliez-vous dire ${meant} ?`,
  'lint/missing-file': ({ path, meant }) =>
    `Le dépôt du cours n’a pas de ${path}${meant === undefined ? '.' : ` ; vouliez-vous dire ${meant} ?`}`,
  'lint/waits-for-person': ({ command }) =>
    `${command} attend ici une personne. Donnez-lui ce qu’elle demande (une option, un tube), ou faites taper les réponses par des touches cachées.`,
  'lint/unknown-variable': ({ name, meant }) =>
    `Rien ne définit @@${name}@@ : il est tapé tel quel${meant === undefined ? '.' : ` ; vouliez-vous dire @@${meant}@@ ?`}`,
  'lint/unexpanded-tilde': ({ word }) => `bash laisse le tilde de ${word} tel quel ; écrivez $HOME.`,
  'lint/names-before-pairs': ({ name }) => `kubectl veut tous les noms avant le premier KEY=VALUE, ${name} aussi.`,
  'lint/key-typed-as-text': ({ key }) => `« keys » tape ${key} lettre par lettre ; « key ${key} » appuie dessus.`,
  'lint/looks-runnable': ({ isQuote }) =>
    `${isQuote ? 'Un bloc de code dans une citation' : 'Un bloc en retrait'} n’est pas exécuté ; écrivez un bloc de code qui commence sa ligne.`,
  'lint/wrong-label': ({ name, written, right }) =>
    `Ce qui a été créé sous le nom ${name} porte l’étiquette ${right}=${name}, pas ${written}=${name} : rien n’est sélectionné.`,
  'lint/image-tag': ({ image, tag, known }) =>
    `${image} a été faite avec l’étiquette ${known.join(', ')} ; ${tag} n’existe pas, ou c’est une ancienne.`,
  'lint/unquoted-template': ({ template }) =>
    `Le shell fait plusieurs mots de ${template}, ou autre chose que ce qui est écrit ; mettez-le entre apostrophes simples.`,
} satisfies Wordings<LintCommandCodes>;
