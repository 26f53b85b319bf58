import { createHash } from 'node:crypto';
import { notSimulated } from '../../cli-kit/exit-error.ts';
import { message } from '../../messages/message.ts';
import { restartProblem } from '../cli/run-options.ts';
import { DaemonError, type DockerContainer, type RunOptions } from '../engine/containers.ts';
import type { RestartPolicy } from '../engine/options.ts';
import type { StoredImage } from '../image/store.ts';
import { splitVariable, toEntries } from './config/entries.ts';
import { isPort } from './config/merge.ts';
import { type AnyMount, mountMapping, volumeText } from './config/mounts.ts';
import { parsePorts, portMapping, type ServicePort } from './config/ports.ts';
import { dumps, isMapping, listOf, type Mapping, mappingOf, numberOf, str } from './config/python.ts';
import { parseSeconds } from './config/quantities.ts';
import { mountsOf, volumesFrom } from './container-mounts.ts';
import { ComposeError } from './errors.ts';
import { extraHosts, healthcheck, limits } from './host-options.ts';
import { label, shortName } from './labels.ts';
import { type Compose, containersOf, type Service } from './project.ts';
import { shlexSplit } from './shlex.ts';

/** What `run` says against a service's own options. */
export type Overrides = Mapping;

/** What a container is made for. */
export interface Purpose {
  /** Which of its service's containers; undefined for one of `run`. */
  readonly number: number | undefined;
  /** Of one of `run`: 64 hexadecimal digits. */
  readonly slug?: string;
  readonly overrides?: Overrides;
  /** The container in whose place it comes: its anonymous volumes go on. */
  readonly previous?: DockerContainer;
  readonly usesAliases?: boolean;
}

// What is done, or changes nothing that can be seen here.
const done = new Set(
  (
    'image build command entrypoint environment env_file ports expose volumes depends_on links external_links labels container_name hostname ' +
    'domainname working_dir user tty stdin_open restart healthcheck init read_only stop_signal stop_grace_period extra_hosts dns dns_search ' +
    'dns_opt group_add tmpfs profiles logging platform pull_policy network_mode networks scale deploy secrets configs volumes_from ' +
    'mem_limit mem_reservation memswap_limit mem_swappiness cpus cpu_shares cpu_quota cpu_period cpu_count cpu_percent cpuset pids_limit ' +
    'cap_add cap_drop privileged security_opt sysctls ulimits shm_size oom_kill_disable oom_score_adj detach name'
  ).split(' '),
);

/** Refuses what a container of a service cannot be given here. Throws ExitError. */
function requireSimulated({ options, name }: Service): void {
  const refuse = (key: string) => notSimulated(message('subject/compose-key', { key }));
  for (const [key, value] of Object.entries(options)) {
    if (key.startsWith('x-') || done.has(key)) continue;
    if (value === false || value === null || (Array.isArray(value) && value.length === 0)) continue;
    throw refuse(`services.${name}.${key}`);
  }
  const driver = mappingOf(options['logging'])['driver'] ?? 'json-file';
  if (!['json-file', 'none', ''].includes(str(driver))) throw refuse(`services.${name}.logging.driver: ${str(driver)}`);
  const platform = str(options['platform'] ?? 'linux/amd64');
  if (!/^linux(\/(amd64|x86_64))?$/.test(platform)) throw refuse(`services.${name}.platform: ${platform}`);
  for (const port of listOf(options['ports']).filter(isPort)) {
    if ((port.protocol ?? 'tcp') !== 'tcp')
      throw refuse(`services.${name}.ports: ${str(port.target)}/${port.protocol ?? ''}`);
  }
}

/** `project_web_1` */
export function containerName({ project }: Compose, service: Service, { number, slug }: Purpose): string {
  const own = service.options['container_name'];
  if (typeof own === 'string' && slug === undefined) return own;
  const { separator } = project.style;
  const last = slug === undefined ? String(number) : `run${separator}${slug.slice(0, 12)}`;
  return [project.name.replace(/^[_-]+/, ''), service.name, last].join(separator);
}

/** What docker-compose compares to know whether a container is still as the file says. */
export function configHash({ engine }: Compose, service: Service): string {
  const options = Object.fromEntries(
    Object.entries(service.options).map(([key, value]) => [key, Array.isArray(value) ? value.map(plain) : value]),
  );
  const text = dumps(
    {
      options,
      image_id: engine.images.find(service.imageName)?.id ?? null,
      links: service.links.map(([name, alias]) => [name, alias ?? null]),
      net: service.networkMode ?? [...service.networks.keys()][0] ?? null,
      networks: Object.fromEntries(service.networks),
      secrets: service.secrets.map(({ target, file }) => [target, file]),
      volumes_from: service.volumesFrom.map(({ source, mode }) => [source, mode]),
    },
    true,
  );
  return createHash('sha256').update(text).digest('hex');
}

function plain(value: unknown): unknown {
  if (isPort(value)) return portMapping(value);
  if (!isMapping(value) || !('kind' in value)) return value;
  const mount = value as unknown as AnyMount;
  return mount.kind === 'mount-spec' ? mountMapping(mount) : volumeText(mount);
}

/** How a container of a service is to be made. Throws ComposeError and ExitError. */
export function containerOptions(compose: Compose, service: Service, image: StoredImage, purpose: Purpose): RunOptions {
  requireSimulated(service);
  const { overrides = {}, slug } = purpose;
  const options = { ...service.options, ...overrides };
  const name = typeof overrides['name'] === 'string' ? overrides['name'] : containerName(compose, service, purpose);
  const text = (key: string) => (typeof options[key] === 'string' && options[key] !== '' ? options[key] : undefined);
  const texts = (key: string) => listOf(options[key]).map(str);
  const environment = { ...mappingOf(service.options['environment']), ...mappingOf(overrides['environment']) };
  const labels = { ...mappingOf(service.options['labels']), ...mappingOf(overrides['labels']) };
  const [entrypoint, args] = [words(options['entrypoint']), words(options['command'])];
  const ports = portsOf(options['ports']);
  const restart = mappingOf(options['restart']);
  requireRestart(restart);
  const grace = parseSeconds(str(options['stop_grace_period'] ?? ''));
  const [hostname, workingDir, user] = [text('hostname'), text('working_dir'), text('user')];
  const [domainname, stopSignal] = [text('domainname'), text('stop_signal')];
  const logDriver = str(mappingOf(options['logging'])['driver'] ?? '');
  return {
    ...{ name, image: without(image, environment), imageName: service.imageName },
    ...(entrypoint && { entrypoint }),
    ...(args && { args }),
    env: Object.fromEntries(
      Object.entries(environment).flatMap(([key, value]) =>
        value === null || value === undefined ? [] : [[key, str(value)]],
      ),
    ),
    ...(workingDir !== undefined && { workingDir }),
    ...(hostname !== undefined && { hostname }),
    ...(domainname !== undefined && { domainname }),
    ...(user !== undefined && { user }),
    ...(stopSignal !== undefined && { stopSignal }),
    ...(grace !== undefined && { stopTimeout: grace }),
    ports: ports.filter(({ isPublished }) => isPublished).map(({ port }) => port),
    exposed: [
      ...new Set([...ports.map(({ port }) => `${port.containerPort}/tcp`), ...texts('expose').flatMap(exposed)]),
    ],
    labels: {
      ...Object.fromEntries(Object.entries(labels).map(([key, value]) => [key, str(value)])),
      ...compose.project.labels,
      [label.project]: compose.project.name,
      [label.service]: service.name,
      [label.oneOff]: slug === undefined ? 'False' : 'True',
      ...(purpose.number !== undefined && { [label.number]: String(purpose.number) }),
      ...(slug !== undefined && { [label.slug]: slug }),
      [label.version]: compose.project.style.version,
      ...(slug === undefined && { [label.hash]: configHash(compose, service) }),
    },
    stdin: options['stdin_open'] === true,
    tty: options['tty'] === true,
    autoRemove: false,
    ...networking(compose, service, purpose),
    mounts: mountsOf(compose, service, image, purpose.previous, options),
    volumesFrom: service.volumesFrom.map((from) => volumesFrom(compose, from)),
    ...(Object.keys(restart).length > 0 && {
      restart: {
        name: str(restart['Name']) as NonNullable<RunOptions['restart']>['name'],
        most: numberOf(restart['MaximumRetryCount']) ?? 0,
      },
    }),
    ...(options['init'] === true && { init: true }),
    ...(options['read_only'] === true && { readOnly: true }),
    groups: texts('group_add'),
    extraHosts: extraHosts(options['extra_hosts']),
    ...{ dns: texts('dns'), dnsSearch: texts('dns_search'), dnsOptions: texts('dns_opt') },
    ...(logDriver === 'none' && { isMute: true }),
    host: limits(options),
    ...healthcheck(options['healthcheck']),
  };
}

/** Throws DaemonError for a policy that there is not. */
function requireRestart({ Name: name, MaximumRetryCount: most }: Mapping): void {
  if (name === undefined) return;
  const problem = restartProblem({ name: str(name) as RestartPolicy['name'], most: numberOf(most) ?? 0 });
  if (problem !== undefined) throw new DaemonError(problem);
}

/** The image without its variables that are named with no value: those go. */
function without(image: StoredImage, environment: Mapping): StoredImage {
  const stays = (line: string) => environment[line.split('=')[0] ?? ''] !== null;
  if (image.config.env.every(stays)) return image;
  const { config, json } = image;
  const Env = (json.config.Env ?? []).filter(stays);
  return {
    ...image,
    config: { ...config, env: config.env.filter(stays) },
    json: { ...json, config: { ...json.config, Env } },
  };
}

function words(value: unknown): readonly string[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value)) return value.map(str);
  try {
    return shlexSplit(str(value));
  } catch (error) {
    throw new ComposeError(error instanceof Error ? error.message : String(error));
  }
}

/** The ports of a service, or those of `run -p`. */
function portsOf(value: unknown) {
  return listOf(value)
    .flatMap((entry): readonly ServicePort[] => (isPort(entry) ? [entry] : parsePorts(entry)))
    .map(({ target, published, externalIp }) => ({
      isPublished: true,
      port: {
        hostPort: Number(String(published ?? 0).split('-')[0]),
        containerPort: Number(target),
        ...(externalIp !== undefined && { hostAddress: externalIp }),
      },
    }));
}

function exposed(text: string): readonly string[] {
  const [range = '', protocol = 'tcp'] = text.split('/');
  const [first = 0, last = first] = range.split('-').map(Number);
  return Array.from({ length: Math.min(last - first + 1, 65_536) }, (_unused, at) => `${first + at}/${protocol}`);
}

function networking(compose: Compose, service: Service, { slug, usesAliases = slug === undefined }: Purpose) {
  const mode = service.networkMode;
  const links = linksOf(compose, service, slug !== undefined);
  const common = { links, aliases: [] as readonly string[] };
  if (mode?.startsWith('service:') === true) {
    const [other] = containersOf(compose, { services: [mode.slice('service:'.length)] });
    return other === undefined ? { ...common, network: 'bridge' } : { ...common, network: `container:${other.id}` };
  }
  if (mode !== undefined) return { ...common, network: mode };
  const requests = [...service.networks].map(([network, entry]) => {
    const address = entry['ipv4_address'];
    return {
      network,
      aliases: usesAliases
        ? [
            service.name,
            ...listOf(entry['aliases'])
              .map(str)
              .filter((alias) => alias !== service.name),
          ]
        : [],
      ...(typeof address === 'string' && { address }),
      links,
    };
  });
  const [first, ...moreNetworks] = requests;
  return first === undefined ? { ...common, network: 'bridge' } : { ...first, moreNetworks };
}

function linksOf(compose: Compose, service: Service, toSelf: boolean): readonly string[] {
  const links = new Map<string, string>();
  const add = (container: DockerContainer, alias: string) => {
    for (const name of [alias, container.name, shortName(container)]) links.set(name, container.name);
  };
  for (const [name, alias] of service.links) {
    for (const container of containersOf(compose, { services: [name] })) add(container, alias ?? name);
  }
  if (toSelf) for (const container of containersOf(compose, { services: [service.name] })) add(container, service.name);
  for (const link of listOf(service.options['external_links']).map(str)) {
    const [container = '', alias = container] = link.split(':');
    links.set(alias, container);
  }
  return [...links].map(([alias, container]) => `${container}:${alias}`);
}

/** `NAME=value` of the command line; a NAME alone takes its value from the shell. */
export function commandVariables(lines: readonly string[], env: Readonly<Record<string, string>>): Mapping {
  return Object.fromEntries(
    Object.entries(toEntries([...lines], splitVariable, 'environment')).map(([key, value]) => [
      key,
      value ?? env[key] ?? null,
    ]),
  );
}
