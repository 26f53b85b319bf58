import type { TargetCodes } from '../codes/target.ts';
import type { Wordings } from '../wording.ts';

const sharedUser =
  'Les participants partagent un seul utilisateur Unix et ne sont pas séparés\u00a0: chacun peut lire et modifier les fichiers des autres, arrêter leur travail, et tout ce que peut cet utilisateur.';

export const target = {
  'target/rehearsal': ({ isolation }) =>
    'Ceci est une répétition\u00a0: node1 est embarqué, et imite Docker 20.10 et Kubernetes 1.20 pour les besoins d’un premier atelier. ' +
    {
      none: 'Ce n’est pas un bac à sable\u00a0: le shell est le vôtre, et peut toucher à vos fichiers.',
      user: 'Chaque personne a son propre utilisateur Unix\u00a0: fichiers, processus et ports des autres lui sont fermés.',
      shared: sharedUser,
      namespace:
        'Chaque personne a ses propres espaces de noms\u00a0: fichiers et processus des autres sont hors de vue\u00a0; les ports de 127.0.0.1 sont communs.',
    }[isolation],
  'target/shared-user': () => sharedUser,
  'target/host-ended': ({ reason }, say) => `impossible de démarrer node1 à l’écart des autres\u00a0: ${say(reason)}`,
  'target/isolation-program': ({ program }) =>
    `il n’y a pas de programme ${program} dans le PATH, qu’il faut pour séparer les participants. Installez le paquet util-linux.`,
  'target/isolation-unreadable': ({ folders }) =>
    `un utilisateur sans compte ne peut pas entrer dans l’un de ces dossiers\u00a0: ${folders.join(', ')}. Installez Node et Pupitre là où tout le monde peut lire, par exemple dans /opt, et que TMPDIR soit un tel dossier.`,
  'target/isolation-refused': ({ reason }, say) =>
    `le système ne laisse pas séparer les participants\u00a0: ${say(reason)}`,
  'target/no-user-left': ({ folder, count }) =>
    `les ${count} utilisateurs Unix prévus pour les participants sont tous pris. Retirez de ${folder} ceux qui n’ont plus de processus.`,
  'target/isolation-root': () => 'seul root peut donner à chaque personne son propre utilisateur Unix',
  'target/isolation-linux': () => 'seul Linux sait séparer les participants',
  'target/isolation-absent': ({ isolation, reason }, say) =>
    `l’isolation ${isolation} que demande runner.config.json est impossible\u00a0: ${say(reason)}`,
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
  'target/ssh-failed': ({ host, reason }, say) =>
    `${host} ne peut pas être utilisé par ssh\u00a0: ${say(reason)}. \`ssh ${host} true\` doit réussir sans poser de question\u202f; voir hosts dans runner.config.json.`,
  'target/ssh-no-shell': ({ host, shell }) =>
    `Il manque ${shell} ou base64 sur ${host}\u00a0: installez-les, ou nommez un autre bash dans runner.config.json.`,
  'target/no-host-free': ({ hosts }) =>
    `Les ${hosts} hôtes de cette cible sont tous pris\u00a0: nommez-en d’autres dans runner.config.json.`,
  'target/cannot-compare': ({ to, from, reason }, say) =>
    `impossible de comparer ${to} et ${from}\u00a0: ${say(reason)}`,
  'target/container': ({ shells }) =>
    'Chaque personne a son propre conteneur\u00a0: fichiers, processus et ports des autres lui sont fermés, et il disparaît avec sa place. ' +
    {
      unknown: 'Les shells survivent à un redémarrage de Pupitre si l’image contient dtach.',
      stay: 'Les shells survivent à un redémarrage de Pupitre.',
      end: 'L’image ne contient pas dtach\u00a0: les shells s’arrêtent avec Pupitre, les fichiers restent. Installez le paquet dtach dans l’image.',
    }[shells],
  'target/container-lacks': ({ container, program }) =>
    `il n’y a pas de ${program} dans le conteneur ${container}\u00a0: installez-le dans l’image, ou nommez un autre shell dans runner.config.json.`,
  'target/container-gone': ({ container }) =>
    `le conteneur ${container} a disparu avec tout ce qu’il contenait\u00a0: le prochain nœud sera neuf.`,
  'target/container-script': ({ container, reason }, say) =>
    `le conteneur ${container} est inutilisable\u00a0: ${say(reason)}`,
  'target/no-answer': () => 'aucune réponse n’est venue à temps',
  'target/docker-absent': ({ engine, reason }, say) =>
    `Docker est inutilisable à l’adresse ${engine}\u00a0: ${say(reason)}. \`docker info\` doit réussir pour cet utilisateur\u202f; nommez un autre moteur par DOCKER_HOST, ou par «\u00a0host\u00a0» dans runner.config.json.`,
  'target/docker-refused': ({ reason }, say) =>
    `Docker refuse le conteneur\u00a0: ${say(reason)}. Voir image, user, cpus et «\u00a0limits\u00a0» dans runner.config.json.`,
  'target/docker-no-image': ({ image, reason }, say) =>
    `l’image ${image} n’est pas sur cette machine, et ne peut pas être téléchargée\u00a0: ${say(reason)}. \`docker pull ${image}\` doit réussir.`,
  'target/docker-no-filter': () =>
    'ce Docker ne sait pas séparer les conteneurs d’un même réseau, car br_netfilter manque au noyau. Chargez-le (modprobe br_netfilter), ou donnez à la cible «\u00a0network\u00a0»\u00a0: «\u00a0none\u00a0».',
} satisfies Wordings<TargetCodes>;
