import type { StepCodes } from '../codes/step.ts';
import type { Wordings } from '../wording.ts';

const speeds = { off: 'non', slow: 'lente', normal: 'normale', fast: 'rapide' } as const;

export const step = {
  'step/next': ({ id, place }) => `suivante\u00a0: ${id} (${place})`,
  'step/again': ({ id, place }) => `encore une fois\u00a0: ${id} (${place})`,
  'step/manual': () => 'à faire à la main\u00a0: prenez le shell (o), puis dites que c’est fait (a)',
  'step/left-out': ({ reason }, say) => `sera ignorée\u00a0: ${say(reason)}`,
  'step/running': ({ what }) => `en cours\u00a0: ${what}`,
  'step/running-on': ({ what, until }) => `continue jusqu’${until ? `à ${until}` : 'au prochain échec'}\u00a0: ${what}`,
  'step/trying': ({ what, attempt, reason }, say) =>
    `en cours\u00a0: ${what}, essai\u00a0${attempt}, car\u00a0: ${say(reason)}`,
  'step/waiting': ({ what, awaited }, say) => `en cours\u00a0: ${what}, attend ${say(awaited)}`,
  'step/failed': ({ status, reason }, say) => `${status}\u00a0: ${say(reason)}`,
  'step/mend': ({ place }) => `à corriger ici\u00a0: ${place}`,
  'step/end': ({ passed, failed, other }) =>
    `fin\u00a0: ${passed}\u00a0${passed < 2 ? 'réussie' : 'réussies'}, ${failed}\u00a0${failed < 2 ? 'échouée' : 'échouées'}${
      other > 0 ? `, ${other}\u00a0non ${other < 2 ? 'exécutée' : 'exécutées'}` : ''
    }`,
  'step/starting': () => 'Le shell démarre…',
  'step/in-shell': () => 'le shell est à vous\u00a0: toutes les touches lui sont destinées',

  'step/no-slide': ({ wanted }) =>
    `Il n’y a pas de diapositive ni d’étape ${wanted} avec quelque chose à exécuter, là ou ensuite.`,
  'step/first': () => 'C’est la première étape.',
  'step/nothing-again': () => 'Aucune étape n’a encore été exécutée.',
  'step/nothing-to-edit': () => 'Cette étape n’a pas de texte à modifier.',
  'step/hidden': ({ on }) => (on ? 'Les extraits cachés sont exécutés.' : 'Les extraits cachés sont ignorés.'),
  'step/typing': ({ speed }) => `Frappe simulée\u00a0: ${speeds[speed]}.`,
  'step/no-shell': ({ reason }, say) => `Il n’y a pas de shell\u00a0: ${say(reason)}`,
  'step/pausing': () => 'Pause après cette étape.',

  'step/ask-go-to': () => 'Aller à la diapositive (numéro ou nom)\u00a0:',
  'step/ask-run-to': () => 'Exécuter jusqu’à la diapositive (numéro ou nom)\u00a0:',
  'step/ask-quit': () => 'Quitter\u202f?',
  'step/to-mend': ({ count }) =>
    `${count < 2 ? '1\u00a0étape modifiée' : `${count}\u00a0étapes modifiées`} pour cette exécution seulement\u00a0:`,

  'step/enter': () => 'Entrée',
  'step/space': () => 'Espace',
  'step/escape': () => 'Échap',
  'step/or': ({ one, other }) => `${one} ou ${other}`,

  'step/key-run': () => 'exécuter',
  'step/key-retry': () => 'réessayer',
  'step/key-skip': () => 'passer',
  'step/key-without': () => 'continuer sans',
  'step/key-back': () => 'retour',
  'step/key-go-to': () => 'aller à',
  'step/key-again': () => 'refaire',
  'step/key-run-to': () => 'exécuter jusqu’à',
  'step/key-run-on': () => 'jusqu’à un échec',
  'step/key-edit': () => 'modifier',
  'step/key-accept': () => 'accepter',
  'step/key-shell': () => 'vers le shell',
  'step/key-hidden': ({ on }) => `cachés\u00a0: ${on ? 'oui' : 'non'}`,
  'step/key-typing': ({ speed }) => `frappe\u00a0: ${speeds[speed]}`,
  'step/key-scroll': () => 'défiler',
  'step/key-quit': () => 'quitter',
  'step/key-finish': () => 'finir ce support',
  'step/key-stay': () => 'quitter en gardant le shell',
  'step/key-interrupt': () => 'interrompre',
  'step/key-help': () => 'aide',
  'step/key-stop': () => 'arrêter l’étape',
  'step/key-pause': () => 'faire une pause',
  'step/key-back-from-shell': () => 'quitter le shell',
  'step/key-cancel': () => 'annuler',
  'step/key-type': () => 'la taper',
  'step/key-line': () => 'nouvelle ligne',
  'step/key-done': () => 'valider',
} satisfies Wordings<StepCodes>;
