import type { PlanCodes } from '../codes/plan.ts';
import type { Wordings } from '../wording.ts';

const needed = {
  commands: 'les commandes à taper',
  key: 'le nom d’une touche, comme Enter ou ^C',
  text: 'le texte à taper',
  awaited: 'le texte à attendre',
  output: 'le texte qui doit être affiché',
  url: 'une URL',
  expression: 'une expression rationnelle pour ce qui est à l’écran',
  terminal: 'un terminal\u00a0: son nom, ou pour tmux une commande comme split-pane',
  script: 'un script bash',
} as const;

const shown = {
  file: (language: string) =>
    `seulement montré\u00a0: personne ne tape un fichier ${language}\u00a0; le mettre en place par un extrait bash ou hide`,
  output: (language: string) =>
    `seulement montré\u00a0: un bloc ${language} est un affichage\u00a0; pour le vérifier, l’annoncer au-dessus («\u00a0Vous devriez voir\u00a0:\u00a0»)`,
  bare: () =>
    'seulement montré\u00a0: ce bloc n’a pas de méthode\u00a0; écrire bash, keys ou console après ses accents graves s’il faut le taper',
} as const;

const advice = 'affichez le bon d’abord avec kubectl get svc';

export const plan = {
  'plan/only-shown': ({ line }) =>
    `Cet affichage est seulement montré\u00a0: c’est l’expect de la ligne ${line} qui dit ce qui est vérifié.`,
  'plan/not-checkable': ({ problem }, say) => `Cet affichage ne peut pas être vérifié. ${say(problem)}`,
  'plan/other-shell': ({ method }) => `Cet extrait ${method} n’est pas exécuté\u00a0: Pupitre ne tape que dans bash.`,
  'plan/unknown-method': ({ method, meant, certain, known }) => {
    const there = `Il n’y a pas de méthode «\u00a0${method}\u00a0»`;
    if (meant.length === 0) return `${there}\u00a0; les méthodes sont ${known.join(', ')}.`;
    return certain
      ? `${there}\u00a0; écrire ${meant.join(', puis ')}.`
      : `${there}\u00a0; peut-être ${meant.join(' ou ')}\u00a0?`;
  },
  'plan/empty-snippet': ({ method, needs }) => `Cet extrait ${method} est vide\u00a0; il lui faut ${needed[needs]}.`,
  'plan/unknown-key': ({ key, meant }) =>
    `Il n’y a pas de touche «\u00a0${key}\u00a0»\u00a0; ${meant === undefined ? 'il y a Enter, Escape, Tab, Up, PageDown, F5, ^C, q et les autres.' : `peut-être ${meant}\u00a0?`}`,
  'plan/no-step-before': ({ method }) =>
    `Il n’y a pas d’étape avant ce ${method} dans son exercice\u00a0; le mettre après l’extrait qu’il concerne.`,
  'plan/not-repeatable': ({ action }) =>
    `Un ${action} ne se répète pas\u00a0; mettre retry après le bash, open, check ou expect qu’il concerne.`,
  'plan/bad-exit': ({ value }) =>
    `expect exit demande un nombre de 0 à 255, nonzero ou any\u00a0; «\u00a0${value}\u00a0» n’en est pas un (pour chercher ce texte, écrire expect text exit ${value}).`,
  'plan/no-exit-code': ({ action }) =>
    action === 'repl'
      ? 'Une ligne d’un programme interactif n’a pas de code de sortie\u00a0: on ne peut dire que expect exit nonzero (il signale une erreur) ou any.'
      : `Un ${action} n’a pas de code de sortie\u00a0; mettre expect exit après l’extrait dont il concerne la dernière commande.`,
  'plan/bad-duration': ({ method, value }) =>
    `${method} demande une durée comme 30s, 2m ou 1m30s, au plus 24h\u00a0; «\u00a0${value}\u00a0» n’en est pas une.`,
  'plan/unknown-matcher': ({ name, meant, known }) =>
    `Il n’y a pas de comparaison «\u00a0${name}\u00a0»\u00a0; ${meant === undefined ? `il y a\u00a0: ${known.join(', ')}.` : `peut-être ${meant}\u00a0?`}`,
  'plan/no-matcher': ({ name }) => `Il n’y a pas de comparaison «\u00a0${name}\u00a0».`,
  'plan/senseless-override': ({ problem }, say) => `Ce que la configuration attend n’a pas de sens. ${say(problem)}`,
  'plan/terminal-name': ({ name }) =>
    `«\u00a0${name}\u00a0» n’est pas un nom de terminal\u00a0: il commence par une lettre ou un chiffre, suivi d’au plus 29 lettres, chiffres, espaces, points, traits d’union ou de soulignement.`,
  'plan/tmux-unknown': ({ command, known }) =>
    `tmux ${command} ne fait rien ici\u00a0; ce qui est compris\u00a0: ${known.join(', ')}.`,
  'plan/tmux-program': ({ program }) =>
    `Un nouveau terminal a un shell\u00a0; lancer «\u00a0${program}\u00a0» par un extrait bash après celui-ci.`,
  'plan/tmux-target': ({ target }) =>
    `«\u00a0${target}\u00a0» ne désigne aucun terminal\u00a0; écrire -t et un numéro (0 est le premier), -l, -U ou -D, ou prendre terminal NOM.`,
  'plan/shown-only': ({ language, kind }) => shown[kind](language),
  'plan/no-repl': ({ language, program }) => {
    const why =
      language === 'repl'
        ? 'aucun programme n’a le terminal'
        : `aucun programme qui lit du ${language} n’a le terminal`;
    return program === undefined ? `seulement montré\u00a0: ${why}` : `seulement montré\u00a0: ${why}, ${program} l’a`;
  },

  'plan/policy': ({ why, consequence }, say) =>
    [why, consequence].flatMap((part) => (part ? [say(part)] : [])).join('\u00a0: '),
  'plan/fetches-named-page': () => 'ouvre une page que le texte nomme',
  'plan/placeholder': ({ text }) => `«\u00a0${text}\u00a0» est à remplacer par une personne`,
  'plan/by-hand': () => 'rien dans cet exercice ne peut être exécuté\u00a0: c’est à faire à la main',
  'plan/looks-at-output': () => 'regarde ce que la dernière commande a affiché',
  'plan/presses-key': () => 'presse une touche',
  'plan/types-text': () => 'tape du texte',
  'plan/waits-for-text': () => 'attend un texte',
  'plan/types-into': ({ program }) => `tape dans ${program} ligne par ligne, chacune après son invite`,
  'plan/chooses-terminal': () => 'choisit un terminal, et l’ouvre s’il n’est pas là',
  'plan/copies': () => 'copie la dernière correspondance à l’écran',
  'plan/pastes': () => 'tape ce qui a été copié',
  'plan/pastes-command': () => 'tape ce qui a été copié, puis Enter\u00a0; le code de sortie doit être 0',
  'plan/verifies': () => 'un script qui vérifie, à côté du terminal',
  'plan/sets-up': () => 'prépare le nœud, à côté du terminal',
  'plan/sets-up-beside': () => 'prépare le nœud, et continue à côté du terminal',
  'plan/looks-at-exit-code': () => 'regarde le dernier code de sortie',
  'plan/fetches-page': () => 'ouvre une page',
  // The parser's own words are English.
  'plan/not-understood': () => 'bash ne le comprendrait pas',
  'plan/endless': ({ what }, say) => `ne se termine pas de soi-même\u00a0: ${say(what)}`,
  'plan/endless-loop': () => 'une boucle sans fin',
  'plan/waits-for-typing': ({ programs }, say) => `attend une saisie\u00a0: ${say(programs)}`,
  'plan/changes': ({ programs }, say) => `change quelque chose, ou pourrait\u00a0: ${say(programs)}`,
  'plan/only-reads': ({ programs }, say) => `ne fait que lire (${say(programs)})`,
  'plan/only-sets-variables': () => 'ne fait qu’affecter des variables',
  'plan/runs-nothing': () => 'n’exécute aucune commande',
  'plan/starts-background': () => 'lance quelque chose à l’arrière-plan',
  'plan/writes-to': ({ file }) => `écrit dans ${file ?? 'un fichier'}`,
  'plan/defines-function': () => 'définit une fonction',
  'plan/asks-for-choice': () => 'demande un choix',
  'plan/starts-coprocess': () => 'lance un coprocessus',
  'plan/configuration-says-so': () => 'la configuration le dit',
  'plan/configuration-says-retry': () => 'la configuration dit retry',
  'plan/deck-says-retry': () => 'le support dit retry',
  'plan/takes-over': ({ why, action }, say) => `${say(why)}\u00a0; \`${action}\` prend la suite`,
  'plan/follows': ({ why, action }, say) => `${say(why)}\u00a0; \`${action}\` suit`,
  'plan/repeated': ({ limit }) => `répété jusqu’à ce que ce soit bon, ${limit} au plus`,
  'plan/settles-stopped': () => 'arrêté quand plus rien ne vient',
  'plan/settles-running': () => 'reste en marche quand plus rien ne vient',
  'plan/runs-once': ({ limit }) => `une seule fois, ${limit} au plus`,
  'plan/at-most': ({ limit }) => `${limit} au plus`,

  'plan/no-web-page': () => 'seules des pages en http:// ou https:// s’ouvrent',
  'plan/no-host': () => 'elle ne nomme pas de machine',
  'plan/unknown-path': ({ path }) => `rien ne dit par quoi remplacer ${path}`,
  'plan/several-ports': ({ service, ports }, say) =>
    `${say(service)} répond aux ports ${ports.join(' et ')}\u00a0; lequel est le bon\u00a0?`,
  'plan/last-installed': () => 'ce qui a été installé en dernier',
  'plan/no-port-shown': ({ placeholder, service, known }, say) =>
    `aucun NodePort comme ${placeholder} n’a été affiché pour ${say(service)} depuis son exposition (${say(known)})\u00a0; ${advice}`,
  'plan/unknown-port': ({ placeholder, known }, say) =>
    `on ne peut pas savoir quel NodePort est ${placeholder} (${say(known)})\u00a0; ${advice}`,
  'plan/no-known-port': () => 'aucun NodePort n’a été affiché',
  'plan/known-port': ({ service, port }) => `${service} a ${port}`,
} satisfies Wordings<PlanCodes>;
