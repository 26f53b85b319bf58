/** What the engine says to people, in one language. */
export interface Words {
  exitCode(command: string, code: number): string;
  incomplete(command: string): string;
  notExecuted(command: string, said: string): string;
  leftEmpty(names: readonly string[]): string;
  shellEnded(code: number | undefined): string;
  noPromptAfterInterrupt: string;
  commandTimeout(command: string, seconds: number, program: string | undefined): string;
  waitsForInput(program: string): string;
  nothingShown(command: string, seconds: number): string;
  textTimeout(text: string, seconds: number): string;
  endedWithoutText(text: string, code: number): string;
  awaitedEnd(command: string): string;
  awaitedText(text: string): string;
  awaitedPage(url: string): string;
  awaitedPrompt: string;
  nothingToCheck: string;
  checkFailed(code: number): string;
  unknownKey(key: string): string;
  noAnswer(url: string, why: string): string;
  pageStatus(url: string, status: number, text: string): string;
  opened(url: string, status: number): string;
  endedByItself: string;
  interrupted: string;
  notRunAfter(id: string): string;
  notSelected: string;
  stoppedAfter(seconds: number): string;
  nestedShell(program: string): string;
  exitCodeUnchecked(code: number): string;
  stoppedBefore(command: string): string;
  stillRuns(command: string): string;
  hints: Hints;
}

/** What a person may try. */
interface Hints {
  notFound(program: string): string;
  notExecutable: string;
  refused: string;
  resolve: string;
  clusterDown: string;
  missingObject: string;
  waitsForInput: string;
  endless: string;
  incomplete: string;
  leftEmpty(name: string): string;
  newShell: string;
  history: string;
  longer(id: string): string;
}

const en: Words = {
  exitCode: (command, code) => `${command} ended with exit code ${code}`,
  incomplete: (command) => `bash waits for more: ${command} is not a complete command`,
  notExecuted: (command, said) => `bash did not run ${command}${said ? `: ${said}` : ''}`,
  leftEmpty: (names) => `exit code 0, but ${names.join(', ')} ${names.length > 1 ? 'were' : 'was'} left empty`,
  shellEnded: (code) => `the shell ended${code === undefined ? '' : ` with exit code ${code}`}`,
  noPromptAfterInterrupt: 'the prompt did not come back, neither after ^C nor by force',
  commandTimeout: (command, seconds, program) =>
    `${command} had not ended after ${seconds} s${program ? ` (${program} was running)` : ''}`,
  waitsForInput: (program) => `${program} waits for somebody to type, and nothing in the deck does`,
  nothingShown: (command, seconds) => `${command} showed nothing within ${seconds} s`,
  textTimeout: (text, seconds) => `"${text}" did not appear within ${seconds} s`,
  endedWithoutText: (text, code) => `the command ended with exit code ${code}, and "${text}" had not appeared`,
  awaitedEnd: (command) => `the end of ${command}`,
  awaitedText: (text) => `the text "${text}"`,
  awaitedPage: (url) => `an answer from ${url}`,
  awaitedPrompt: 'the prompt',
  nothingToCheck: 'no command has ended yet, so there is nothing to check',
  checkFailed: (code) => `the last command ended with exit code ${code}`,
  unknownKey: (key) => `there is no key called ${key}`,
  noAnswer: (url, why) => `${url} does not answer: ${why}`,
  pageStatus: (url, status, text) => `${url} answers ${status}${text ? ` ${text}` : ''}`,
  opened: (url, status) => `${url} answers ${status}`,
  endedByItself: 'it ended by itself',
  interrupted: 'interrupted',
  notRunAfter: (id) => `not run, because ${id} did not pass`,
  notSelected: 'not selected',
  stoppedAfter: (seconds) => `stopped with ^C after ${seconds} s`,
  nestedShell: (program) => `a shell inside ${program} has the terminal now`,
  exitCodeUnchecked: (code) => `ended with exit code ${code}, which does not count before a wait`,
  stoppedBefore: (command) => `${command} was still running and was stopped first`,
  stillRuns: (command) => `${command}, from an earlier step, still runs`,
  hints: {
    notFound: (program) => `Is ${program} installed there, and in PATH?`,
    notExecutable: 'The file is there but may not be executed: chmod +x?',
    refused: 'Nothing listens there (yet): look at kubectl get pods,svc or docker ps.',
    resolve: 'That host name is not known: a typing error, or a blank where none should be?',
    clusterDown: 'Does the cluster run? Try kubectl get nodes.',
    missingObject: 'It is not there: did the step that makes it pass, and make what its name says?',
    waitsForInput: 'Add keys for it after the snippet, in an HTML comment: ```keys ...``` and ```key ^J```.',
    endless: 'If it never ends by itself: add ```wait TEXT``` and ```key ^C``` after it, in an HTML comment.',
    incomplete: 'A quote, a parenthesis, a do or a heredoc is not closed.',
    leftEmpty: (name) => `Look at what the command prints. If ${name} may be empty: "allowEmpty": true in overrides.`,
    newShell: 'The next step gets a new shell, without the variables of this one.',
    history: 'An exclamation mark in double quotes recalls history in an interactive bash: use single quotes.',
    longer: (id) => `If it needs more time: add \`\`\`timeout 5m\`\`\` after it, or a timeout for ${id} in overrides.`,
  },
};

const fr: Words = {
  exitCode: (command, code) => `${command} s'est terminée avec le code ${code}`,
  incomplete: (command) => `bash attend une suite : ${command} n'est pas une commande complète`,
  notExecuted: (command, said) => `bash n'a pas exécuté ${command}${said ? ` : ${said}` : ''}`,
  leftEmpty: (names) =>
    `code 0, mais ${names.join(', ')} ${names.length > 1 ? 'sont restées vides' : 'est restée vide'}`,
  shellEnded: (code) => `le shell s'est terminé${code === undefined ? '' : ` avec le code ${code}`}`,
  noPromptAfterInterrupt: "l'invite n'est pas revenue, ni après ^C ni de force",
  commandTimeout: (command, seconds, program) =>
    `${command} n'était pas terminée après ${seconds} s${program ? ` (${program} tournait)` : ''}`,
  waitsForInput: (program) => `${program} attend une saisie, et rien dans le support ne la donne`,
  nothingShown: (command, seconds) => `${command} n'a rien affiché en ${seconds} s`,
  textTimeout: (text, seconds) => `« ${text} » n'est pas apparu en ${seconds} s`,
  endedWithoutText: (text, code) => `la commande s'est terminée avec le code ${code}, sans afficher « ${text} »`,
  awaitedEnd: (command) => `la fin de ${command}`,
  awaitedText: (text) => `le texte « ${text} »`,
  awaitedPage: (url) => `une réponse de ${url}`,
  awaitedPrompt: "l'invite du shell",
  nothingToCheck: "aucune commande n'est encore terminée, il n'y a rien à vérifier",
  checkFailed: (code) => `la dernière commande s'est terminée avec le code ${code}`,
  unknownKey: (key) => `il n'y a pas de touche ${key}`,
  noAnswer: (url, why) => `${url} ne répond pas : ${why}`,
  pageStatus: (url, status, text) => `${url} répond ${status}${text ? ` ${text}` : ''}`,
  opened: (url, status) => `${url} répond ${status}`,
  endedByItself: "elle s'est terminée d'elle-même",
  interrupted: 'interrompu',
  notRunAfter: (id) => `pas exécutée, car ${id} n'a pas réussi`,
  notSelected: 'non sélectionnée',
  stoppedAfter: (seconds) => `arrêtée par ^C après ${seconds} s`,
  nestedShell: (program) => `un shell dans ${program} a maintenant le terminal`,
  exitCodeUnchecked: (code) => `terminée avec le code ${code}, qui ne compte pas avant un wait`,
  stoppedBefore: (command) => `${command} tournait encore et a d'abord été arrêtée`,
  stillRuns: (command) => `${command}, d'une étape précédente, tourne encore`,
  hints: {
    notFound: (program) => `${program} est-il installé là-bas, et dans le PATH ?`,
    notExecutable: "Le fichier existe mais n'est pas exécutable : chmod +x ?",
    refused: "Rien n'écoute là (pour l'instant) : voyez kubectl get pods,svc ou docker ps.",
    resolve: "Ce nom d'hôte est inconnu : une faute de frappe, ou un espace de trop ?",
    clusterDown: 'Le cluster tourne-t-il ? Essayez kubectl get nodes.',
    missingObject: "Il n'existe pas : l'étape qui le crée a-t-elle réussi, et crée-t-elle ce que dit son nom ?",
    waitsForInput: 'Ajoutez des touches après l’extrait, en commentaire HTML : ```keys ...``` et ```key ^J```.',
    endless: 'Si elle ne se termine jamais : ajoutez ```wait TEXTE``` et ```key ^C``` à la suite, en commentaire HTML.',
    incomplete: "Un guillemet, une parenthèse, un do ou un heredoc n'est pas fermé.",
    leftEmpty: (name) =>
      `Voyez ce que la commande affiche. Si ${name} peut être vide : "allowEmpty": true dans overrides.`,
    newShell: "L'étape suivante reçoit un nouveau shell, sans les variables de celui-ci.",
    history: "Un point d'exclamation entre guillemets doubles rappelle l'historique : utilisez des apostrophes.",
    longer: (id) =>
      `S'il faut plus de temps : ajoutez \`\`\`timeout 5m\`\`\` à la suite, ou un timeout pour ${id} dans overrides.`,
  },
};

/** The engine's words in a language. */
export function wordsIn(lang: 'en' | 'fr'): Words {
  return lang === 'fr' ? fr : en;
}
