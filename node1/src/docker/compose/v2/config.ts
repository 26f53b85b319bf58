import { goDuration } from '../../../cli-kit/duration.ts';
import { notSimulated } from '../../../cli-kit/exit-error.ts';
import { flag } from '../../../cli-kit/flags.ts';
import { message } from '../../../messages/message.ts';
import { isPort } from '../config/merge.ts';
import type { AnyMount } from '../config/mounts.ts';
import { isMapping, listOf, type Mapping, mappingOf, str } from '../config/python.ts';
import type { Service } from '../project.ts';
import { shlexSplit } from '../shlex.ts';
import { servicesOf, type V2Call, type V2Command } from './call.ts';

/** `docker compose config`: the files as one, in the order of compose-go's own fields. */
export const config: V2Command = {
  name: 'config',
  flags: [
    ...[
      flag.bool('quiet', 'q'),
      flag.bool('services'),
      flag.bool('volumes'),
      flag.bool('profiles'),
      flag.bool('images'),
    ],
    ...flag.absent('dry-run', 'format=', 'hash=', 'no-consistency', 'no-interpolate', 'no-normalize', 'o:output='),
    ...flag.absent('no-path-resolution', 'resolve-image-digests', 'variables'),
  ],
  least: 0,
  most: Infinity,
  async run(call) {
    const { flags, args, project } = call;
    const lines = (names: readonly string[]) => call.invocation.stdout.write(names.map((name) => `${name}\n`).join(''));
    const services = servicesOf(call, args, true);
    if (flags.on('services')) await lines(services.map(({ name }) => name));
    else if (flags.on('volumes')) await lines(project.volumes.map(({ key }) => key));
    else if (flags.on('profiles')) {
      await lines([...new Set(project.services.flatMap(({ options }) => listOf(options['profiles']).map(str)))].sort());
    } else if (flags.on('images')) await lines(services.map(({ imageName }) => imageName));
    else if (!flags.on('quiet')) {
      const { stringify } = await import('yaml');
      const text = stringify(canonical(call, services), {
        version: '1.1',
        lineWidth: 0,
        schema: 'yaml-1.1',
        aliasDuplicateObjects: false,
      });
      await call.invocation.stdout.write(text.replaceAll('$', '$$$$'));
    }
    return 0;
  },
};

function canonical({ project }: V2Call, services: readonly Service[]): Mapping {
  const section = (entries: readonly (readonly [string, Mapping])[]) =>
    entries.length === 0 ? undefined : sorted(Object.fromEntries(entries));
  const used = JSON.stringify(services.map(({ options }) => options['volumes'] ?? []));
  const resource = ({ name, options, isExternal, key }: V2Call['project']['networks'][number]) => {
    const known = ['name', 'driver', 'external', 'labels'];
    const odd = Object.keys(options).find((each) => !known.includes(each));
    if (odd !== undefined) throw notSimulated(message('subject/compose-key', { key: `${key}.${odd}` }));
    const { driver, labels } = options;
    return present({ name, driver, ...(isExternal && { external: true }), labels });
  };
  return present({
    name: project.name,
    services: sorted(
      Object.fromEntries(services.map((service) => [service.name, canonicalService(service, project.networks)])),
    ),
    networks: section(project.networks.map((network) => [network.key, resource(network)])),
    volumes: section(
      project.volumes
        .filter(({ key }) => used.includes(JSON.stringify(key)))
        .map((volume) => [volume.key, resource(volume)]),
    ),
  });
}

function sorted(mapping: Mapping): Mapping {
  return Object.fromEntries(Object.entries(mapping).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function present(mapping: Mapping): Mapping {
  return Object.fromEntries(Object.entries(mapping).filter(([, value]) => value !== undefined));
}

// In this order; all other options are refused.
const order = [
  ...[
    'profiles',
    'build',
    'command',
    'container_name',
    'depends_on',
    'entrypoint',
    'environment',
    'expose',
    'hostname',
  ],
  ...['healthcheck', 'image', 'labels', 'networks', 'ports', 'restart', 'stdin_open', 'stop_signal', 'tty', 'user'],
  ...['volumes', 'working_dir'],
];

function canonicalService(service: Service, networks: V2Call['project']['networks']): Mapping {
  const { options, name } = service;
  const refuse = (key: string) => notSimulated(message('subject/compose-key', { key: `services.${name}.${key}` }));
  for (const [key, value] of Object.entries(options)) {
    if (!order.includes(key) && value !== undefined && key !== 'name') throw refuse(key);
  }
  if (service.networkMode !== undefined || service.links.length > 0 || service.volumesFrom.length > 0) {
    throw refuse(service.networkMode === undefined ? 'links' : 'network_mode');
  }
  const command = (value: unknown) => (typeof value === 'string' ? [...shlexSplit(value)] : (value ?? undefined));
  const { build, environment, labels, depends_on: needs, healthcheck, restart } = options;
  const attached = networks.filter((network) => service.networks.has(network.name));
  const shown: Record<string, unknown> = {
    ...options,
    build: isMapping(build) ? buildOf(build, refuse) : undefined,
    command: command(options['command']),
    entrypoint: command(options['entrypoint']),
    environment: filled(sorted(texts(environment))),
    labels: filled(sorted(texts(labels))),
    depends_on: filled(
      sorted(
        Object.fromEntries(
          Object.entries(mappingOf(needs)).map(([key, value]) => [
            key,
            { condition: mappingOf(value)['condition'] ?? 'service_started', required: true },
          ]),
        ),
      ),
    ),
    healthcheck: isMapping(healthcheck) ? healthOf(healthcheck) : undefined,
    networks: Object.fromEntries(
      attached.map(({ key, name: full }) => [key, networkOf(service.networks.get(full) ?? {}, refuse)]),
    ),
    ports: list(
      listOf(options['ports'])
        .filter(isPort)
        .map((port) => ({
          mode: port.mode ?? 'ingress',
          ...(port.externalIp !== undefined && { host_ip: port.externalIp }),
          target: Number(port.target),
          ...(port.published !== undefined && { published: String(port.published) }),
          protocol: port.protocol ?? 'tcp',
        })),
    ),
    restart: isMapping(restart)
      ? `${str(restart['Name'])}${restart['MaximumRetryCount'] ? `:${str(restart['MaximumRetryCount'])}` : ''}`
      : undefined,
    volumes: list((listOf(options['volumes']) as readonly AnyMount[]).map((mount) => volumeOf(mount, refuse))),
  };
  return present(Object.fromEntries(order.map((key) => [key, shown[key] === false ? undefined : shown[key]])));
}

/** Values as texts, in Go's notation. */
function texts(value: unknown): Mapping {
  const text = (inner: unknown) => (typeof inner === 'boolean' ? String(inner) : str(inner));
  const entries = Object.entries(mappingOf(value));
  return Object.fromEntries(entries.map(([key, inner]) => [key, inner === null ? null : text(inner)]));
}

function filled(mapping: Mapping): Mapping | undefined {
  return Object.keys(mapping).length === 0 ? undefined : mapping;
}

function list(values: readonly unknown[]): readonly unknown[] | undefined {
  return values.length === 0 ? undefined : values;
}

type Refuse = (key: string) => Error;

function buildOf(build: Mapping, refuse: Refuse): Mapping {
  const odd = Object.keys(build).find((key) => !['context', 'dockerfile', 'args', 'target'].includes(key));
  if (odd !== undefined) throw refuse(`build.${odd}`);
  const { context, dockerfile = 'Dockerfile', args, target } = build;
  return present({ context, dockerfile, args: args === undefined ? undefined : sorted(mappingOf(args)), target });
}

function networkOf(entry: Mapping, refuse: Refuse): Mapping | null {
  const odd = Object.keys(entry).find((key) => !['aliases', 'ipv4_address'].includes(key));
  if (odd !== undefined) throw refuse(`networks.${odd}`);
  return Object.keys(entry).length === 0 ? null : entry;
}

function healthOf(check: Mapping): Mapping {
  const time = (key: string) => (typeof check[key] === 'number' ? goDuration(check[key] / 1e6) : undefined);
  return present({
    test: check['test'],
    timeout: time('timeout'),
    interval: time('interval'),
    retries: check['retries'],
    start_period: time('start_period'),
  });
}

function volumeOf(mount: AnyMount, refuse: Refuse): Mapping {
  if (mount.kind === 'mount-spec') throw refuse('volumes');
  const { external, internal, mode } = mount;
  const isReadOnly = mode === 'ro';
  if (!['rw', 'ro', ''].includes(mode)) throw refuse(`volumes: ${mode}`);
  const readOnly = isReadOnly ? { read_only: true } : {};
  if (external === undefined) return { type: 'volume', target: internal, ...readOnly, volume: {} };
  if (!external.startsWith('/')) return { type: 'volume', source: external, target: internal, ...readOnly, volume: {} };
  return { type: 'bind', source: external, target: internal, ...readOnly, bind: { create_host_path: true } };
}
