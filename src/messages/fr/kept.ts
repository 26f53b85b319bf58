import type { KeptCodes } from '../codes/kept.ts';
import type { Wordings } from '../wording.ts';

const facts = {
  deck: 'Diapositives',
  target: 'Cible',
  started: 'Début',
  took: 'Durée',
  versions: 'Avec',
  step: 'Étape',
  place: 'Où',
  tries: 'Essais',
  terminal: 'Terminal',
} as const;

const keys = {
  next: 'étape suivante',
  previous: 'étape précédente',
  'next-failure': 'prochaine étape non réussie',
  filter: 'toutes, ou seulement les non réussies',
  'open-all': 'tout déplier ou replier',
  play: 'relire l’enregistrement depuis cette étape',
  close: 'fermer l’enregistrement',
} as const;

/** French counts nothing as one. */
function plural(count: number): string {
  return count >= 2 ? 's' : '';
}

export const kept = {
  'kept/report': () => 'Rapport d’exécution',
  'kept/report-of': ({ title }) => `${title} – rapport d’exécution`,
  'kept/fact': ({ name }) => facts[name],
  'kept/moment': ({ iso }) => `${iso.slice(8, 10)}/${iso.slice(5, 7)}/${iso.slice(0, 4)} ${iso.slice(11, 16)} UTC`,
  'kept/totals': () => 'Résultat',
  'kept/all-passed': ({ count }) => (count === 1 ? 'L’étape a réussi' : `Les ${count} étapes ont réussi`),
  'kept/some-not-passed': ({ count, total }) =>
    `${count} étape${plural(count)} sur ${total} n’${count >= 2 ? 'ont' : 'a'} pas réussi`,
  'kept/nothing-failed': ({ passed, total }) =>
    `Aucun échec\u00a0: ${passed} étape${plural(passed)} sur ${total} ${passed >= 2 ? 'ont' : 'a'} réussi`,
  'kept/cut-off': () =>
    'Cette exécution a été coupée\u00a0: le rapport s’arrête au même endroit et n’a pas de résultat.',
  'kept/filter': () => 'Étapes affichées',
  'kept/show-all': () => 'Toutes',
  'kept/show-not-passed': () => 'Non réussies',
  'kept/open-all': () => 'Tout déplier',
  'kept/close-all': () => 'Tout replier',
  'kept/keys': () => 'Touches',
  'kept/key': ({ does }) => keys[does],
  'kept/hidden': () => 'non montrée au public',
  'kept/link-to': ({ id }) => `Lien vers ${id}`,
  'kept/output-of': ({ command }) => `Affichage de ${command}`,
  'kept/no-output': () => 'aucun affichage',
  'kept/why': () => 'Raison',
  'kept/earlier-tries': ({ count }) => `${count} essai${plural(count)} auparavant`,
  'kept/same-reason': ({ count }) => `${count} fois`,
  'kept/screen': () => 'L’écran à ce moment',
  'kept/difference': () => 'Ce qui était attendu, et ce qui est venu',
  'kept/nothing-ran': () => 'Rien n’a été tapé.',

  'kept/play': () => 'Relire d’ici',
  'kept/play-step': ({ id }) => `Relire l’enregistrement depuis ${id}`,
  'kept/recording': ({ seconds }) => `Enregistrement. Les pauses de plus de ${seconds} s sont raccourcies.`,
  'kept/close-recording': () => 'Fermer l’enregistrement',
  'kept/cannot-play': () => 'Ce navigateur ne peut pas relire l’enregistrement.',
  'kept/outputs-of': ({ target, when, passed, total }) =>
    `Les affichages sont ceux d’une exécution sur ${target}, ${when}\u00a0: ${passed} étape${plural(passed)} sur ${total} ${passed >= 2 ? 'ont' : 'a'} réussi.`,
  'kept/no-outputs': () => 'Sans affichages\u00a0: aucune exécution n’a été donnée.',
  'kept/not-in-run': () => 'Absente de l’exécution d’où viennent les affichages, ou modifiée depuis.',
  'kept/diagram': () => 'Schéma\u00a0; son texte suit',
  'kept/no-diagram': () => 'Ce schéma ne peut être dessiné\u00a0:',
  'kept/recording-full': ({ megabytes }) =>
    `L’enregistrement de ce rapport s’arrête ici\u00a0: il a ${megabytes} Mo. --record le garde en entier.`,
} satisfies Wordings<KeptCodes>;
