import type { RuleWords, ruleWords as english } from '../en/lint-rules.ts';
import { commandRuleWords, translationRuleWords } from './lint-rules-commands.ts';

/** By the id of the rule. */
export const ruleWords: Readonly<Record<keyof typeof english, RuleWords>> = {
  mojibake: {
    summary: 'de l’UTF-8 lu dans un mauvais jeu de caractères',
    rationale:
      'Pupitre lit un tel fichier comme s’il était réparé\u00a0; les autres programmes, et les personnes qui l’ouvrent, voient les dégâts. Un seul message par fichier\u00a0: la réparation le corrige en entier.',
  },
  'invalid-utf8': {
    summary: 'des octets qui ne sont pas de l’UTF-8',
    rationale:
      'Les caractères sont perdus\u00a0: ils apparaissent comme des points d’interrogation, et une commande qui en contient un ne peut pas marcher.',
  },
  'byte-order-mark': {
    summary: 'un indicateur d’ordre des octets (BOM)',
    rationale:
      'Il est invisible, et d’autres programmes le prennent pour le début de la première ligne\u00a0: une propriété n’en est plus une, un titre devient un paragraphe.',
  },
  'line-endings': {
    summary: 'des fins de ligne de plusieurs sortes',
    rationale:
      'gnab/remark ne voit pas de séparateur dans une ligne qui se termine par CR LF\u00a0: un tel fichier y est une seule longue diapositive. Pupitre lit toutes les fins de ligne\u00a0; un fichier entièrement en CR LF reste donc tel quel.',
  },
  'spaced-variable': {
    summary: 'un espace entre $ et le nom d’une variable',
    rationale:
      'La traduction automatique prend $NOM pour un prix et un mot. Le shell passe alors au programme un dollar seul, puis le nom de la variable.',
  },
  'spaced-path': {
    summary: 'des espaces autour des barres d’un chemin',
    rationale:
      'La traduction automatique met des espaces autour d’une barre entre deux mots. Le shell passe alors trois mots au lieu d’un.',
  },
  'spaced-url': {
    summary: 'des espaces dans une URL',
    rationale:
      'La traduction automatique compose le deux-points comme dans une phrase. Le programme reçoit alors une moitié d’adresse, et un mot de plus qu’il n’attend pas.',
  },
  'spaced-option': {
    summary: 'des espaces autour du signe égal d’une option',
    rationale:
      'Les traducteurs composent le signe égal comme dans une formule. Le programme prend alors «\u00a0=\u00a0» pour la valeur de l’option.',
  },
  'spaced-operator': {
    summary: 'un espace dans un opérateur',
    rationale:
      'Les traducteurs séparent chaque signe du suivant. Le shell répond «\u00a0syntax error\u00a0», et rien de l’extrait ne s’exécute.',
  },
  'glued-redirect': {
    summary: 'une redirection collée à une option',
    rationale:
      'La traduction déplace l’espace derrière le signe. Le shell s’en accommode, mais le public lit le signe comme une partie de l’option, et d’autres commandes à côté peuvent être abîmées plus gravement.',
  },
  'translated-verb': {
    summary: 'une sous-commande traduite ou mal écrite',
    rationale:
      'La traduction automatique prend les sous-commandes pour des mots de la phrase. Aucun correcteur ne le voit, car le mot est juste\u00a0; le programme, lui, le refuse.',
  },
  'capitalised-command': {
    summary: 'une commande avec une majuscule',
    rationale:
      'Les traducteurs et les traitements de texte commencent les lignes par une majuscule. Le shell ne connaît pas cette commande\u00a0: code de sortie 127.',
  },
  'misspelt-command': {
    summary: 'presque le nom d’un programme',
    rationale:
      'Une lettre perdue, ou un nom que le traducteur a pris pour un mot (docker-composer), et c’est «\u00a0command not found\u00a0».',
  },
  'translated-key': {
    summary: 'une clé traduite',
    rationale:
      'Les clés appartiennent au programme, pas au texte. Kubernetes refuse un manifeste dont une clé est traduite\u00a0; dans un programme jq cela marche, mais l’affichage n’est plus celui dont parlent les diapositives.',
  },
  'typographic-quotes': {
    summary: 'des guillemets typographiques dans du code',
    rationale:
      'Les traitements de texte et les traducteurs mettent des guillemets comme dans un livre. Pour le shell, ce sont des lettres\u00a0: ce qu’ils entourent éclate en plusieurs mots.',
  },
  'typographic-dash': {
    summary: 'un tiret typographique devant une option',
    rationale:
      'Les traitements de texte font de deux traits d’union un tiret long. Le programme prend alors l’option pour un nom, et répond qu’il n’existe pas.',
  },
  'non-breaking-space': {
    summary: 'un espace insécable dans du code',
    rationale:
      'Il ressemble à un espace, mais le shell le prend pour une lettre\u00a0: «\u00a0command not found\u00a0» pour une commande que tout le monde voit à l’écran.',
  },
  'look-alike': {
    summary: 'un caractère qui ressemble à de l’ASCII sans en être',
    rationale:
      'Un «\u00a0о\u00a0» cyrillique dans un nom, une parenthèse large, un trait d’union de traitement de texte\u00a0: personne ne voit la différence à l’écran, et aucun programme ne l’accepte.',
  },
  'invisible-character': {
    summary: 'un caractère invisible',
    rationale:
      'Copié d’une page web, un espace de largeur nulle change une commande qui paraît juste. Les contrôles de direction peuvent faire passer une commande pour une autre (CVE-2021-42574).',
  },
  'quoted-code': {
    summary: 'des guillemets au lieu de code',
    rationale:
      'La traduction prend les accents graves du code en ligne pour des guillemets, puis traduit ce qu’ils entourent. On cherche ensuite en vain quelque chose de ce nom.',
  },
  'code-span-blanks': {
    summary: 'du code en ligne avec un espace égaré',
    rationale:
      'La traduction déplace l’espace entre deux morceaux de code dans le second. Les mots se touchent sur la diapositive, et l’espace se copie avec le code.',
  },
  ...translationRuleWords,
  'shell-syntax': {
    summary: 'une commande que bash ne comprend pas',
    rationale:
      'Un guillemet ou une parenthèse sans son pendant fait attendre la suite au terminal, et tout ce qui est tapé ensuite est pris pour cette suite.',
  },
  'prompt-in-command': {
    summary: 'une invite devant une commande',
    rationale:
      'Un extrait est tapé en entier. Avec son invite, la commande est introuvable, et son affichage est exécuté comme une suite de commandes.',
  },
  'unclosed-heredoc': {
    summary: 'un heredoc qui ne se termine jamais',
    rationale:
      'Le terminal attend la ligne qui termine le texte, et prend pour du texte toutes les commandes qui suivent.',
  },
  'unset-variable': {
    summary: 'une variable qu’aucune étape ne définit avant',
    rationale:
      'Le shell la prend pour un texte vide et ne dit rien\u00a0: curl $REGISTRY/v2/ demande /v2/, rm -rf $DIR/* vide le disque.',
  },
  'highlight-or-substitution': {
    summary: 'des accents graves qui peuvent surligner ou substituer',
    rationale:
      'Dans un extrait, les accents graves surlignent et ne sont pas tapés, sauf s’ils ressemblent à une substitution de commande. Là où les deux sont possibles, la mauvaise lecture peut être exécutée.',
  },
  placeholder: {
    summary: 'un texte à remplacer dans une commande',
    rationale:
      'Seule une personne qui remplace ce texte peut lancer la commande. Une variable définie à une étape précédente la rendrait utilisable par tout le monde.',
  },
  ...commandRuleWords,
  'endless-command': {
    summary: 'une commande que rien n’arrête',
    rationale:
      'Le public regarde un terminal qui n’affiche plus d’invite, et ce qui est tapé ensuite va dans le programme encore en cours.',
  },
  'wait-without-command': {
    summary: 'un wait ou une touche avant toute commande',
    rationale:
      'Rien ne tourne qui puisse afficher le texte ou lire la touche\u00a0: l’attente dure jusqu’à son échéance.',
  },
  'nothing-to-run': {
    summary: 'un exercice sans rien à lancer',
    rationale: 'Rien ne montre qu’il est encore faisable\u00a0; un extrait perdu donne le même résultat.',
  },
  'kubectl-run-deployment': {
    summary: 'kubectl run là où il faut un Deployment',
    rationale:
      'Depuis Kubernetes 1.18, cette commande crée un Pod\u00a0: toutes celles qui nomment ensuite le Deployment répondent «\u00a0not found\u00a0».',
  },
  'wrong-port': {
    summary: 'un service sur un port que son image n’a pas',
    rationale: 'La commande réussit, et qui se connecte au service est refusé.',
  },
  'unbound-output': {
    summary: 'un affichage attendu sans commande',
    rationale:
      'Un affichage appartient à la dernière commande qui le précède sur sa diapositive. Sans elle, il n’est comparé à rien.',
  },
  'invalid-json-expectation': {
    summary: 'un affichage JSON attendu qui n’est pas du JSON',
    rationale: 'Il est comparé comme un texte\u00a0: un espace de plus ou de moins fait échouer l’étape.',
  },
  'unknown-method': {
    summary: 'un extrait d’une méthode qui n’existe pas',
    rationale: 'Rien n’est tapé pour un tel extrait\u00a0: ce qui vient après n’a pas ce qu’il aurait dû préparer.',
  },
  'empty-snippet': {
    summary: 'un extrait vide',
    rationale: 'Il ne fait rien, et ce qu’il devait contenir manque ensuite.',
  },
  'orphan-modifier': {
    summary: 'un expect, timeout ou retry sans étape avant lui',
    rationale: 'Il parle de l’étape qui le précède dans son exercice. Sans elle il ne dit rien, et rien n’est vérifié.',
  },
  'bad-duration': {
    summary: 'une durée illisible',
    rationale: 'L’étape garde son délai habituel, et une étape lente échoue.',
  },
  'unknown-matcher': {
    summary: 'un expect dont la comparaison n’existe pas',
    rationale: 'Rien n’est vérifié, et l’étape réussit quel que soit son affichage.',
  },
  'invalid-expectation': {
    summary: 'un expect qui n’a pas de sens',
    rationale: 'Rien ne peut lui être comparé\u00a0; rien n’est donc vérifié.',
  },
  'unknown-key': {
    summary: 'le nom d’une touche qui n’existe pas',
    rationale: 'La touche n’est pas pressée\u00a0: l’étape est ignorée, et le programme continue sans elle.',
  },
  'bad-exit': {
    summary: 'un expect exit sans code de sortie',
    rationale: 'La commande doit alors finir avec 0, et l’échec que la diapositive montre fait échouer l’étape.',
  },
  'invalid-expression': {
    summary: 'un copy dont l’expression rationnelle n’en est pas une',
    rationale: 'Rien n’est copié, et le prochain paste n’a rien à taper.',
  },
  'other-shell': {
    summary: 'un extrait pour un autre shell que bash',
    rationale: 'Pupitre ne tape que dans bash\u00a0; rien ne montre donc qu’une telle commande marche.',
  },
  'fence-not-run': {
    summary: 'un bloc d’un exercice que personne ne tape',
    rationale:
      'Le public le prend pour quelque chose à faire, l’exécution l’ignore et le dit. Un fichier se met en place par un extrait bash ou hide\u00a0; des lignes pour un programme demandent ce programme avant elles.',
  },
  'fence-not-checked': {
    summary: 'un affichage attendu qui n’est pas vérifié',
    rationale: 'L’affichage de la commande peut changer, et la diapositive continue de montrer l’ancien.',
  },
  'unclosed-class': {
    summary: 'une classe jamais refermée',
    rationale:
      'C’est alors du texte. S’il s’agit d’un exercice, aucune de ses commandes n’est trouvée, et rien n’est exécuté.',
  },
  'misspelt-class': {
    summary: 'presque le nom d’une classe',
    rationale:
      'La diapositive perd son style. S’il s’agissait de «\u00a0exercise\u00a0», ses commandes ne sont pas un exercice, et rien n’est exécuté.',
  },
  'nested-class': {
    summary: 'des classes trop imbriquées',
    rationale:
      'De vrais supports ont besoin de trois niveaux. Plus de 32 sont une erreur ou une attaque\u00a0; ceux de l’intérieur sont lus comme du texte.',
  },
  'unclosed-fence': {
    summary: 'un bloc de code jamais refermé',
    rationale:
      'Tout est alors du code jusqu’à la fin de la diapositive, prose comprise. Dans gnab/remark, le code continue sur les diapositives suivantes.',
  },
  'too-complex': {
    summary: 'du markdown trop imbriqué',
    rationale: 'Ce qui est trop profond pour l’analyseur est montré comme du texte, tel qu’il est écrit.',
  },
  'separator-blanks': {
    summary: 'une ligne qui est presque un séparateur',
    rationale:
      'Un séparateur est exactement ---, -- ou\u00a0???, sans espace. Tout le reste est du texte, ou un filet en travers de la diapositive\u00a0: deux diapositives n’en font plus qu’une.',
  },
  'duplicate-slide-name': {
    summary: 'deux diapositives du même nom',
    rationale: 'Les liens et les modèles n’en atteignent qu’une.',
  },
  'dead-link': {
    summary: 'un lien vers une diapositive qui n’existe pas',
    rationale:
      'Le clic ne fait rien. Dans un chapitre d’un cours plus grand, le nom peut se trouver dans un autre fichier\u00a0; ce n’est donc pas une erreur.',
  },
  'missing-image': {
    summary: 'une image dont le fichier manque',
    rationale:
      'Le public voit une image cassée. Elle est cherchée à côté du support\u00a0; les images d’autres hôtes ne sont pas demandées.',
  },
  'not-shown': {
    summary: 'une chose que la page ne montre pas',
    rationale:
      'La page met un mot à sa place. Images, vidéos et sons sont montrés quand ce sont des fichiers du support\u00a0; les cadres, quand `frameHosts` de la configuration contient leur hôte\u00a0; les formules, quand KaTeX les comprend\u00a0; les dessins dans le texte (`<svg>`), objets, scripts et feuilles de style jamais.',
  },
  'lost-property': {
    summary: 'une propriété qui n’est pas comprise',
    rationale:
      'Une propriété sous un autre nom, avec une majuscule ou un espace devant son deux-points, est montrée comme du texte. Une propriété inconnue disparaît de la diapositive.',
  },
  'remark-differs': {
    summary: 'gnab/remark le lirait autrement',
    rationale:
      'Là où gnab/remark a un défaut, Pupitre lit ce que l’auteur voulait dire. Qui montre le même support avec gnab/remark doit savoir qu’il y paraît autrement.',
  },
  'differs-from-source': {
    summary: 'du code qui diffère de l’original',
    rationale:
      'Une traduction change les mots, pas les commandes. Du code changé, perdu ou déplacé est bien plus souvent un dégât qu’une intention, et aucun correcteur ne le voit.',
  },
  'code-span-differs': {
    summary: 'du code en ligne de l’original qui manque',
    rationale:
      'Les traducteurs mettent des noms entre guillemets, ou les traduisent. Ce que le public doit taper ou reconnaître doit rester du code, lettre pour lettre.',
  },
  'class-fails': {
    summary: 'une étape où une classe a échoué',
    rationale:
      'Seulement avec `--class FICHIER`\u00a0: au moins trois participants ont essayé l’étape, et un tiers d’entre eux ou plus ont d’abord échoué. Ce sur quoi tant de gens butent est rarement leur faute\u00a0: une phrase obscure, une étape qui manque, une attente trop courte.',
  },
};
