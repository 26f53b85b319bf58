import type { Wordings } from './codes.ts';

const instead = 'utilisez un vrai cluster';

function knows(known: readonly string[] | undefined): string {
  return known === undefined ? '' : `\nrépétition\u00a0: elle connaît\u00a0: ${known.join(' ')}`;
}

const owners = {
  pod: 'd’un pod',
  container: 'd’un conteneur',
  variable: 'd’une variable d’environnement',
  workload: 'd’une charge de travail',
  service: 'd’un service',
};

/** All of node1's own words in French. */
export const fr: Wordings = {
  'refusal/not-simulated': ({ what, known }, say) =>
    `répétition\u00a0: la simulation ne connaît pas ${say(what)}\u202f; ${instead}${knows(known)}`,
  'refusal/of-dockerfile': ({ what, line, known }, say) =>
    `répétition\u00a0: la simulation ne connaît pas ${say(what)} (ligne ${line} du Dockerfile)\u202f; ${instead}${knows(known)}`,
  'refusal/curl': ({ option, known }) =>
    `répétition\u00a0: la simulation ne connaît pas curl ${option}\u202f; installez curl, ou servez-vous de ce que connaît le sien\u00a0: ${known.join(' ')}`,
  'refusal/jq': ({ option }) => `répétition\u00a0: la simulation ne connaît pas jq ${option}\u202f; installez jq`,
  'refusal/container-of-pod': () =>
    'répétition\u00a0: ici, la simulation ne connaît pas docker sur le conteneur d’un pod\u202f; utilisez kubectl',
  'refusal/compose-flags': ({ command, problem }) =>
    `répétition\u00a0: docker-compose ${command}\u00a0: ${problem}\u202f; voir docker-compose ${command} --help`,

  'subject/web-manifest': () => 'les manifestes pris sur le web',
  'subject/kind': ({ kind, apiVersion }) => `le type ${kind} (${apiVersion})`,
  'subject/resource': ({ name }) => `la ressource ${name}`,
  'subject/other-user': () => 'd’autre utilisateur que l’administrateur du cluster',
  'subject/patch-operation': ({ operation }) => `l’opération de patch ${operation}`,
  'subject/patch-directives': () => 'les patchs avec directives ($patch, $setElementOrder)',
  'subject/field': ({ field, of }) => `«\u00a0${field}\u00a0» ${owners[of]}`,
  'subject/volume': ({ type }) => `les volumes de type «\u00a0${type}\u00a0»`,
  'subject/service-type': ({ type }) => `les services de type «\u00a0${type}\u00a0»`,
  'subject/many-pods': ({ most }) => `les charges de travail de plus de ${most} pods`,
  'subject/image-manifest': () => 'les manifestes d’image de ce type',
  'subject/foreign-image': () => 'une image enregistrée ailleurs',
  'subject/without-force': ({ command }) => `${command} sans --force`,
  'subject/build-from': ({ path }) => `docker build à partir de ${path}`,
  'subject/large-context': ({ most }) => `les contextes de build de plus de ${most} fichiers`,
  'subject/copy-of-program': ({ path }) => `une copie du programme ${path}`,
  'subject/cache-from-pulled': ({ image }) => `--cache-from avec ${image}, qui a été téléchargée,`,
  'subject/large-context-bytes': ({ most }) => `un contexte de build de plus de ${most} octets par un tube`,
  'subject/of-url': ({ instruction }) => `${instruction} d’une URL`,
  'subject/add-archive': () => 'une archive compressée par bzip2 ou xz',
  'subject/compose-key': ({ key }) => `${key} d’un service de compose`,
  'subject/compose-mistake': () => 'ce que docker compose dit de ce fichier de compose',
  'subject/several-compose-files': () => 'l’emploi de plusieurs fichiers compose',
  'subject/in-container': ({ program }) => `${program} dans un conteneur`,
  'subject/server': ({ server }) => `${server}, un serveur du cluster lui-même`,
  'subject/outside': ({ program, address }) =>
    `${program} vers ${address}, une adresse du cluster (curl y mène, et les programmes des conteneurs aussi)`,
  'subject/large-pipe': ({ bytes }) => `sh avec plus de ${bytes} octets dans un tube`,

  'notice/missed-lines': ({ count }) =>
    `répétition\u00a0: ${count} lignes sont venues plus vite qu’elles n’étaient lues, et ne sont plus gardées`,
  'notice/port-in-use': ({ port }) =>
    `répétition\u00a0: un autre programme de cette machine écoute sur 127.0.0.1:${port}\u202f; arrêtez-le, ou choisissez un autre nodePort`,

  'fault/program': ({ name, reason }) =>
    `répétition\u00a0: ${name} a échoué, et c’est un bogue de la répétition\u00a0: ${reason}`,
  'fault/ended': ({ name }) => `${name}\u00a0: la répétition à laquelle appartient ce shell est terminée`,
  'fault/not-built': () => 'répétition\u00a0: pas encore compilée\u202f; lancez d’abord `npm run build`',
  'fault/no-channel': () => 'répétition\u00a0: lancée sans canal',
  'fault/port-taken': ({ port }) => `un autre programme de cette machine a 127.0.0.1:${port}`,
};
