import type { LintCodes } from '../codes/lint.ts';
import type { Wordings } from '../wording.ts';

/** Messages about a translation beside its original. */
export const lintSource = {
  'lint/slide-dropped': ({ title, line }) =>
    `La diapositive «\u00a0${title}\u00a0» de l’original (ligne ${line}) et son code manquent après celle-ci.`,
  'lint/snippet-dropped': ({ code, line, isAfter }) =>
    `L’original porte ${isAfter ? 'après ceci' : 'ici'} «\u00a0${code}\u00a0» (ligne ${line})\u00a0; il manque.`,
  'lint/snippet-added': () => 'L’original ne contient pas cet extrait.',
  'lint/snippet-moved': ({ line }) => `L’original place ceci ailleurs (ligne ${line}).`,
  'lint/code-changed': ({ theirs, ours }) =>
    `L’original porte «\u00a0${theirs}\u00a0» là où ceci porte «\u00a0${ours}\u00a0».`,
  'lint/blanks-changed': ({ theirs }) => `Seuls des espaces diffèrent\u00a0: l’original porte «\u00a0${theirs}\u00a0».`,
  'lint/text-changed': ({ theirs }) =>
    `Un texte entre guillemets ou un commentaire diffère\u00a0: l’original porte «\u00a0${theirs}\u00a0».`,
  'lint/code-span-changed': ({ code, line }) =>
    `Il y a des espaces en trop dans ce code\u00a0: l’original porte «\u00a0${code}\u00a0» (ligne ${line}).`,
  'lint/code-span-dropped': ({ code, line }) =>
    `L’original porte sur cette diapositive le code «\u00a0${code}\u00a0» (ligne ${line})\u00a0; il manque ici.`,
} satisfies Partial<Wordings<LintCodes>>;
