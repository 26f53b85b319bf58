import { ExitError } from '../../cli-kit/exit-error.ts';
import type { Flags } from '../../cli-kit/flags.ts';
import type { Invocation } from '../../program.ts';
import type { Engine } from '../engine.ts';
import type { DockerContainer } from '../engine/containers.ts';
import { type Project, type Service } from './project.ts';

/** What a command of docker-compose works with. */
export interface ComposeCall {
  readonly engine: Engine;
  readonly project: Project;
  readonly invocation: Invocation;
  /** The services that were named, or all of them. */
  readonly services: readonly Service[];
  readonly isNamed: boolean;
  readonly flags: Flags;
  /** The words after the service, of `exec`. */
  readonly words: readonly string[];
  readonly out: (text: string) => Promise<void>;
  /** docker-compose's own remarks go to stderr. */
  readonly remark: (text: string) => Promise<void>;
}

/** The label by which docker-compose knows its containers. */
const projectLabel = 'com.docker.compose.project';
const serviceLabel = 'com.docker.compose.service';

/** The labels of a service's container. */
export function labelsOf(project: Project, service: Service): Readonly<Record<string, string>> {
  return { [projectLabel]: project.name, [serviceLabel]: service.name };
}

/** The containers of the services, by name. */
export function containersOf({ engine, project, services }: ComposeCall): readonly DockerContainer[] {
  const names = new Set(services.map(({ name }) => name));
  return engine.containers
    .all()
    .filter(({ options: { labels } }) => labels[projectLabel] === project.name && names.has(labels[serviceLabel] ?? ''))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** `rng_1` */
export function shortName({ options: { labels } }: DockerContainer): string {
  return `${labels[serviceLabel] ?? ''}_1`;
}

/** The services of these names. Throws ExitError. */
export function chooseServices({ services }: Project, names: readonly string[]): readonly Service[] {
  for (const name of names) {
    if (!services.some((service) => service.name === name)) throw new ExitError(`No such service: ${name}`);
  }
  return names.length === 0 ? services : services.filter(({ name }) => names.includes(name));
}

/** A warning as docker-compose logs it: the word stands only on a terminal. */
export function warningText({ stderr }: Invocation, text: string): string {
  return `${stderr.isTTY ? '\x1b[33mWARNING\x1b[0m: ' : ''}${text}\n`;
}
