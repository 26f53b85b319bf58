import { createHash } from 'node:crypto';
import { dockerAge } from '../../cli-kit/duration.ts';
import { containerCommand } from '../../container/container-context.ts';
import { killedCode } from '../../container/exit-status.ts';
import type { Image } from '../../images.ts';
import type { Stored } from '../../objects.ts';
import type { Engine } from '../engine.ts';
import { shortDigest } from '../image/pull.ts';
import { parseReference } from '../image/reference.ts';
import { type DockerContainer, isUp } from './container.ts';

/** One line of `docker ps`. */
export interface ListedContainer {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly imageId: string | undefined;
  /** Bytes. */
  readonly imageSize: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly command: readonly string[];
  readonly created: number;
  readonly isRunning: boolean;
  /** `Up 5 seconds`, `Exited (0) 2 minutes ago`. */
  readonly status: string;
  readonly ports: string;
  /** Of docker's own making; undefined for one of a pod. */
  readonly own: DockerContainer | undefined;
}

/** docker's containers and those of the cluster's pods, newest first. */
export function listContainers(engine: Engine): readonly ListedContainer[] {
  const own = engine.containers.all().map((container) => listOwn(container, engine.images));
  return [...own, ...podContainers(engine)].sort((a, b) => b.created - a.created);
}

/** Who stands in the way of an image's removal. */
export function imageUsers(engine: Engine, imageId: string): readonly ListedContainer[] {
  return listContainers(engine).filter((container) => container.imageId === imageId);
}

function listOwn(container: DockerContainer, images: Engine['images']): ListedContainer {
  const { id, name, image, imageName, command, created } = container;
  return {
    id,
    name,
    // A name that means another image by now, or none, is not told any more.
    image: images.find(imageName)?.id === image.id ? imageName : shortDigest(image.id),
    imageId: image.id,
    imageSize: image.size,
    labels: { ...image.config.labels, ...container.options.labels },
    command,
    created,
    isRunning: isUp(container) || container.state === 'restarting',
    status: statusOf(container),
    ports: isUp(container) ? portsOf(container) : '',
    own: container,
  };
}

/** `0.0.0.0:8080->80/tcp, :::8080->80/tcp, 443/tcp`: published ones by address, with ranges drawn together as docker does. */
function portsOf({ ports, image, options }: DockerContainer): string {
  const published = ports.flatMap(({ hostPort, containerPort, hostAddress }) =>
    (hostAddress === undefined ? ['0.0.0.0', '::'] : [hostAddress]).map((address) => ({
      address,
      hostPort,
      containerPort,
    })),
  );
  const exposed = [...new Set([...image.config.exposedPorts, ...(options.exposed ?? [])])]
    .filter((port) => !ports.some(({ containerPort }) => port === `${containerPort}/tcp`))
    .map((port) => ({ port: Number(port.split('/')[0]), protocol: port.split('/')[1] ?? 'tcp' }));
  const all = [
    ...published.map((each) => ({ ...each, protocol: 'tcp' })),
    ...exposed.map(({ port, protocol }) => ({ address: '', hostPort: 0, containerPort: port, protocol })),
  ].sort((a, b) => a.containerPort - b.containerPort || (a.address < b.address ? -1 : 1) || a.hostPort - b.hostPort);
  const result: string[] = [];
  const mappings: string[] = [];
  const groups = new Map<string, { first: number; last: number }>();
  const draw = (key: string, { first, last }: { first: number; last: number }): string => {
    const [address = '', protocol = ''] = key.split(' ');
    const range = first === last ? String(first) : `${first}-${last}`;
    return address === '' ? `${range}/${protocol}` : `${address}:${range}->${range}/${protocol}`;
  };
  for (const { address, hostPort, containerPort, protocol } of all) {
    if (address !== '' && hostPort !== containerPort) {
      mappings.push(`${address}:${hostPort}->${containerPort}/${protocol}`);
      continue;
    }
    const key = `${address} ${protocol}`;
    const group = groups.get(key);
    if (group?.last === containerPort - 1) group.last = containerPort;
    else {
      if (group !== undefined) result.push(draw(key, group));
      groups.set(key, { first: containerPort, last: containerPort });
    }
  }
  for (const [key, group] of groups) result.push(draw(key, group));
  return [...result, ...mappings].join(', ');
}

function statusOf({ state, started, finished, exitCode, health }: DockerContainer): string {
  const now = Date.now();
  const isHealthy =
    health === undefined ? '' : ` (${health.status === 'starting' ? 'health: starting' : health.status})`;
  if (state === 'running') return `Up ${dockerAge(now - (started ?? now))}${isHealthy}`;
  if (state === 'paused') return `Up ${dockerAge(now - (started ?? now))} (Paused)`;
  if (state === 'restarting') return `Restarting (${exitCode}) ${dockerAge(now - (finished ?? now))} ago`;
  if (state === 'exited') return `Exited (${exitCode}) ${dockerAge(now - (finished ?? now))} ago`;
  return 'Created';
}

/** The containers that kubelet's dockershim names `k8s_CONTAINER_POD_NAMESPACE_UID_RESTARTS`, and the pause of each pod. */
function podContainers({ cluster, images, gonePods }: Engine): readonly ListedContainer[] {
  const gone = gonePods();
  return [...cluster.store.list('pods'), ...gone].flatMap((pod) => listPod(pod, gone.includes(pod), images));
}

function listPod(pod: Stored<'pods'>, isGone: boolean, images: Engine['images']): readonly ListedContainer[] {
  const { metadata, spec, status } = pod;
  const { name: podName, namespace = 'default', uid = '' } = metadata;
  const suffix = `${podName}_${namespace}_${uid}`;
  const podLabels = (container: string) => ({
    'io.kubernetes.container.name': container,
    'io.kubernetes.pod.name': podName,
    'io.kubernetes.pod.namespace': namespace,
    'io.kubernetes.pod.uid': uid,
  });
  const containers = (status?.containerStatuses ?? []).flatMap((each): readonly ListedContainer[] => {
    const { name, image, imageID, containerID = '', restartCount, state } = each;
    const started = state?.running?.startedAt ?? state?.terminated?.startedAt;
    if (started === undefined) return [];
    // Its name may have gone, or mean another image by now.
    const found = images.all().find(({ digest }) => imageID.endsWith(`@${digest}`));
    const container = spec?.containers.find((one) => one.name === name);
    const command =
      found === undefined
        ? []
        : containerCommand({
            label: '',
            image: found,
            env: {},
            address: '',
            namespace,
            hostname: podName,
            ...(container?.command !== undefined && { command: container.command }),
            ...(container?.args !== undefined && { args: container.args }),
          });
    return [
      {
        id: containerID.replace('docker://', ''),
        name: `k8s_${name}_${suffix}_${restartCount}`,
        image: shownImage(image, found?.id),
        ...ofImage(found),
        labels: podLabels(name),
        command,
        // Nothing of a pod that is gone runs any more, whatever was last said of it.
        ...times(started, state?.terminated ?? (isGone ? { exitCode: killedCode } : undefined)),
      },
    ];
  });
  if (containers.length === 0) return [];
  const created = status?.startTime ?? metadata.creationTimestamp ?? '';
  // The sandbox of a pod ends with the last of its containers.
  const isOver = isGone || containers.every(({ isRunning }) => !isRunning);
  const ends = (status?.containerStatuses ?? []).map(({ state }) => state?.terminated?.finishedAt);
  const sandbox: ListedContainer = {
    id: createHash('sha256').update(`pause ${uid}`).digest('hex'),
    name: `k8s_POD_${suffix}_0`,
    image: 'pause:3.2',
    ...ofImage(images.find('pause:3.2')),
    labels: podLabels('POD'),
    command: ['/pause'],
    ...times(created, isOver ? { exitCode: 0, finishedAt: ends.sort().at(-1) } : undefined),
  };
  return [...containers, sandbox];
}

function ofImage(image: Image | undefined) {
  return { imageId: image?.id, imageSize: image?.size ?? 0 };
}

/** What is told of a container's life: that of a pod has no ports, and is none of docker's own. */
function times(started: string, terminated: { exitCode: number; finishedAt?: string | undefined } | undefined) {
  const now = Date.now();
  const created = Date.parse(started);
  const finished = Date.parse(terminated?.finishedAt ?? '') || now;
  const status =
    terminated === undefined
      ? `Up ${dockerAge(now - created)}`
      : `Exited (${terminated.exitCode}) ${dockerAge(now - finished)} ago`;
  return { created, isRunning: terminated === undefined, status, ports: '', own: undefined };
}

/** kubelet starts what it has just pulled by the repository's name, and what was there before by its id. */
function shownImage(image: string, id: string | undefined): string {
  const { domain, name } = parseReference(image);
  return domain === 'docker.io' || id === undefined ? name : shortDigest(id);
}
