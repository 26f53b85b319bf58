import { notSimulated } from '../../cli-kit/exit-error.ts';
import { message } from '../../messages/message.ts';
import type { Engine } from '../engine.ts';
import { DaemonError } from '../engine/containers.ts';
import type { Config } from './config/load.ts';
import { listOf, type Mapping, mappingOf, str } from './config/python.ts';
import { ComposeError } from './errors.ts';
import { label } from './labels.ts';
import type { Output } from './output.ts';

/** A network of a project. */
export interface ComposeNetwork {
  /** In the file. */
  readonly key: string;
  /** docker's name. */
  readonly name: string;
  readonly isExternal: boolean;
  readonly options: Mapping;
  readonly labels: Readonly<Record<string, string>>;
}

/** A volume of a project. */
export type ComposeVolume = ComposeNetwork;

/** The networks that the files name, and the default one, by their names there. */
export function networksOf(
  project: string,
  { networks }: Config,
  version: string,
): ReadonlyMap<string, ComposeNetwork> {
  const found = resources({ project, version }, networks, label.network, (key) => `${project}_${key}`);
  if (!found.has('default')) {
    const labels = { [label.network]: 'default', [label.project]: project, [label.version]: version };
    found.set('default', { key: 'default', name: `${project}_default`, isExternal: false, options: {}, labels });
  }
  return found;
}

/** The volumes that the files name. */
export function volumesOf(project: string, { volumes }: Config, version: string): ReadonlyMap<string, ComposeVolume> {
  return resources({ project, version }, volumes, label.volume, (key) => `${project.replace(/^[_-]+/, '')}_${key}`);
}

function resources(
  { project, version }: { readonly project: string; readonly version: string },
  section: Mapping,
  own: string,
  fullName: (key: string) => string,
) {
  return new Map<string, ComposeNetwork>(
    Object.entries(section).map(([key, value]) => {
      const options = mappingOf(value);
      const name = typeof options['name'] === 'string' ? options['name'] : undefined;
      const labels = {
        ...Object.fromEntries(Object.entries(mappingOf(options['labels'])).map(([label, text]) => [label, str(text)])),
        [label.project]: project,
        [own]: name ?? key,
        [label.version]: version,
      };
      const isExternal =
        options['external'] !== undefined && options['external'] !== false && options['external'] !== null;
      return [key, { key, name: name ?? fullName(key), isExternal, options, labels }];
    }),
  );
}

/** Makes the networks that are not there yet. Throws ComposeError. */
export async function ensureNetworks(
  engine: Engine,
  networks: readonly ComposeNetwork[],
  output: Output,
): Promise<void> {
  for (const network of networks) {
    const { name, options } = network;
    const known = engine.networks.find(name);
    if (network.isExternal) {
      if (known !== undefined) continue;
      throw new ComposeError(
        `Network ${name} declared as external, but could not be found. Please create the network manually using \`docker network create ${name}\` and try again.`,
      );
    }
    if (known === undefined) {
      await createNetwork(engine, network, output);
      continue;
    }
    const changed = (property: string) =>
      new ComposeError(`Network "${name}" needs to be recreated - ${property} has changed`);
    const { driver } = options;
    if (typeof driver === 'string' && driver !== known.driver) throw changed('driver');
    const wanted = mappingOf(options['driver_opts']);
    for (const key of new Set([...Object.keys(known.options), ...Object.keys(wanted)])) {
      if (known.options[key] !== wanted[key]) throw changed(`option "${key}"`);
    }
    if (typeof options['internal'] === 'boolean' && options['internal'] !== known.internal) throw changed('internal');
    await warnOfLabels(`Network ${name}`, network.labels, known.labels, output);
  }
}

async function createNetwork(engine: Engine, network: ComposeNetwork, output: Output): Promise<void> {
  const { name, options, labels } = network;
  const driver = typeof options['driver'] === 'string' && options['driver'] !== '' ? options['driver'] : undefined;
  const refuse = (key: string) => notSimulated(message('subject/compose-key', { key }));
  if (driver !== undefined && driver !== 'bridge') throw refuse(`networks.${network.key}.driver: ${driver}`);
  if (options['enable_ipv6'] === true) throw refuse(`networks.${network.key}.enable_ipv6`);
  const ipam = mappingOf(options['ipam']);
  const [config = {}, second] = listOf(ipam['config']).map(mappingOf);
  if (second !== undefined || 'aux_addresses' in config || 'options' in ipam)
    throw refuse(`networks.${network.key}.ipam`);
  if (!['default', 'undefined'].includes(str(ipam['driver'] ?? 'default')))
    throw refuse(`networks.${network.key}.ipam.driver`);
  await output.info(
    `Creating network "${name}" with ${driver === undefined ? 'the default driver' : `driver "${driver}"`}`,
  );
  const text = (key: string) => (typeof config[key] === 'string' ? config[key] : undefined);
  const [subnet, gateway, range] = [text('subnet'), text('gateway'), text('ip_range')];
  engine.networks.create({
    ...{ name, labels, attachable: true, internal: options['internal'] === true },
    ...(driver !== undefined && { driver }),
    ...(subnet !== undefined && { subnet }),
    ...(gateway !== undefined && { gateway }),
    ...(range !== undefined && { range }),
    options: mappingOf(options['driver_opts']) as Readonly<Record<string, string>>,
  });
}

/** Makes the volumes that are not there yet. Throws ComposeError. */
export async function ensureVolumes(engine: Engine, volumes: readonly ComposeVolume[], output: Output): Promise<void> {
  for (const volume of volumes) {
    const { key, name, options, isExternal, labels } = volume;
    const known = engine.volumes.find(name);
    if (isExternal) {
      if (known !== undefined) continue;
      throw new ComposeError(
        `Volume ${name} declared as external, but could not be found. Please create the volume manually using \`docker volume create --name=${name}\` and try again.`,
      );
    }
    const driver = typeof options['driver'] === 'string' && options['driver'] !== '' ? options['driver'] : undefined;
    const wanted = mappingOf(options['driver_opts']) as Readonly<Record<string, string>>;
    if (known === undefined) {
      await output.info(`Creating volume "${name}" with ${driver ?? 'default'} driver`);
      if (driver !== undefined && driver !== 'local') {
        throw new ComposeError(`Volume ${key} specifies nonexistent driver ${driver}`);
      }
      if (Object.keys(wanted).length > 0) {
        throw notSimulated(message('subject/compose-key', { key: `volumes.${key}.driver_opts` }));
      }
      engine.volumes.create({ name, labels });
      continue;
    }
    const changed = (property: string, local: unknown, remote: unknown) =>
      new ComposeError(
        `Configuration for volume ${key} specifies ${property} ${str(local)}, but a volume with the same name uses a different ${property} (${str(remote)}). If you wish to use the new configuration, please remove the existing volume "${name}" first:\n$ docker volume rm ${name}`,
      );
    if (driver !== undefined && driver !== 'local') throw changed('driver', driver, 'local');
    const has = known.options ?? {};
    for (const option of new Set([...Object.keys(has), ...Object.keys(wanted)])) {
      if (has[option] !== wanted[option]) throw changed(`"${option}" driver_opt`, wanted[option], has[option]);
    }
    await warnOfLabels(`Volume ${key}`, labels, known.labels ?? {}, output);
  }
}

async function warnOfLabels(
  what: string,
  local: Readonly<Record<string, string>>,
  remote: Readonly<Record<string, string>>,
  output: Output,
): Promise<void> {
  for (const name of new Set([...Object.keys(remote), ...Object.keys(local)])) {
    if (name.startsWith('com.docker.') || remote[name] === local[name]) continue;
    await output.warn(`${what}: label "${name}" has changed. It may need to be recreated.`);
  }
}

/** Takes the project's networks away. Throws DaemonError where containers are on one. */
export async function removeNetworks(
  engine: Engine,
  networks: readonly ComposeNetwork[],
  output: Output,
): Promise<void> {
  for (const { name, isExternal } of networks) {
    if (isExternal) {
      await output.info(`Network ${name} is external, skipping`);
      continue;
    }
    await output.info(`Removing network ${name}`);
    const known = engine.networks.find(name);
    if (known === undefined) {
      await output.warn(`Network ${name} not found.`);
      continue;
    }
    const isUsed = engine.containers
      .all()
      .some(({ endpoints }) => endpoints.some(({ network, address }) => network === known.id && address !== undefined));
    if (isUsed) {
      throw new DaemonError(`error while removing network: network ${name} id ${known.id} has active endpoints`);
    }
    engine.networks.remove(known);
  }
}

/** Takes the project's volumes away. Throws DaemonError where a container has one. */
export async function removeVolumes(engine: Engine, volumes: readonly ComposeVolume[], output: Output): Promise<void> {
  for (const { name, isExternal } of volumes) {
    if (isExternal) {
      await output.info(`Volume ${name} is external, skipping`);
      continue;
    }
    await output.info(`Removing volume ${name}`);
    if (engine.volumes.find(name) === undefined) {
      await output.warn(`Volume ${name} not found.`);
      continue;
    }
    const users = engine.containers.all().filter(({ mounts }) => mounts.some((mount) => mount.name === name));
    if (users.length > 0) {
      throw new DaemonError(`remove ${name}: volume is in use - [${users.map(({ id }) => id).join(', ')}]`);
    }
    engine.volumes.remove(name);
  }
}
