import type { PageDriveWords } from '../en/page-drive.ts';

export const pageDrive: PageDriveWords = {
  title: 'Pas à pas',
  where: (step, steps, slide) => `Étape ${step} sur ${steps}, diapositive ${slide}\u00a0:`,
  back: 'Retour',
  accept: 'Accepter',
  acceptHint: 'Elle compte comme réussie, avec la mention qu’une personne l’a acceptée et de ce qui avait échoué',
  edit: 'Modifier',
  editLabel: 'La commande, à modifier puis à taper',
  editHint:
    'Entrée la tape dans votre terminal, comme votre clavier le ferait\u00a0; Maj+Entrée commence une autre ligne. La diapositive ne change pas. Quand elle a fait ce qu’il fallait, acceptez l’étape.',
  type: 'Taper',
  toHere: 'Jusqu’ici',
  toFailure: 'Jusqu’au prochain échec',
  pause: 'Pause après celle-ci',
  pauseHint: 'Ce qui s’exécute va à son terme, et rien après',
  goTo: 'Aller à…',
  hidden: 'Étapes cachées',
  demo: 'Démo (→ tape)',
  typing: 'Frappe',
  speeds: { off: 'd’un coup', slow: 'lente', normal: 'normale', fast: 'rapide' },
};
