import type { LintCodes } from '../codes/lint.ts';
import type { Wordings } from '../wording.ts';

/** Messages about damage that translation does. */
export const lintTranslation = {
  'lint/capitalised-command': ({ written, right }) =>
    `Il n’y a pas de commande «\u00a0${written}\u00a0»\u00a0; écrire ${right}.`,
  'lint/code-span-blanks': ({ body, isGlued }) =>
    `Il y a un espace dans ce code en ligne\u00a0; écrire \`${body}\`${isGlued ? ', avec l’espace à l’extérieur' : ''}.`,
  'lint/glued-redirect': () =>
    'Le «\u00a0>\u00a0» est collé à l’option qui précède. Cela marche, mais un espace devant se lit mieux.',
  'lint/direction-control': ({ name }) =>
    `Un ${name} invisible inverse ici le sens de lecture\u00a0: ce qui s’exécute n’est pas ce qu’on voit. Le supprimer.`,
  'lint/invisible-character': ({ name }) =>
    `Il y a ici un ${name} invisible, qui est une lettre pour un programme. Le supprimer.`,
  'lint/look-alike': ({ written, codePoint, right }) =>
    `«\u00a0${written}\u00a0» contient U+${codePoint}, qui ressemble à de l’ASCII sans en être\u00a0; écrire ${right}.`,
  'lint/misspelt-command': ({ written, meant }) =>
    `«\u00a0${written}\u00a0» n’est pas un programme connu\u00a0; peut-être ${meant}\u00a0?`,
  'lint/non-breaking-space': () =>
    'C’est un espace insécable, que les programmes prennent pour une lettre. Mettre un espace ordinaire à la place.',
  'lint/quoted-code': ({ written, content }) => `${written} ressemble à du code\u00a0; écrire \`${content}\`.`,
  'lint/quoted-translated-code': ({ written, meant }) =>
    `${written} ressemble à du code traduit\u00a0; écrire \`${meant}\` si c’est bien cela.`,
  'lint/spaced-operator': ({ right }) => `Il y a un espace dans un opérateur\u00a0; écrire ${right} sans espace.`,
  'lint/spaced-option': ({ option, sign, value }) =>
    `Les espaces font plusieurs mots de cette option\u00a0; écrire ${option}${sign}${value} sans espace.`,
  'lint/spaced-path': ({ words, joined }) =>
    `Le shell voit ici ${words} mots\u00a0; sans les espaces, c’est ${joined}.`,
  'lint/spaced-url': ({ right }) =>
    `Il y a des espaces dans cette adresse\u00a0: écrire ${right} et la suite sans espace.`,
  'lint/spaced-variable': () =>
    'Il y a un espace après «\u00a0$\u00a0»\u00a0: le shell n’y voit pas de variable. Écrire le nom juste après.',
  'lint/translated-key': ({ key, meant }) =>
    `«\u00a0${key}\u00a0» est une clé traduite\u00a0; les programmes connaissent ${meant}.`,
  'lint/iterator-with-blank': () =>
    'Il y a un espace avant «\u00a0[]\u00a0». jq l’accepte, mais personne ne l’écrit ainsi\u00a0; le supprimer.',
  'lint/translated-verb': ({ written, program, meant }) =>
    `«\u00a0${written}\u00a0» n’est pas une sous-commande de ${program}${meant.length === 0 ? '.' : `\u00a0; peut-être ${meant.join(' ou ')}\u00a0?`}`,
  'lint/typographic-dash': ({ written, meant }) =>
    `«\u00a0${written}\u00a0» commence par un tiret et non par un trait d’union\u00a0: ce n’est pas une option\u00a0; écrire ${meant}.`,
  'lint/typographic-quotes': ({ first, last, right }) =>
    `${first} et ${last} sont des lettres pour un programme, pas des guillemets\u00a0; écrire ${right}.`,
} satisfies Partial<Wordings<LintCodes>>;
