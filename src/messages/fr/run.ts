import type { RunCodes } from '../codes/run.ts';
import type { Wordings } from '../wording.ts';

function itSaid(said: string): string {
  return said === '' ? '' : `\u00a0; il a affiché\u00a0: ${said}`;
}

const wanted = {
  nonzero: 'un échec était attendu',
  any: 'n’importe quel code était attendu',
} as const;

export const run = {
  'run/interrupted': () => 'interrompu',
  'run/not-run-after': ({ id }) => `pas exécutée, car ${id} n’a pas réussi`,
  'run/not-selected': () => 'non sélectionnée',
  'run/person-ended': () => 'la personne qui menait l’exécution l’a terminée',
  'run/person-skipped': () => 'ignorée par la personne qui menait l’exécution',
  'run/hidden-off': () => 'les extraits cachés étaient désactivés',
  'run/accepted': ({ had }, say) => `acceptée par une personne${had ? `, bien que\u00a0: ${say(had)}` : ''}`,
  'run/edited': ({ file, line, column, command }) =>
    `une personne a tapé ${command} à la place\u00a0: à corriger en ${file}:${line}:${column}`,
  'run/replayed': () => 'rejouée pour les étapes suivantes, pas testée',
  'run/replay-failed': ({ why }, say) =>
    `ce que cette étape avait créé n’a pas pu être recréé, rien de ce qui suit ne peut donc être essayé\u00a0: ${say(why)}`,
  'run/no-action': ({ action }) => `aucune action ne s’appelle ${action}`,
  'run/exit-code': ({ command, exitCode }) => `${command} s’est terminée avec le code ${exitCode}`,
  'run/exit-not-expected': ({ command, exitCode, expected }) =>
    `${command} s’est terminée avec le code ${exitCode}, mais ${typeof expected === 'number' ? `${expected} était attendu` : wanted[expected]}`,
  'run/incomplete': ({ command }) => `bash attend une suite\u00a0: ${command} n’est pas une commande complète`,
  'run/not-executed': ({ command, said }) => `bash n’a pas exécuté ${command}${said ? `\u00a0: ${said}` : ''}`,
  'run/left-empty': ({ names }) =>
    `code 0, mais ${names.join(', ')} ${names.length > 1 ? 'sont restées vides' : 'est restée vide'}`,
  'run/connection-lost': () => 'la connexion au shell a été perdue',
  'run/shell-ended': ({ exitCode }) =>
    `le shell s’est terminé${exitCode === undefined ? '' : ` avec le code ${exitCode}`}`,
  'run/prompts-elsewhere': ({ file }) =>
    `les invites du shell vont maintenant dans ${file}, et non au terminal (exec 2> les redirige aussi)\u00a0: la suite ne peut pas être jugée`,
  'run/marks-lost': () =>
    'le shell affiche une invite, mais ne dit plus comment ses commandes se terminent\u00a0: PS1, PROMPT_COMMAND et les touches ont été remplacés',
  'run/ended-by-errexit': ({ exitCode }) =>
    `set -e, d’une commande précédente, a mis fin au shell\u00a0: une commande a échoué${exitCode === undefined ? '' : ` avec le code ${exitCode}`}`,
  'run/left-shell': ({ exitCode }) =>
    `la dernière commande du shell qui a été quitté s’est terminée avec le code ${exitCode}`,
  'run/no-prompt': () => 'l’invite n’est pas revenue, ni après ^C ni de force',
  'run/command-timeout': ({ command, seconds, program }) =>
    `${command} n’était pas terminée après ${seconds} s${program ? ` (${program} tournait)` : ''}`,
  'run/waits-for-input': ({ program }) => `${program} attend une saisie, et rien dans le support ne la donne`,
  'run/multiplexer': ({ program }) =>
    `${program} montre des terminaux à lui, où l’on ne peut savoir comment les commandes se terminent\u00a0: il a été quitté, et rien n’y a été saisi`,
  'run/nothing-shown': ({ command, seconds }) => `${command} n’a rien affiché en ${seconds} s`,
  'run/text-timeout': ({ text, seconds }) => `«\u00a0${text}\u00a0» n’est pas apparu en ${seconds} s`,
  'run/ended-without-text': ({ text, exitCode }) =>
    `la commande s’est terminée avec le code ${exitCode}, sans afficher «\u00a0${text}\u00a0»`,
  'run/nothing-to-check': () => 'aucune commande n’est encore terminée, il n’y a rien à vérifier',
  'run/verifies-by-hand': () => 'vérifie ce qu’une personne fait à la main',
  'run/no-scripts': () => 'cette cible n’exécute pas de scripts à côté de ses terminaux',
  'run/awaited-script': () => 'la fin d’un script',
  'run/script-timeout': ({ seconds }) => `le script n’était pas terminé après ${seconds} s, il a été arrêté`,
  'run/script-ended': ({ exitCode, said }) =>
    `${exitCode === undefined ? 'le script a été arrêté, son temps était écoulé' : `le script s’est terminé avec le code ${exitCode}`}${said === '' ? ' sans rien dire' : `\u00a0: ${said}`}`,
  'run/script-let-go': () => 'personne n’a pu attendre sa fin',
  'run/setup-failed': ({ why }, say) => `le nœud n’a pas pu être préparé\u00a0: ${say(why)}`,
  'run/background-failed': ({ file, line, why }, say) =>
    `ce qui prépare le nœud en arrière-plan (${file}:${line}) a échoué\u00a0: ${say(why)}`,
  'run/scripts-go-on': ({ count }) =>
    count === 1 ? 'un script continue en arrière-plan' : `${count} scripts continuent en arrière-plan`,
  'run/check-failed': ({ exitCode }) => `la dernière commande s’est terminée avec le code ${exitCode}`,
  'run/unknown-key': ({ key }) => `il n’y a pas de touche ${key}`,
  'run/cannot-open': ({ url, why }, say) => `${url} ne peut pas être ouverte\u00a0: ${say(why)}`,
  'run/no-answer': ({ url, why }, say) => `${url} ne répond pas\u00a0: ${say(why)}`,
  'run/not-in-time': () => 'pas de réponse à temps',
  'run/page-status': ({ url, status, text }) => `${url} répond ${status}${text ? ` ${text}` : ''}`,
  'run/repl-ended': ({ program }) => `${program} s’est terminé, et rien de plus n’est tapé`,
  'run/repl-timeout': ({ program, typed, seconds }) =>
    `${program} n’a pas montré d’invite en ${seconds} s après ${typed}`,
  'run/repl-no-prompt': ({ program, seconds }) => `${program} n’a pas montré d’invite en ${seconds} s`,
  'run/repl-incomplete': ({ program }) =>
    `${program} attend une suite\u00a0: la dernière ligne ne finit pas ce qui est commencé`,
  'run/repl-pager': ({ program }) => `${program} montre son affichage page par page, et attend une touche`,
  'run/repl-error': ({ program, said }) => `${program} signale une erreur\u00a0: ${said}`,
  'run/repl-no-error': ({ program }) => `${program} devait signaler une erreur, et n’en a signalé aucune`,
  'run/repl-exit': ({ program, exitCode }) => `${program} s’est terminé avec le code ${exitCode}`,
  'run/nothing-to-copy': ({ expression }) => `rien à l’écran ne correspond à ${expression}`,
  'run/copy-too-slow': ({ expression }) => `chercher ${expression} a pris trop de temps\u00a0; la simplifier`,
  'run/nothing-copied': () => 'rien n’a été copié, il n’y a donc rien à coller',
  'run/no-terminal': ({ names }) => `aucun terminal de ce nom n’est ouvert\u00a0; il y a ${names.join(', ')}`,
  'run/too-many-terminals': ({ most }) => `${most} terminaux sont ouverts\u00a0: en fermer un d’abord`,
  'run/first-terminal-stays': () => 'le premier terminal d’un nœud ne se ferme pas',
  'run/terminal-closed': ({ name, next }) =>
    `le terminal ${name} est fermé\u00a0; la suite se passe dans le terminal ${next}`,
  'run/still-runs': ({ command }) => `${command}, d’une étape précédente, tourne encore`,
  'run/refused': ({ said }) => `la cible ne sait pas faire cela\u00a0: ${said}`,
  'run/taken': ({ program, id, line }) =>
    `${program}${id === undefined ? '' : `, de ${id} (ligne ${line}),`} a le terminal, et les commandes de cette étape n’y ont pas été tapées`,
  'run/taken-by-person': ({ program }) =>
    `${program}, lancé à la main, a le terminal\u00a0: rien n’a été arrêté, et rien n’a été tapé`,
  'run/owner-ended': ({ id, line, exitCode }) =>
    `son programme s’est terminé${exitCode === undefined ? '' : ` avec le code ${exitCode}`}\u00a0: ${id} (ligne ${line})\u00a0; rien n’a été tapé`,
  'run/owner-gone': ({ id, line, how }) =>
    `son programme ${{ notStarted: 'n’a pas été lancé', skipped: 'n’a pas été lancé, car son étape a été sautée', stopped: 'a été arrêté' }[how]}\u00a0: ` +
    `${id} (ligne ${line})\u00a0; rien n’a été tapé`,

  'run/awaited-end': ({ command }) => `la fin de ${command}`,
  'run/awaited-text': ({ text }) => `le texte «\u00a0${text}\u00a0»`,
  'run/awaited-page': ({ url }) => `une réponse de ${url}`,
  'run/awaited-prompt': () => 'l’invite du shell',
  'run/awaited-repl': ({ program }) => `l’invite de ${program}`,

  'run/ended-by-itself': () => 'elle s’est terminée d’elle-même',
  'run/exit-as-expected': ({ exitCode }) => `terminée avec le code ${exitCode}, comme attendu`,
  'run/copied': ({ text }) => `copié\u00a0: «\u00a0${text}\u00a0»`,
  'run/ended-later': ({ id, line, exitCode }) =>
    `la commande de ${id} (ligne ${line}), laissée en cours, s’est terminée avec le code ${exitCode}`,
  'run/nothing-to-interrupt': () => 'son programme s’était terminé de lui-même\u00a0: il n’y avait rien à arrêter',
  'run/stopped-after': ({ seconds }) => `arrêtée par ^C après ${seconds} s`,
  'run/nested-shell': ({ program }) => `un shell dans ${program} a maintenant le terminal`,
  'run/exit-code-unchecked': ({ exitCode }) => `terminée avec le code ${exitCode}, qui ne compte pas avant un wait`,
  'run/stopped-before': ({ command }) => `${command} tournait encore et a d’abord été arrêtée`,

  'run/old-bash': ({ version, least }) =>
    `bash ${version} est trop ancien, il faut ${least}. ` +
    'Sur macOS\u00a0: brew install bash, et nommez-le dans runner.config.json (targets.local.shell)',
  'run/interrupted-at-start': () => 'interrompu pendant que le shell démarrait',
  'run/ended-at-start': ({ target, exitCode, said }) =>
    `le shell sur ${target} s’est terminé aussitôt, avec le code ${exitCode ?? 'inconnu'}${itSaid(said)}`,
  'run/no-first-prompt': ({ target, seconds, said }) =>
    `le shell sur ${target} n’a pas montré d’invite en ${seconds} s${itSaid(said)}`,

  'run/hint-not-found': ({ program }) => `${program} est-il installé là-bas, et dans le PATH\u00a0?`,
  'run/hint-not-executable': () => 'Le fichier existe mais n’est pas exécutable\u00a0: chmod +x\u00a0?',
  'run/hint-refused': () => 'Rien n’écoute là (pour l’instant)\u00a0: voyez kubectl get pods,svc ou docker ps.',
  'run/hint-resolve': () => 'Ce nom d’hôte est inconnu\u00a0: une faute de frappe, ou un espace de trop\u00a0?',
  'run/hint-cluster-down': () => 'Le cluster tourne-t-il\u00a0? Essayez kubectl get nodes.',
  'run/hint-missing-object': () =>
    'Il n’existe pas\u00a0: l’étape qui le crée a-t-elle réussi, et crée-t-elle ce que dit son nom\u00a0?',
  'run/hint-expected-failure': ({ exitCode }) =>
    `Si cet échec est ce que la diapositive montre\u00a0: ajoutez \`\`\`expect exit ${exitCode}\`\`\` à la suite, en commentaire HTML.`,
  'run/hint-repl-incomplete': () =>
    'Il manque un point-virgule, une parenthèse ou un guillemet, ou une ligne vide après un bloc.',
  'run/hint-repl-pager': () =>
    'Désactivez d’abord la pagination\u00a0: \\pset pager off dans psql, ailleurs PAGER=cat devant la commande.',
  'run/hint-repl-error': () =>
    'Si cette erreur est ce que la diapositive montre\u00a0: montrez-la sous «\u00a0Vous devriez voir\u00a0:\u00a0», ou ajoutez ```expect exit nonzero``` à la suite.',
  'run/hint-waits-for-input': () =>
    'Ajoutez des touches après l’extrait, en commentaire HTML\u00a0: ```keys ...``` et ```key Enter```.',
  'run/hint-pager': () =>
    'C’est un pagineur\u00a0: ajoutez ```key q``` après l’extrait, en commentaire HTML, ou écrivez la commande avec | cat.',
  'run/hint-multiplexer': () =>
    'Ouvrez un autre terminal par ```terminal NOM```, lancez-le sans l’afficher (tmux new -d), ou donnez-lui des touches\u00a0: ```keys ...```, ```wait ...```, puis ```key ^B``` ```key d``` pour le quitter.',
  'run/hint-leave-program': ({ program }) => `Quittez d’abord ${program}, puis relancez l’étape.`,
  'run/hint-endless': () =>
    'Si elle ne se termine jamais\u00a0: ajoutez ```wait TEXTE``` et ```key ^C``` à la suite, en commentaire HTML.',
  'run/hint-incomplete': () => 'Un guillemet, une parenthèse, un do ou un heredoc n’est pas fermé.',
  'run/hint-left-empty': ({ name }) =>
    `Voyez ce que la commande affiche. Si ${name} peut être vide\u00a0: "allowEmpty": true dans overrides.`,
  'run/hint-new-shell': () => 'L’étape suivante reçoit un nouveau shell, sans les variables de celui-ci.',
  'run/hint-history': () =>
    'Un point d’exclamation entre guillemets doubles rappelle l’historique\u00a0: utilisez des apostrophes.',
  'run/hint-longer': ({ id }) =>
    `S’il faut plus de temps\u00a0: ajoutez \`\`\`timeout 5m\`\`\` à la suite, ou un timeout pour ${id} dans overrides.`,
} satisfies Wordings<RunCodes>;
