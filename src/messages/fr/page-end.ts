import type { PageEndWords } from '../en/page-end.ts';

/** What the last slide of a course says of what was done, and the report of it. */
export const pageEnd: PageEndWords = {
  title: 'Votre parcours',
  nothing: 'Rien n’a encore été exécuté.',
  allPassed: 'Toutes les étapes sont réussies.',
  passed: (n) => (n > 1 ? `${n} réussies` : `${n} réussie`),
  failed: (n) => (n > 1 ? `${n} non réussies` : `${n} non réussie`),
  skipped: (n) => (n > 1 ? `${n} passées` : `${n} passée`),
  notRun: (n) => (n > 1 ? `${n} non exécutées` : `${n} non exécutée`),
  failedTitle: 'Non réussies',
  notRunTitle: 'Non exécutées',
  steps: (n) => (n > 1 ? `${n} étapes` : `${n} étape`),
  took: (time) => `Cela a pris ${time}, de la première commande à la dernière.`,
  save: 'Enregistrer le compte rendu',
  saveHint:
    'Un texte (Markdown) avec chaque commande exécutée pour une étape, et ce qu’elle a affiché. Les secrets de la configuration sont masqués.',
  saved: 'Le compte rendu est enregistré.',
  report: (title) => `${title}\u00a0: compte rendu`,
  date: 'Date',
  target: 'Cible',
  time: 'Durée',
  result: 'Résultat',
  exitCode: (n) => `code de sortie ${n}`,
  omitted: 'La sortie n’a pas été gardée en entier.',
  hidden: 'Étapes que la diapositive ne montre pas',
};
