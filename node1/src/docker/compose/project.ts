import type { Invocation } from '../../program.ts';
import type { Engine } from '../engine.ts';
import type { DockerContainer } from '../engine/containers.ts';
import type { Config, ServiceConfig } from './config/load.ts';
import { listOf, type Mapping, mappingOf, numberOf as numeric, str } from './config/python.ts';
import type { VolumesFrom } from './config/volumes-from.ts';
import { convertDeploy, scaleOf } from './deploy.ts';
import { ComposeError } from './errors.ts';
import { composeVersion, isOneOff, label, labelOf, serviceOf } from './labels.ts';
import type { Output } from './output.ts';
import { type ComposeNetwork, type ComposeVolume, networksOf, volumesOf } from './resources.ts';

/** One service of a project. */
export interface Service {
  readonly name: string;
  /** Its options in compose's names, without those that are below. */
  readonly options: Mapping;
  readonly imageName: string;
  /** Containers of others by these names; undefined: by the service's own name. */
  readonly links: readonly (readonly [string, string | undefined])[];
  /** By the network's full name; the first one is its network. */
  readonly networks: ReadonlyMap<string, Mapping>;
  /** `bridge`, `host`, `none`, `service:NAME`, `container:NAME`; undefined: the first of `networks`, or docker's default. */
  readonly networkMode: string | undefined;
  readonly volumesFrom: readonly VolumesFrom[];
  readonly secrets: readonly { readonly target: string; readonly file: string }[];
  /** How many containers it shall have. */
  readonly scale: number;
}

/** How a version of compose names things, and what it calls itself in labels. */
interface Style {
  /** Between project, service and number. */
  readonly separator: '_' | '-';
  readonly version: string;
}

/** A project: what the files say, and what belongs to it. */
export interface Project {
  readonly name: string;
  readonly isV1: boolean;
  /** What others depend on first. */
  readonly services: readonly Service[];
  readonly networks: readonly ComposeNetwork[];
  readonly volumes: readonly ComposeVolume[];
  /** Of all that it makes. */
  readonly labels: Readonly<Record<string, string>>;
  readonly profiles: readonly string[];
  readonly config: Config;
  readonly style: Style;
}

/** What a command of docker-compose works with. */
export interface Compose {
  readonly engine: Engine;
  readonly invocation: Invocation;
  readonly output: Output;
  readonly project: Project;
  /** Variables of `.env` and the shell. */
  readonly env: (name: string) => string | undefined;
  readonly isOn: (name: string, otherwise?: boolean) => boolean;
}

/** How a project is made of its files. */
export interface ProjectOptions {
  readonly name: string;
  readonly config: Config;
  readonly labels: Readonly<Record<string, string>>;
  readonly profiles: readonly string[];
  readonly output: Output;
  readonly isFile: (path: string) => boolean;
  /** Default: that of docker-compose 1.29. */
  readonly style?: Style;
}

/** Makes a project. Throws ComposeError in docker-compose's words. */
export async function createProject({
  name,
  config,
  labels,
  profiles,
  output,
  isFile,
  style = { separator: '_', version: composeVersion },
}: ProjectOptions): Promise<Project> {
  const isV1 = config.version === 'v1';
  const known = networksOf(name, config, style.version);
  const used = new Map<string, ComposeNetwork>();
  for (const service of config.services) {
    for (const key of networkNames(service)) {
      const network = known.get(key);
      if (network !== undefined) used.set(key, network);
    }
  }
  const unused = [...known.keys()].filter((key) => !used.has(key) && key !== 'default');
  if (unused.length > 0) {
    await output.warn(`Some networks were defined but are not used by any service: ${unused.join(', ')}`);
  }
  const volumes = volumesOf(name, config, style.version);
  const services: Service[] = [];
  for (const service of config.services) {
    services.push(await toService(service, { isV1, known, volumes, services, name, config, output, isFile, style }));
  }
  const networks = isV1 ? [] : [...used.values()];
  return { name, isV1, services, networks, volumes: [...volumes.values()], labels, profiles, config, style };
}

interface Parts {
  readonly isV1: boolean;
  readonly known: ReadonlyMap<string, ComposeNetwork>;
  readonly volumes: ReadonlyMap<string, ComposeVolume>;
  readonly services: readonly Service[];
  readonly name: string;
  readonly config: Config;
  readonly output: Output;
  readonly isFile: (path: string) => boolean;
  readonly style: Style;
}

async function toService(source: ServiceConfig, parts: Parts): Promise<Service> {
  const { isV1, services, name: project, config, output } = parts;
  const { name, ...given } = source;
  const networks = isV1 ? new Map<string, Mapping>() : serviceNetworks(source, parts);
  const links = listOf(given['links'])
    .map(str)
    .map((link): readonly [string, string | undefined] => {
      const [target = '', alias] = link.split(/:(.*)/s);
      if (services.some((service) => service.name === target)) return [target, alias];
      throw new ComposeError(`Service "${name}" has a link to service "${target}" which does not exist.`);
    });
  const volumesFrom = listOf(given['volumes_from']) as readonly VolumesFrom[];
  const secrets = await serviceSecrets(name, listOf(given['secrets']), mappingOf(config.secrets), output, parts.isFile);
  const scale = scaleOf(given);
  const { options, ignored } = convertDeploy(given);
  if (ignored.length > 0) {
    await output.warn(`The following deploy sub-keys are not supported and have been ignored: ${ignored.join(', ')}`);
  }
  const kept = without(options, ['networks', 'links', 'volumes_from', 'secrets', 'scale', 'network_mode']);
  const mode = given['network_mode'];
  return {
    ...{ name, options: kept, links, networks, volumesFrom, secrets, scale },
    imageName:
      typeof given['image'] === 'string'
        ? given['image']
        : `${project.replace(/^[_-]+/, '')}${parts.style.separator}${name}`,
    networkMode: typeof mode === 'string' && mode !== '' ? mode : isV1 || networks.size > 0 ? undefined : 'none',
  };
}

function without(options: Mapping, keys: readonly string[]): Mapping {
  return Object.fromEntries(Object.entries(options).filter(([key]) => !keys.includes(key)));
}

function networkNames(service: Mapping): readonly string[] {
  if ('network_mode' in service) return [];
  return 'networks' in service ? Object.keys(mappingOf(service['networks'])) : ['default'];
}

function serviceNetworks(service: ServiceConfig, { known }: Parts): ReadonlyMap<string, Mapping> {
  const given = mappingOf(service['networks']);
  const found = networkNames(service).map((key): readonly [string, Mapping] => {
    const network = known.get(key);
    if (network === undefined) {
      throw new ComposeError(`Service "${service.name}" uses an undefined network "${key}"`);
    }
    return [network.name, mappingOf(given[key])];
  });
  const priority = ([, entry]: readonly [string, Mapping]) => numeric(entry['priority']) ?? 0;
  const byName = [...found].sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map(
    found.some((entry) => priority(entry) !== 0) ? [...found].sort((a, b) => priority(b) - priority(a)) : byName,
  );
}

async function serviceSecrets(
  service: string,
  entries: readonly unknown[],
  known: Mapping,
  output: Output,
  isFile: (path: string) => boolean,
): Promise<Service['secrets']> {
  const secrets: { target: string; file: string }[] = [];
  for (const entry of entries.map(mappingOf)) {
    const source = str(entry['source']);
    const definition = mappingOf(known[source]);
    if (Object.keys(definition).length === 0) {
      throw new ComposeError(`Service "${service}" uses an undefined secret "${source}" `);
    }
    if (definition['external'] !== undefined && definition['external'] !== false) {
      await output.warn(
        `Service "${service}" uses secret "${source}" which is external. External secrets are not available to containers created by docker-compose.`,
      );
      continue;
    }
    if (['uid', 'gid', 'mode'].some((key) => Boolean(entry[key]))) {
      await output.warn(
        `Service "${service}" uses secret "${source}" with uid, gid, or mode. These fields are not supported by this implementation of the Compose file`,
      );
    }
    const file = str(definition['file']);
    if (!isFile(file)) {
      await output.warn(
        `Service "${service}" uses an undefined secret file "${file}", the following file should be created "${file}"`,
      );
    }
    const target = typeof entry['target'] === 'string' ? entry['target'] : source;
    secrets.push({ target: target.startsWith('/') ? target : `/run/secrets/${target}`, file });
  }
  return secrets;
}

/** A service by its name. Throws ComposeError. */
export function findService({ services }: Project, name: string): Service {
  const found = services.find((service) => service.name === name);
  if (found === undefined) throw new ComposeError(`No such service: ${name}`);
  return found;
}

/** What a service needs to run first. */
export function dependencyNames({ options, links, volumesFrom, networkMode }: Service): readonly string[] {
  const modes = [networkMode, options['pid'], options['ipc']].flatMap((mode) =>
    typeof mode === 'string' && mode.startsWith('service:') ? [mode.slice('service:'.length)] : [],
  );
  return [
    ...links.map(([name]) => name),
    ...volumesFrom.filter(({ type }) => type === 'service').map(({ source }) => source),
    ...modes,
    ...Object.keys(mappingOf(options['depends_on'])),
  ];
}

/** The services of these names, or all that the profiles let run; with what they need, in that order. Throws ComposeError. */
export function chooseServices(project: Project, names: readonly string[], withNeeds = false): readonly Service[] {
  const enabled = new Set(project.profiles);
  const chosen =
    names.length === 0
      ? project.services.filter((service) => isEnabled(service, enabled))
      : ((found) => project.services.filter((service) => found.includes(service)))(
          names.map((name) => findService(project, name)),
        );
  if (names.length > 0)
    for (const { options } of chosen) for (const profile of listOf(options['profiles'])) enabled.add(str(profile));
  if (!withNeeds) return chosen;
  const inject = (service: Service): readonly Service[] => {
    const needs = new Set(dependencyNames(service));
    const found = project.services.filter(({ name }) => needs.has(name));
    for (const need of found) {
      if (isEnabled(need, enabled)) continue;
      throw new ComposeError(
        `Service "${need.name}" was pulled in as a dependency of service "${service.name}" but is not enabled by the active profiles. You may fix this by adding a common profile to "${need.name}" and "${service.name}".`,
      );
    }
    return [...found.flatMap(inject), service];
  };
  return [...new Set(chosen.flatMap(inject))];
}

function isEnabled({ options }: Service, enabled: ReadonlySet<string>): boolean {
  return !('profiles' in options) || listOf(options['profiles']).some((profile) => enabled.has(str(profile)));
}

/** Which containers of a project. */
export interface Which {
  readonly services?: readonly string[];
  /** Also those that do not run. */
  readonly stopped?: boolean;
  /** Those of `run`: with the others, without them, or alone. Default: without. */
  readonly oneOff?: 'include' | 'exclude' | 'only';
}

/** Containers of a project's services, newest first. Throws ComposeError for a service that there is not. */
export function containersOf({ engine, project }: Compose, which: Which = {}): readonly DockerContainer[] {
  const { services = [], ...rest } = which;
  for (const name of services) findService(project, name);
  const names = services.length > 0 ? services : project.services.map(({ name }) => name);
  return projectContainers(engine, project, rest).filter((container) => names.includes(serviceOf(container)));
}

/** All containers with the project's label, newest first. */
export function projectContainers(
  engine: Engine,
  { name }: Project,
  { stopped = false, oneOff = 'exclude' }: Omit<Which, 'services'> = {},
): readonly DockerContainer[] {
  return engine.containers
    .all()
    .filter(
      (container) =>
        labelOf(container, label.project) === name &&
        (stopped || ['running', 'paused', 'restarting'].includes(container.state)) &&
        (oneOff === 'include' || isOneOff(container) === (oneOff === 'only')),
    );
}
