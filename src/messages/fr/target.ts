import type { TargetCodes } from '../codes/target.ts';
import type { Wordings } from '../wording.ts';

export const target = {
  'target/rehearsal': () =>
    'Ceci est une répétition\u00a0: node1 est embarqué, et imite Docker 20.10 et Kubernetes 1.20 pour les besoins d’un premier atelier. ' +
    'Ce n’est pas un bac à sable\u00a0: le shell est le vôtre, et peut toucher à vos fichiers.',
  'target/no-folder': ({ folder, reason }, say) =>
    `impossible de créer le dossier de node1 dans ${folder}\u00a0: ${say(reason)}. Faites-y de la place, ou nommez un autre dossier dans la variable TMPDIR.`,
  'target/not-prepared': () => 'la répétition n’a pas été préparée, ou est terminée',
  'target/no-program': ({ shell }) =>
    `il n’y a pas de programme ${shell} à lancer. Nommez un bash dans runner.config.json (targets.local.shell).`,
  'target/not-in-path': ({ shell, path }) =>
    `il n’y a pas de ${shell} dans le PATH (${path || 'qui est vide'}). Installez-le, ou nommez-en un dans runner.config.json (targets.local.shell).`,
  'target/no-terminal': ({ program, reason }, say) =>
    `impossible d’ouvrir un pseudo-terminal pour ${program}\u00a0: ${say(reason)}`,
  'target/file-differs': ({ to, from }) =>
    `${to} existe déjà et diffère de ${from}. Déplacez-le, ou modifiez «\u00a0files\u00a0» dans runner.config.json.`,
  'target/file-missing': ({ from }) =>
    `${from} est nommé dans «\u00a0files\u00a0» de runner.config.json, mais n’existe pas.`,
  'target/cannot-place': ({ reason }, say) => `impossible de mettre les fichiers en place\u00a0: ${say(reason)}`,
  'target/cannot-read': ({ file, reason }, say) => `impossible de lire ${file}\u00a0: ${say(reason)}`,
  'target/cannot-compare': ({ to, from, reason }, say) =>
    `impossible de comparer ${to} et ${from}\u00a0: ${say(reason)}`,
} satisfies Wordings<TargetCodes>;
