import { type DockerContainer } from '../engine/containers.ts';

/** The labels by which docker-compose knows what is its own. */
export const label = {
  project: 'com.docker.compose.project',
  service: 'com.docker.compose.service',
  oneOff: 'com.docker.compose.oneoff',
  number: 'com.docker.compose.container-number',
  slug: 'com.docker.compose.slug',
  hash: 'com.docker.compose.config-hash',
  version: 'com.docker.compose.version',
  workingDir: 'com.docker.compose.project.working_dir',
  configFiles: 'com.docker.compose.project.config_files',
  envFile: 'com.docker.compose.project.environment_file',
  network: 'com.docker.compose.network',
  volume: 'com.docker.compose.volume',
} as const;

/** docker-compose's own version. */
export const composeVersion = '1.29.2';

/** The value of a label of a container. */
export function labelOf({ options }: DockerContainer, name: string): string | undefined {
  return Object.hasOwn(options.labels, name) ? options.labels[name] : undefined;
}

/** The service that a container belongs to. */
export function serviceOf(container: DockerContainer): string {
  return labelOf(container, label.service) ?? '';
}

/** Whether `run` has made it. */
export function isOneOff(container: DockerContainer): boolean {
  return labelOf(container, label.oneOff) === 'True';
}

/** Which of its service's containers it is. */
export function numberOf(container: DockerContainer): number {
  return Number(labelOf(container, label.number) ?? 0);
}

/** `web_1`, as logs call it. */
export function shortName(container: DockerContainer): string {
  const [project = '', service] = [labelOf(container, label.project), serviceOf(container)];
  if (!container.name.startsWith(`${project}_${service}`)) return container.name;
  const last = isOneOff(container) ? (labelOf(container, label.slug) ?? '').slice(0, 12) : numberOf(container);
  return `${service}_${last}`;
}
