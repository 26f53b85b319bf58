import type { LintCodes } from '../codes/lint.ts';
import type { Wordings } from '../wording.ts';

/** Messages about what a course does. */
export const lintCourse = {
  'lint/endless-command-in-the-way': ({ command }) =>
    `«\u00a0${command}\u00a0» ne se termine pas\u00a0: les lignes qui suivent y sont tapées. En faire des extraits à part, et arrêter celui-ci par un key ^C caché.`,
  'lint/endless-command': ({ command }) =>
    `«\u00a0${command}\u00a0» ne se termine pas, et rien ne l’arrête. Ajouter ensuite un key ^C caché.`,
  'lint/invalid-json-expectation': () =>
    'À partir d’ici, ce n’est pas du JSON valide\u00a0: il est comparé comme un texte. Le corriger, ou donner au bloc le langage text.',
  'lint/nothing-to-run': () => 'Rien dans cet exercice ne se lance\u00a0: il faut une personne pour le faire.',
  'lint/unbound-output': () =>
    'Cet affichage n’est comparé à rien\u00a0: aucune commande ne le précède sur sa diapositive. Si elle est sur la précédente, les séparer par -- au lieu de ---.',
  'lint/wait-without-command': ({ method }) =>
    `Rien n’a été lancé avant ce ${method}. Le mettre après la commande qu’il concerne.`,
  'lint/wrong-port': ({ name, ports, file, port }) => `${name} écoute sur le port ${ports} (${file}), pas sur ${port}.`,
  'lint/kubectl-run-deployment': ({ line, name, instead }) =>
    `Depuis Kubernetes 1.18, kubectl run crée un Pod, mais la ligne ${line} a besoin du Deployment «\u00a0${name}\u00a0». Écrire ${instead}.`,
  'lint/kubectl-run-replicas': ({ instead }) =>
    `kubectl run n’a plus --replicas\u00a0: depuis Kubernetes 1.18, il crée un seul Pod. Écrire ${instead}.`,
} satisfies Partial<Wordings<LintCodes>>;
