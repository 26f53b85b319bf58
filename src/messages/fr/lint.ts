import type { LintCodes } from '../codes/lint.ts';
import type { Wordings } from '../wording.ts';
import { ruleWords } from './lint-rules.ts';

const byRule: Readonly<Record<string, { readonly summary: string; readonly rationale: string } | undefined>> =
  ruleWords;

export const lint = {
  // The parser, and rules of other people, have ids without words.
  'lint/rule-summary': ({ rule }) => byRule[rule]?.summary ?? rule.replaceAll('-', ' '),
  'lint/rule-rationale': ({ rule }) => byRule[rule]?.rationale ?? rule.replaceAll('-', ' '),
  'lint/unknown-rule': ({ name, meant }) =>
    `Il n’y a pas de règle «\u00a0${name}\u00a0»${meant === undefined ? '.' : `\u00a0; peut-être ${meant}\u00a0?`}`,
  // Encoding
  'lint/byte-order-mark': () =>
    'Le fichier commence par un BOM, qui cache sa première ligne à d’autres programmes. L’enregistrer sans BOM.',
  'lint/line-endings-unusual': ({ name }) =>
    `Toutes les lignes se terminent par ${name}. Pupitre lit cela, mais gnab/remark ferait du fichier entier une seule diapositive.`,
  'lint/line-endings-mixed': ({ others, all, name }) =>
    `${others} des ${all} lignes ne se terminent pas par ${name} comme les autres\u00a0; la première est ici.`,
  // Damage done by translation
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
  // What the shell makes of a command
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
  // What a course does
  'lint/endless-command-in-the-way': ({ command }) =>
    `«\u00a0${command}\u00a0» ne se termine pas\u00a0: les lignes qui suivent y sont tapées. En faire des extraits à part, et arrêter celui-ci par un key ^C caché.`,
  'lint/endless-command': ({ command }) =>
    `«\u00a0${command}\u00a0» ne se termine pas, et rien ne l’arrête. Ajouter ensuite un key ^C caché.`,
  'lint/invalid-json-expectation': () =>
    'À partir d’ici, ce n’est pas du JSON valide\u00a0: il est comparé comme un texte. Le corriger, ou donner au bloc le langage text.',
  'lint/nothing-to-run': () => 'Rien dans cet exercice ne se lance\u00a0: il faut une personne pour le faire.',
  'lint/unbound-output': () =>
    'Cet affichage n’est comparé à rien\u00a0: aucune commande ne le précède sur sa diapositive. Si elle est sur la précédente, les séparer par -- au lieu de ---.',
  'lint/wait-without-command': ({ method }) =>
    `Rien n’a été lancé avant ce ${method}. Le mettre après la commande qu’il concerne.`,
  'lint/wrong-port': ({ name, ports, file, port }) => `${name} écoute sur le port ${ports} (${file}), pas sur ${port}.`,
  'lint/kubectl-run-deployment': ({ line, name, instead }) =>
    `Depuis Kubernetes 1.18, kubectl run crée un Pod, mais la ligne ${line} a besoin du Deployment «\u00a0${name}\u00a0». Écrire ${instead}.`,
  'lint/kubectl-run-replicas': ({ instead }) =>
    `kubectl run n’a plus --replicas\u00a0: depuis Kubernetes 1.18, il crée un seul Pod. Écrire ${instead}.`,
  'lint/fence-not-run': ({ reason }, say) => `Ce bloc est ${say(reason)}.`,
  // Markup
  'lint/dead-link': ({ isNumber, number, name }) =>
    `Aucune diapositive de ce fichier ${isNumber ? `n’a le numéro ${number}` : `ne s’appelle «\u00a0${name}\u00a0»`}. Corriger le lien, ou donner ce nom à une diapositive.`,
  'lint/duplicate-slide-name': ({ line, name, slide }) =>
    `La diapositive de la ligne ${line} s’appelle déjà «\u00a0${name}\u00a0»\u00a0; donner un autre nom à celle-ci (n° ${slide}).`,
  'lint/unknown-property': ({ key, meant }) =>
    `«\u00a0${key}\u00a0» n’est pas une propriété connue\u00a0: cette ligne n’apparaît nulle part${meant === undefined ? '. Si c’est du texte, le commencer autrement.' : `\u00a0; peut-être ${meant}\u00a0?`}`,
  'lint/property-as-text': ({ line }) =>
    `Cette ligne est du texte, pas une propriété. Écrire «\u00a0${line}\u00a0» en haut de la diapositive.`,
  'lint/not-shown': ({ what }, say) => `La page ne montre pas ceci\u00a0: ${say(what)}.`,
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
  // A translation beside its original
  'lint/slide-dropped': ({ title, line }) =>
    `La diapositive «\u00a0${title}\u00a0» de l’original (ligne ${line}) et son code manquent après celle-ci.`,
  'lint/snippet-dropped': ({ code, line, isAfter, more }) =>
    `L’original porte ${isAfter ? 'après ceci' : 'ici'} «\u00a0${code}\u00a0» (ligne ${line})${more === 0 ? '\u00a0; il manque.' : ` et ${more} extrait${more === 1 ? '' : 's'} de plus\u00a0; ils manquent.`}`,
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
  'lint/class-fails': ({ tried, failed, error, same }) =>
    `${failed} participants sur ${tried} ont d’abord échoué ici\u00a0; pour ${same} d’entre eux\u00a0: ${error}.`,
} satisfies Wordings<LintCodes>;
