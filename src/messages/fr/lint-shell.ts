import type { LintCodes } from '../codes/lint.ts';
import type { Wordings } from '../wording.ts';

/** Messages about what the shell makes of a command. */
export const lintShell = {
  'lint/taken-for-substitution': ({ inner }) =>
    `Ce que «\u00a0${inner}\u00a0» affiche serait lancé comme une commande. Pour la surligner, ôter les accents graves\u00a0; pour lancer ce qu’elle affiche, écrire $(${inner}).`,
  'lint/taken-for-highlight': ({ inner }) =>
    `Ces accents graves sont pris pour un surlignage\u00a0: «\u00a0${inner}\u00a0» est tapé tel quel. Pour ce qu’il affiche, écrire $(${inner}).`,
  'lint/placeholder': ({ text }) =>
    `«\u00a0${text}\u00a0» est à remplacer avant de lancer ceci. Définir une variable à une étape précédente et l’utiliser ici.`,
  'lint/prompt-in-command': ({ prompt, everyLine }) =>
    `L’invite «\u00a0${prompt}\u00a0» est tapée avec la commande${everyLine ? '' : ', et l’affichage aussi'}. N’écrire que les commandes.`,
  'lint/unclosed-heredoc': ({ isDamaged, delimiter }) =>
    `Ce texte ne se termine jamais\u00a0: ${isDamaged ? `il y a des espaces autour de «\u00a0${delimiter}\u00a0»` : `aucune ligne n’est «\u00a0${delimiter}\u00a0»`}. Écrire «\u00a0${delimiter}\u00a0» seul sur sa ligne.`,
  'lint/misspelt-variable': ({ name, meant }) =>
    `Aucune étape ne définit $${name}, qui est donc vide\u00a0; peut-être $${meant}\u00a0?`,
  'lint/variable-set-later': ({ name, line }) =>
    `$${name} n’est définie qu’après, à la ligne ${line}\u00a0; elle est encore vide ici.`,
  'lint/unset-variable': ({ name }) =>
    `Aucune étape de ce fichier ne définit $${name} avant\u00a0; à moins qu’un autre chapitre ne le fasse, elle est vide.`,
  'lint/unclosed-quote': () => 'Un guillemet qui s’ouvre ici n’est jamais fermé.',
  'lint/unclosed-backtick': () => 'Un accent grave n’a pas son pendant.',
  'lint/unclosed-substitution': () => '«\u00a0$(\u00a0» n’est jamais fermé par «\u00a0)\u00a0».',
  'lint/unclosed-expansion': () => '«\u00a0${\u00a0» n’est jamais fermé par «\u00a0}\u00a0».',
  'lint/redirection-without-target': () => '«\u00a0<\u00a0» ou «\u00a0>\u00a0» n’est suivi de rien à lire ou à écrire.',
  'lint/line-ends-early': () => 'La ligne se termine là où bash attend une suite.',
  'lint/unexpected-token': ({ token }) => `bash n’attend pas «\u00a0${token}\u00a0» ici.`,
  'lint/missing-closer': ({ token }) => `Il manque «\u00a0${token}\u00a0» à la fin.`,
  'lint/missing-token': ({ token }) => `Il manque «\u00a0${token}\u00a0» ici.`,
  'lint/missing-command': ({ token }) => `Il manque une commande après «\u00a0${token}\u00a0».`,
  'lint/empty-brackets': () => 'Il n’y a pas de commande entre les parenthèses.',
  'lint/too-intricate': () => 'Il y a trop de parenthèses ou de heredocs dans cet extrait pour le lire.',
  'lint/not-bash': ({ problem }) => `bash ne comprend pas ceci (${problem}).`,
} satisfies Partial<Wordings<LintCodes>>;
