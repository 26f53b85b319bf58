import { ExitError } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import { goStruct, type GoValue, pointerTo } from '../../cli-kit/go-template.ts';
import type { Engine } from '../engine.ts';
import { DaemonError, type DockerContainer } from '../engine/containers.ts';
import type { Volume } from '../engine/volumes.ts';
import { daemonError, type DockerCommand } from './command.ts';
import { hasLabel, nameFits, parseFilters, passes } from './filters.ts';
import { inspectAll } from './inspect-all.ts';
import { keyValueList } from './key-values.ts';
import { volumeRows } from './rows.ts';
import { formatRows } from './template.ts';

/** The containers that have a volume. */
export function volumeUsers({ containers }: Engine, name: string): readonly DockerContainer[] {
  return containers.all().filter(({ mounts }) => mounts.some((mount) => mount.name === name));
}

const create: DockerCommand = {
  name: 'volume create',
  usage: '[OPTIONS] [VOLUME]',
  summary: 'Create a volume',
  flags: [flag.text('driver', 'd', 'local'), flag.list('label'), flag.list('opt', 'o'), flag.text('name')],
  least: 0,
  most: 1,
  async run({ engine, flags, args, out }) {
    const name = args[0] ?? flags.value('name');
    if (args[0] !== undefined && flags.given('name')) {
      throw new ExitError('Conflicting options: either specify --name or provide positional arg, not both');
    }
    const driver = flags.text('driver');
    if (driver !== 'local') {
      throw daemonError(
        `create ${name ?? ''}: error looking up volume plugin ${driver}: plugin ${JSON.stringify(driver)} not found`,
      );
    }
    const options = keyValueList(flags.list('opt'));
    const wrong = Object.keys(options).find((key) => !['type', 'o', 'device', 'size'].includes(key));
    if (wrong !== undefined) throw daemonError(`create ${name ?? ''}: invalid option: ${JSON.stringify(wrong)}`);
    const labels = keyValueList(flags.list('label'));
    const made = engine.volumes.create({ name, labels, options: Object.keys(options).length > 0 ? options : {} });
    engine.events.tell({ type: 'volume', action: 'create', id: made.name, attributes: { driver: 'local' } });
    await out(`${made.name}\n`);
    return 0;
  },
};

const list: DockerCommand = {
  name: 'volume ls',
  usage: '[OPTIONS]',
  summary: 'List volumes',
  flags: [flag.list('filter', 'f'), flag.text('format'), flag.bool('quiet', 'q')],
  least: 0,
  most: 0,
  async run({ engine, flags, out }) {
    const filters = parseFilters('volume ls', flags.list('filter'), ['dangling', 'driver', 'label', 'name'], []);
    const wrong = filters.find(({ name, value }) => name === 'dangling' && !/^(true|false|1|0)$/.test(value));
    if (wrong !== undefined) throw daemonError(`Invalid filter 'dangling=[${wrong.value}]'`);
    const volumes = engine.volumes.all().filter((volume) =>
      passes(filters, {
        dangling: (value) => /^(true|1)$/.test(value) === (volumeUsers(engine, volume.name).length === 0),
        driver: (value) => value === 'local',
        label: (value) => hasLabel(volume.labels ?? {}, value),
        name: (value) => nameFits(volume.name, value),
      }),
    );
    const format = flags.value('format') ?? '';
    const isPlain = format === '' || format === 'table';
    if (flags.on('quiet') && isPlain) await out(volumes.map(({ name }) => `${name}\n`).join(''));
    else {
      const rows = volumes.map((volume) => rowOf(engine, volume));
      await out(formatRows(volumeRows, isPlain ? 'table' : format, rows));
    }
    return 0;
  },
};

function rowOf({ volumes }: Engine, { name, labels }: Volume) {
  return {
    labels: labels ?? {},
    fields: {
      Driver: 'local',
      Labels: Object.entries(labels ?? {})
        .map(([key, value]) => `${key}=${value}`)
        .join(','),
      Links: 'N/A',
      Mountpoint: volumes.mountpoint(name),
      Name: name,
      Scope: 'local',
      Size: 'N/A',
    },
  };
}

const volumeType = pointerTo(
  goStruct(
    'types.Volume',
    'CreatedAt?; Driver; Labels map[]string; Mountpoint; Name; Options map[]string; Scope; Status? map[]any; UsageData? map[]any',
  ),
);

/** A volume as `docker volume inspect` has it. */
export function volumeValue({ volumes }: Engine, name: string): GoValue | undefined {
  const volume = volumes.find(name);
  return (
    volume && {
      type: volumeType,
      value: {
        CreatedAt: new Date(volume.created).toISOString().replace(/\.\d+Z/, 'Z'),
        Driver: 'local',
        Labels: volume.labels,
        Mountpoint: volumes.mountpoint(name),
        Name: name,
        Options: volume.options,
        Scope: 'local',
      },
    }
  );
}

const inspect: DockerCommand = {
  name: 'volume inspect',
  usage: '[OPTIONS] VOLUME [VOLUME...]',
  summary: 'Display detailed information on one or more volumes',
  flags: [flag.text('format', 'f')],
  least: 1,
  most: Infinity,
  run: (call) => inspectAll(call, (name) => volumeValue(call.engine, name), 'volume'),
};

/** Takes a volume away. Throws DaemonError where something has it. */
function remove(engine: Engine, name: string): void {
  const users = volumeUsers(engine, name);
  if (users.length > 0) {
    throw new DaemonError(`remove ${name}: volume is in use - [${users.map(({ id }) => id).join(', ')}]`);
  }
  engine.volumes.remove(name);
  engine.events.tell({ type: 'volume', action: 'destroy', id: name, attributes: { driver: 'local' } });
}

const removeCommand: DockerCommand = {
  name: 'volume rm',
  usage: '[OPTIONS] VOLUME [VOLUME...]',
  summary: 'Remove one or more volumes',
  flags: [flag.bool('force', 'f')],
  least: 1,
  most: Infinity,
  async run({ engine, flags, args, out }) {
    const problems: string[] = [];
    for (const name of args) {
      try {
        if (engine.volumes.find(name) === undefined) {
          if (!flags.on('force')) {
            problems.push(`Error: No such volume: ${name}`);
            continue;
          }
        } else remove(engine, name);
        await out(`${name}\n`);
      } catch (error) {
        if (!(error instanceof DaemonError)) throw error;
        problems.push(`Error response from daemon: ${error.message}`);
      }
    }
    if (problems.length > 0) throw new ExitError(problems.join('\n'));
    return 0;
  },
};

/** Takes away what no container has; gives the names and how many bytes were in them. */
export function pruneVolumes(engine: Engine, suits: (volume: Volume) => boolean = () => true): readonly string[] {
  const unused = engine.volumes
    .all()
    .filter((volume) => volumeUsers(engine, volume.name).length === 0 && suits(volume));
  for (const { name } of unused) remove(engine, name);
  return unused.map(({ name }) => name);
}

/** The commands about volumes; `volume prune` is among the prunes. */
export const volumeCommands: readonly DockerCommand[] = [create, list, inspect, removeCommand];
