import { createHash } from 'node:crypto';
import type { Image } from '../../images.ts';
import type { Engine } from '../engine.ts';
import { shortDigest } from '../image/pull.ts';
import { parseReference } from '../image/reference.ts';
import { containerCommand } from '../runtime/place.ts';
import { humanDuration } from '../cli/units.ts';
import type { DockerContainer } from './containers.ts';

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
  const own = engine.containers.all().map(listOwn);
  return [...own, ...podContainers(engine)].sort((a, b) => b.created - a.created);
}

/** Who stands in the way of an image's removal. */
export function imageUsers(engine: Engine, imageId: string): readonly ListedContainer[] {
  return listContainers(engine).filter((container) => container.imageId === imageId);
}

function listOwn(container: DockerContainer): ListedContainer {
  const { id, name, image, imageName, command, created, state } = container;
  const ports = [
    ...container.ports.map(({ hostPort, containerPort }) => `0.0.0.0:${hostPort}->${containerPort}/tcp`),
    ...image.config.exposedPorts.filter(
      (port) => !container.ports.some(({ containerPort }) => port === `${containerPort}/tcp`),
    ),
  ];
  return {
    id,
    name,
    image: imageName,
    imageId: image.id,
    imageSize: image.size,
    labels: { ...image.config.labels, ...container.options.labels },
    command,
    created,
    isRunning: state === 'running',
    status: statusOf(container),
    ports: state === 'running' ? ports.join(', ') : '',
    own: container,
  };
}

function statusOf({ state, started, finished, exitCode }: DockerContainer): string {
  const now = Date.now();
  if (state === 'running') return `Up ${humanDuration(now - (started ?? now))}`;
  if (state === 'exited') return `Exited (${exitCode}) ${humanDuration(now - (finished ?? now))} ago`;
  return 'Created';
}

/** The containers that kubelet's dockershim names `k8s_CONTAINER_POD_NAMESPACE_UID_RESTARTS`, and the pause of each pod. */
function podContainers({ cluster, images }: Engine): readonly ListedContainer[] {
  const pause = images.find('pause:3.2');
  return cluster.store.list('pods').flatMap(({ metadata, spec, status }) => {
    const { name: pod, namespace = 'default', uid = '' } = metadata;
    const running = (status?.containerStatuses ?? []).filter(({ state }) => state?.running !== undefined);
    if (running.length === 0) return [];
    const sandboxStart = Date.parse(status?.startTime ?? metadata.creationTimestamp ?? '');
    const suffix = `${pod}_${namespace}_${uid}`;
    const podLabels = (container: string) => ({
      'io.kubernetes.container.name': container,
      'io.kubernetes.pod.name': pod,
      'io.kubernetes.pod.namespace': namespace,
      'io.kubernetes.pod.uid': uid,
    });
    const containers = running.map(({ name, image, containerID = '', restartCount, state }): ListedContainer => {
      const found = images.find(image);
      const container = spec?.containers.find((each) => each.name === name);
      const started = Date.parse(state?.running?.startedAt ?? '');
      const command =
        found === undefined
          ? []
          : containerCommand({
              label: '',
              image: found,
              env: {},
              address: '',
              namespace,
              hostname: pod,
              ...(container?.command !== undefined && { command: container.command }),
              ...(container?.args !== undefined && { args: container.args }),
            });
      return listed(
        containerID.replace('docker://', ''),
        `k8s_${name}_${suffix}_${restartCount}`,
        shownImage(image, found?.id),
        command,
        started,
        found,
        podLabels(name),
      );
    });
    const sandbox = createHash('sha256').update(`pause ${uid}`).digest('hex');
    return [
      ...containers,
      listed(sandbox, `k8s_POD_${suffix}_0`, 'pause:3.2', ['/pause'], sandboxStart, pause, podLabels('POD')),
    ];
  });
}

function listed(
  id: string,
  name: string,
  image: string,
  command: readonly string[],
  created: number,
  found: Image | undefined,
  labels: ListedContainer['labels'],
): ListedContainer {
  const status = `Up ${humanDuration(Date.now() - created)}`;
  return {
    ...{ id, name, image, imageId: found?.id, imageSize: found?.size ?? 0, labels, command, created },
    ...{ isRunning: true, status, ports: '', own: undefined },
  };
}

/** kubelet starts what it has just pulled by the repository's name, and what was there before by its id. */
function shownImage(image: string, id: string | undefined): string {
  const { domain, name } = parseReference(image);
  return domain === 'docker.io' || id === undefined ? name : shortDigest(id);
}
