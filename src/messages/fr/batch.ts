import type { BatchCodes } from '../codes/batch.ts';
import type { Wordings } from '../wording.ts';

export const batch = {
  'batch/nothing-to-update': () => 'Toutes les sorties attendues qui ont pu être comparées sont à jour.',
  'batch/ask-update': ({ count, files }) =>
    `Écrire ${count === 1 ? 'cette sortie attendue' : `ces ${count} sorties attendues`} dans ${files === 1 ? 'le fichier' : `${files} fichiers`}\u202f? [o/N]`,
  'batch/updated': ({ count, files }) =>
    `${count === 1 ? '1 sortie attendue a été mise' : `${count} sorties attendues ont été mises`} à jour dans ${files === 1 ? '1 fichier' : `${files} fichiers`}.`,
  'batch/not-updated': () => 'Rien n’a été écrit. `--yes` écrit sans poser de question.',
  'batch/cannot-update': ({ place, id, why }, say) =>
    `${place}\u00a0: la sortie attendue de ${id} n’a pas été mise à jour\u00a0: ${say(why)}`,
  'batch/update-in-config': () => 'elle se trouve dans runner.config.json\u202f; modifiez-la à cet endroit.',
  'batch/update-regex': () => 'c’est une expression rationnelle\u202f; modifiez-la à la main.',
  'batch/update-nothing': () => 'la commande n’a rien affiché.',
  'batch/update-secret': () => 'la sortie obtenue contient un secret.',
  'batch/update-unclear': () =>
    'impossible de savoir de quelle partie de la sortie il s’agit\u202f; modifiez-la à la main.',
  'batch/update-elsewhere': () =>
    'elle n’y est pas écrite telle qu’elle a été lue (caractères abîmés, ou lignes saisies au milieu)\u202f; modifiez-la à la main.',
  'batch/update-unfit': () =>
    'avec la sortie obtenue à sa place, le support aurait un autre sens\u202f; modifiez-la à la main.',
  'batch/needs': ({ option, needed }) => `${option} ne va qu’avec ${needed}.`,
  'batch/not-together': ({ option, other }) => `${option} ne va pas avec ${other}.`,
  'batch/rounds': ({ count, failed }) =>
    failed === 0
      ? `${count === 1 ? 'Le seul passage a' : `Les ${count} passages ont`} réussi.`
      : `${failed} passage${failed === 1 ? '' : 's'} sur ${count} ${failed === 1 ? 'n’a' : 'n’ont'} pas réussi\u00a0:`,
  'batch/failed-in': ({ id, times, rounds }) =>
    `${id}\u00a0: au passage ${rounds.join(', ')}${times > rounds.length ? ` et ${times - rounds.length} de plus` : ''}`,
  'batch/shard-form': () => 'doit dire quelle partie et combien il y en a, par exemple 1/3, 2/3 et 3/3.',
  'batch/empty-shard': ({ shard }) => `Il n’y a aucun support pour la partie ${shard}\u00a0: rien n’a été exécuté.`,
  'batch/no-commit': ({ since }) =>
    `--changed ${since}\u00a0: git ne connaît ici aucun commit, aucune branche ni aucune étiquette de ce nom. Un clone superficiel (comme en CI) peut ne pas l’avoir.`,
  'batch/no-git': ({ folder, reason }, say) =>
    `--changed\u00a0: git n’a pas de réponse dans ${folder}\u00a0: ${say(reason)}`,
  'batch/nothing-changed': ({ since }) => `Aucune étape n’a changé depuis ${since}\u00a0: rien n’a été exécuté.`,
  'batch/damaged-report': ({ file, line }) =>
    `${file}:${line}\u00a0: ce n’est pas un évènement d’une exécution. Seuls les fichiers de \`--reporter json=FICHIER\` peuvent être fusionnés\u202f; ce qui est abîmé est laissé de côté.`,
  'batch/unfinished-report': ({ file }) =>
    `${file} ne contient aucune exécution entière\u00a0: elle a été arrêtée avant sa fin, ou le fichier est tronqué.`,
  'help/report': () => 'travaille avec les rapports d’exécutions',
  'help/report-merge': () =>
    'fait un seul rapport de ceux de plusieurs exécutions (--reporter json=FICHIER), par exemple des parties d’un cours',
  'help/report-files': () => 'des fichiers de --reporter json=FICHIER, dans l’ordre où les rapporter',
  'help/run-update': () =>
    'met ce qui est réellement venu à la place des sorties attendues périmées, après un diff et un oui',
  'help/run-yes': () => '--update écrit sans poser de question',
  'help/run-shard': () =>
    'exécute une partie des supports, par exemple 2/3\u00a0; `pupitre report merge` en fait un seul rapport',
  'help/run-jobs': () => 'autant de supports à la fois, chacun sur son propre nœud',
  'help/run-repeat': () => 'exécute le tout autant de fois, chaque fois sur un nœud neuf',
  'help/run-until-failure': () => 'avec --repeat\u00a0: s’arrête dès que quelque chose échoue',
  'help/run-watch': () =>
    'recommence à chaque enregistrement d’un support, à la première étape qui a changé ou n’a pas réussi',
  'batch/watching': () => 'En attente d’un enregistrement du support\u202f; ^C met fin.',
  'help/run-changed': () => 'exécute ce qui a changé depuis un commit de git, et ce dont cela dépend',
} satisfies Wordings<BatchCodes>;
