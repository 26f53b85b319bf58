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
    'avec la sortie obtenue à sa place, le deck aurait un autre sens\u202f; modifiez-la à la main.',
} satisfies Wordings<BatchCodes>;
