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
  'target/kube-config': ({ reason }, say) => `le kubeconfig est inutilisable\u00a0: ${say(reason)}`,
  'target/kube-context': ({ context }) =>
    `le kubeconfig n’a pas de contexte ${context} avec un cluster. Nommez-en un dans runner.config.json (context, kubeconfig), ou définissez KUBECONFIG.`,
  'target/kube-away': ({ server, reason }, say) =>
    `le serveur d’API de Kubernetes à ${server} est injoignable\u00a0: ${say(reason)}. \`kubectl get pods\` doit réussir depuis cette machine.`,
  'target/kube-late': ({ server, seconds }) =>
    `le serveur d’API de Kubernetes à ${server} n’a pas répondu en ${seconds}\u00a0s.`,
  'target/kube-refused': ({ namespace, reason }, say) =>
    `Kubernetes refuse ce qu’il faut à un nœud dans l’espace de noms ${namespace}\u00a0: ${say(reason)}`,
  'target/kube-forbidden': ({ namespace, reason }, say) =>
    `Pupitre n’a pas le droit de faire ce qu’il faut à un nœud dans l’espace de noms ${namespace}\u00a0: ${say(reason)}. Il faut à son compte le Role de deploy/ (docs/kubernetes.md).`,
  'target/kube-quota': ({ namespace, reason }, say) =>
    `le quota de l’espace de noms ${namespace} est épuisé\u00a0: ${say(reason)}. Supprimez des pods, demandez moins dans runner.config.json (resources), ou agrandissez le ResourceQuota.`,
  'target/kube-image': ({ image, reason }, say) =>
    `l’image ${image} des nœuds est introuvable\u00a0: ${say(reason)}. Vérifiez son nom dans runner.config.json, et que le cluster a le droit de la télécharger.`,
  'target/kube-start': ({ pod, seconds, reason }, say) =>
    `le pod ${pod} n’a pas démarré en ${seconds}\u00a0s\u00a0: ${say(reason)}. \`kubectl describe pod\` en dit plus sur de tels pods.`,
  'target/kube-ended': ({ pod, reason }, say) => `le pod ${pod} s’est arrêté\u00a0: ${say(reason)}`,
  'target/kube-deleted': ({ pod }) => `le pod ${pod} a été supprimé.`,
  'target/kube-exec': ({ pod, reason }, say) =>
    `aucun programme n’a pu être lancé dans le pod ${pod}\u00a0: ${say(reason)}`,
  'target/kube-lost': ({ pod, code }) => `la connexion au pod ${pod} est perdue (WebSocket ${code}).`,
  'target/kube-output': ({ pod, bytes }) => `un programme du pod ${pod} a écrit plus de ${bytes} octets.`,
  'target/kube-remove': ({ pod, seconds }) =>
    `le pod ${pod} ne s’est pas arrêté en ${seconds}\u00a0s. Si sa machine a disparu, \`kubectl delete pod ${pod} --force\` le fait oublier à Kubernetes.`,
  'target/kube-network': ({ namespace, result }) =>
    ({
      apart: `Les pods des participants ne se joignent pas entre eux (essayé avec deux pods dans l’espace de noms ${namespace}).`,
      noPolicy: `Les pods des participants se joignent entre eux. Ce cluster applique les NetworkPolicy, mais l’espace de noms ${namespace} n’en a aucune qui les sépare\u00a0: appliquez celle de deploy/.`,
      notEnforced: `Les pods des participants se joignent entre eux. Ce cluster accepte les NetworkPolicy et n’en fait rien (essayé dans l’espace de noms ${namespace} avec une qui interdit tout).`,
    })[result],
  'target/kube-network-unknown': ({ reason }, say) =>
    `Impossible de savoir si les pods des participants se joignent entre eux\u00a0: ${say(reason)}`,
  'target/kube-network-listener': () => 'l’image n’a ni nc, ni python3, ni node, ni perl pour l’essayer.',
  'target/kube-network-late': ({ seconds }) => `cela a pris plus de ${seconds}\u00a0s.`,
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
  'target/script-lacks': ({ program }) => `un script a besoin de ${program}, qui n’est pas sur le nœud`,
  'target/script-lost': ({ reason }, say) => {
    const said = say(reason);
    return `un script n’a pas pu être exécuté sur le nœud${said === '' ? '' : `\u00a0: ${said}`}`;
  },
  'target/container-script': ({ container, reason }, say) =>
    `le conteneur ${container} est inutilisable\u00a0: ${say(reason)}`,
  'target/no-answer': () => 'aucune réponse n’est venue à temps',
  'target/docker-absent': ({ engine, reason }, say) =>
    `Docker est inutilisable à l’adresse ${engine}\u00a0: ${say(reason)}. \`docker info\` doit réussir pour cet utilisateur\u202f; nommez un autre moteur par DOCKER_HOST, ou par «\u00a0host\u00a0» dans runner.config.json.`,
  'target/docker-ssh': ({ host }) =>
    `Docker par SSH (${host}) n’est pas pris en charge. Redirigez la socket du moteur (\`ssh -nNT -L /tmp/docker.sock:/var/run/docker.sock HÔTE\`) et nommez-la\u00a0: DOCKER_HOST=unix:///tmp/docker.sock, ou «\u00a0host\u00a0» dans runner.config.json.`,
  'target/docker-refused': ({ reason }, say) =>
    `Docker refuse le conteneur\u00a0: ${say(reason)}. Voir image, user, cpus et «\u00a0limits\u00a0» dans runner.config.json.`,
  'target/docker-no-image': ({ image, reason }, say) =>
    `l’image ${image} n’est pas sur cette machine, et ne peut pas être téléchargée\u00a0: ${say(reason)}. \`docker pull ${image}\` doit réussir.`,
  'target/docker-no-filter': () =>
    'ce Docker ne sait pas séparer les conteneurs d’un même réseau, car br_netfilter manque au noyau. Chargez-le (modprobe br_netfilter), ou donnez à la cible «\u00a0network\u00a0»\u00a0: «\u00a0none\u00a0».',
} satisfies Wordings<TargetCodes>;
