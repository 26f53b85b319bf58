import type { Wordings } from './codes.ts';

const instead = 'use a real cluster';

function knows(known: readonly string[] | undefined): string {
  return known === undefined ? '' : `\nrehearsal: it knows: ${known.join(' ')}`;
}

const owners = {
  pod: 'a pod',
  container: 'a container',
  variable: 'an environment variable',
  workload: 'a workload',
  service: 'a service',
};

/** All of node1's own words in English. */
export const en: Wordings = {
  'refusal/not-simulated': ({ what, known }, say) =>
    `rehearsal: ${say(what)} is not simulated; ${instead}${knows(known)}`,
  'refusal/of-dockerfile': ({ what, line, known }, say) =>
    `rehearsal: ${say(what)} (line ${line} of the Dockerfile) is not simulated; ${instead}${knows(known)}`,
  'refusal/curl': ({ option, known }) =>
    `rehearsal: curl ${option} is not simulated by the rehearsal's own curl (for its cluster, and where the machine has none), which knows: ${known.join(' ')}`,
  'refusal/jq': ({ option }) => `rehearsal: jq ${option} is not simulated; install jq`,
  'refusal/container-of-pod': () => "rehearsal: docker on a pod's container is not simulated here; use kubectl",
  'refusal/compose-flags': ({ command, problem }) =>
    `rehearsal: docker-compose ${command}: ${problem}; see docker-compose ${command} --help`,

  'subject/web-manifest': () => 'a manifest from the web',
  'subject/kind': ({ kind, apiVersion }) => `the kind ${kind} (${apiVersion})`,
  'subject/resource': ({ name }) => `the resource ${name}`,
  'subject/other-user': () => "a user who is not the cluster's administrator",
  'subject/patch-operation': ({ operation }) => `the patch operation ${operation}`,
  'subject/patch-directives': () => 'a patch with directives ($patch, $setElementOrder)',
  'subject/field': ({ field, of }) => `"${field}" of ${owners[of]}`,
  'subject/volume': ({ type }) => `a volume of type "${type}"`,
  'subject/service-type': ({ type }) => `a service of type "${type}"`,
  'subject/many-pods': ({ most }) => `a workload of more than ${most} pods`,
  'subject/image-manifest': () => 'a manifest of this kind',
  'subject/foreign-image': () => 'an image that was saved elsewhere',
  'subject/without-force': ({ command }) => `${command} without --force`,
  'subject/build-from': ({ path }) => `docker build from ${path}`,
  'subject/large-context': ({ most }) => `a build context of more than ${most} files`,
  'subject/copy-of-program': ({ path }) => `a copy of the program ${path}`,
  'subject/cache-from-pulled': ({ image }) => `--cache-from with ${image}, which was pulled,`,
  'subject/large-context-bytes': ({ most }) => `a build context of more than ${most} bytes from a pipe`,
  'subject/of-url': ({ instruction }) => `${instruction} of a URL`,
  'subject/add-archive': () => 'an archive compressed with bzip2 or xz',
  'subject/compose-key': ({ key }) => `${key} of a compose service`,
  'subject/compose-mistake': () => 'what docker compose says of this compose file',
  'subject/several-compose-files': () => 'the use of several compose files',
  'subject/in-container': ({ program }) => `${program} in a container`,
  'subject/server': ({ server }) => `${server}, a server of the cluster itself,`,
  'subject/outside': ({ program, address }) =>
    `${program} to ${address}, an address of the cluster (curl is, and so are programs in containers),`,
  'subject/large-pipe': ({ bytes }) => `sh with more than ${bytes} bytes in a pipe`,

  'notice/missed-lines': ({ count }) =>
    `rehearsal: ${count} lines came faster than they were read, and are kept no more`,
  'notice/port-in-use': ({ port }) =>
    `rehearsal: another program of this machine listens on 127.0.0.1:${port}; end it, or choose another nodePort`,

  'fault/program': ({ name, reason }) => `rehearsal: ${name} failed, and this is a bug of the rehearsal: ${reason}`,
  'fault/ended': ({ name }) => `${name}: the rehearsal that this shell belongs to has ended`,
  'fault/not-built': () => 'rehearsal: not built yet; run `npm run build` first',
  'fault/no-channel': () => 'rehearsal: started without a channel',
  'fault/port-taken': ({ port }) => `another program of this machine has 127.0.0.1:${port}`,
};
