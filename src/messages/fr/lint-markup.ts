import type { LintCodes } from '../codes/lint.ts';
import type { Wordings } from '../wording.ts';

/** Messages about slides and their markup. */
export const lintMarkup = {
  'lint/dead-link': ({ isNumber, number, name }) =>
    `Aucune diapositive de ce fichier ${isNumber ? `n’a le numéro ${number}` : `ne s’appelle «\u00a0${name}\u00a0»`}. Corriger le lien, ou donner ce nom à une diapositive.`,
  'lint/duplicate-slide-name': ({ line, name, slide }) =>
    `La diapositive de la ligne ${line} s’appelle déjà «\u00a0${name}\u00a0»\u00a0; donner un autre nom à celle-ci (n° ${slide}).`,
  'lint/unknown-property': ({ key, meant }) =>
    `«\u00a0${key}\u00a0» n’est pas une propriété connue\u00a0: cette ligne n’apparaît nulle part${meant === undefined ? '. Si c’est du texte, le commencer autrement.' : `\u00a0; peut-être ${meant}\u00a0?`}`,
  'lint/property-as-text': ({ line }) =>
    `Cette ligne est du texte, pas une propriété. Écrire «\u00a0${line}\u00a0» en haut de la diapositive.`,
  'lint/missing-image': ({ path }) => `Il n’y a pas de fichier ${path}. Corriger le chemin, ou y mettre l’image.`,
  'lint/misspelt-class': ({ name, meant, isExercise }) =>
    `«\u00a0${name}\u00a0» n’est pas une classe connue\u00a0; peut-être ${meant}\u00a0?${isExercise ? ' En l’état, ses commandes ne sont pas exécutées.' : ''}`,
  'lint/class-with-blank': ({ name }) =>
    `L’espace avant «\u00a0[\u00a0» fait de cette classe du texte\u00a0; écrire .${name}[.`,
  'lint/remark-counts-brackets': ({ opener, line }) =>
    `gnab/remark compte aussi les crochets du code\u00a0: «\u00a0${opener}\u00a0» ${line === undefined ? 'ne s’y referme jamais' : `s’y referme à la ligne ${line}`}.`,
  'lint/remark-info-string': () =>
    'gnab/remark ne veut qu’un mot derrière les accents graves\u00a0: pour lui, ce n’est pas un bloc de code.',
  'lint/remark-property-dollar': () => 'gnab/remark ne lit la valeur d’une propriété que jusqu’au «\u00a0$\u00a0».',
  'lint/remark-first-line': () => 'gnab/remark prend cette ligne pour une propriété et ne la montre pas.',
  'lint/separator-blanks': ({ written, meant }) =>
    `«\u00a0${written}\u00a0» n’est pas un séparateur\u00a0; s’il en faut un ici, écrire ${meant} seul, sans espace.`,
} satisfies Partial<Wordings<LintCodes>>;
