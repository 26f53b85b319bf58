import { parseDuration } from '../../cli-kit/duration.ts';
import { ExitError } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import type { Engine } from '../engine.ts';
import { isUp } from '../engine/container.ts';
import { listContainers } from '../engine/listing.ts';
import { predefined } from '../engine/networks.ts';
import { daemonError, type DockerCall, type DockerCommand } from './command.ts';
import { folderSize } from './disk.ts';
import { type Filter, hasLabel, parseFilters } from './filters.ts';
import { networkUsers, removeNetwork } from './network.ts';
import { confirms } from './prompt.ts';
import { removeImage } from './remove-image.ts';
import { humanSize } from './units.ts';
import { pruneVolumes, volumeUsers } from './volume.ts';

const sure = 'Are you sure you want to continue?';

/** Whether a thing of this age and these labels goes. Throws ExitError for filters that docker does not know. */
function suits(filters: readonly Filter[], created: number, labels: Readonly<Record<string, string>>): boolean {
  return filters.every(({ name, value }) => {
    if (name === 'label') return hasLabel(labels, value);
    if (name === 'label!') return !hasLabel(labels, value);
    if (name !== 'until') return true;
    return created < untilOf(value);
  });
}

/** Milliseconds since the epoch; NaN for what is no moment. */
function untilOf(value: string): number {
  const age = parseDuration(value);
  if (age !== undefined) return Date.now() - age;
  return /^\d+(\.\d+)?$/.test(value) ? Number(value) * 1000 : Date.parse(value);
}

function filtersOf({ flags }: DockerCall, command: string, known: readonly string[]): readonly Filter[] {
  const filters = parseFilters(command, flags.list('filter'), known, []);
  const wrong = filters.find(({ name, value }) => name === 'until' && Number.isNaN(untilOf(value)));
  if (wrong === undefined) return filters;
  throw daemonError(`failed to parse value as time or duration: ${JSON.stringify(wrong.value)}`);
}

async function prunedContainers(engine: Engine, filters: readonly Filter[]): Promise<{ ids: string[]; bytes: number }> {
  const stopped = engine.containers
    .all()
    .filter((each) => !isUp(each) && each.state !== 'restarting')
    .filter(({ created, options }) => suits(filters, created, options.labels));
  for (const container of stopped) await engine.containers.remove(container, false);
  return { ids: stopped.map(({ id }) => id), bytes: 0 };
}

async function prunedImages(
  engine: Engine,
  filters: readonly Filter[],
  all: boolean,
): Promise<{ lines: string[]; bytes: number }> {
  const { images } = engine;
  const used = new Set(listContainers(engine).map(({ imageId }) => imageId));
  const parents = new Set(images.all().map(({ parent }) => parent));
  const dangling = filters.find(({ name }) => name === 'dangling');
  const isAll = dangling === undefined ? all : /^(false|0)$/.test(dangling.value);
  const unused = images.all().filter(({ id, created, config }) => {
    const { tags } = images.names(id);
    const isFree = !used.has(id) && !parents.has(id) && (tags.length === 0 || isAll);
    return isFree && suits(filters, Date.parse(created), config.labels);
  });
  const lines: string[] = [];
  let bytes = 0;
  for (const image of unused) {
    bytes += image.layers.reduce((sum, { size }) => sum + size, 0);
    const removed = await removeImage(engine, image.id, true);
    lines.push(...removed.map((line) => line.replace(/^U/, 'u').replace(/^D/, 'd')));
  }
  return { lines, bytes };
}

function prunedNetworks(engine: Engine, filters: readonly Filter[]): readonly string[] {
  const unused = engine.networks
    .all()
    .filter((network) => !predefined.includes(network.name) && networkUsers(engine, network).length === 0)
    .filter(
      (network) =>
        !engine.containers
          .all()
          .some(({ endpoints }) => endpoints.some((each) => each.network === network.id && each.id !== '')),
    )
    .filter(({ created, labels }) => suits(filters, created, labels));
  for (const network of unused) removeNetwork(engine, network);
  return unused.map(({ name }) => name);
}

function lines(list: readonly string[]): string {
  return list.map((line) => `${line}\n`).join('');
}

function prune(
  name: string,
  summary: string,
  warning: (call: DockerCall) => string,
  more: DockerCommand['flags'],
  work: (call: DockerCall) => Promise<void>,
): DockerCommand {
  return {
    name,
    usage: '[OPTIONS]',
    summary,
    flags: [flag.bool('force', 'f'), ...more],
    least: 0,
    most: 0,
    async run(call) {
      const isSure = call.flags.on('force') || (await confirms(call, `WARNING! ${warning(call)}\n${sure}`));
      if (isSure) await work(call);
      else if (name !== 'system prune' && name !== 'network prune') await call.out('Total reclaimed space: 0B\n');
      return 0;
    },
  };
}

const filter = flag.list('filter');

const containers = prune(
  'container prune',
  'Remove all stopped containers',
  () => 'This will remove all stopped containers.',
  [filter],
  async (call) => {
    const { ids, bytes } = await prunedContainers(
      call.engine,
      filtersOf(call, 'container prune', ['until', 'label', 'label!']),
    );
    if (ids.length > 0) await call.out(`Deleted Containers:\n${lines(ids)}\n`);
    await call.out(`Total reclaimed space: ${humanSize(bytes)}\n`);
  },
);

const images = prune(
  'image prune',
  'Remove unused images',
  ({ flags }) =>
    flags.on('all')
      ? 'This will remove all images without at least one container associated to them.'
      : 'This will remove all dangling images.',
  [filter, flag.bool('all', 'a')],
  async (call) => {
    const filters = filtersOf(call, 'image prune', ['dangling', 'until', 'label', 'label!']);
    const { lines: removed, bytes } = await prunedImages(call.engine, filters, call.flags.on('all'));
    if (removed.length > 0) await call.out(`Deleted Images:\n${lines(removed)}\n`);
    await call.out(`Total reclaimed space: ${humanSize(bytes)}\n`);
  },
);

const networks = prune(
  'network prune',
  'Remove all unused networks',
  () => 'This will remove all custom networks not used by at least one container.',
  [filter],
  async (call) => {
    const names = prunedNetworks(call.engine, filtersOf(call, 'network prune', ['until', 'label', 'label!']));
    if (names.length > 0) await call.out(`Deleted Networks:\n${lines(names)}\n`);
  },
);

async function prunedVolumes(
  engine: Engine,
  filters: readonly Filter[],
): Promise<{ names: readonly string[]; bytes: number }> {
  const unused = engine.volumes.all().filter(({ name }) => volumeUsers(engine, name).length === 0);
  let bytes = 0;
  const wanted = new Set(
    unused.filter(({ created, labels }) => suits(filters, created, labels ?? {})).map(({ name }) => name),
  );
  for (const name of wanted) bytes += await folderSize(engine.volumes.folder(name));
  return { names: pruneVolumes(engine, ({ name }) => wanted.has(name)), bytes };
}

const volumes = prune(
  'volume prune',
  'Remove all unused local volumes',
  () => 'This will remove all local volumes not used by at least one container.',
  [filter],
  async (call) => {
    const { names, bytes } = await prunedVolumes(call.engine, filtersOf(call, 'volume prune', ['label', 'label!']));
    if (names.length > 0) await call.out(`Deleted Volumes:\n${lines(names)}\n`);
    await call.out(`Total reclaimed space: ${humanSize(bytes)}\n`);
  },
);

function filteredWith(filters: readonly string[]): readonly string[] {
  if (filters.length === 0) return [];
  return ['  Items to be pruned will be filtered with:', ...[...filters].sort().map((text) => `  - ${text}`), ''];
}

const system = prune(
  'system prune',
  'Remove unused data',
  ({ flags }) =>
    [
      'This will remove:',
      '  - all stopped containers',
      '  - all networks not used by at least one container',
      ...(flags.on('volumes') ? ['  - all volumes not used by at least one container'] : []),
      flags.on('all') ? '  - all images without at least one container associated to them' : '  - all dangling images',
      flags.on('all') ? '  - all build cache' : '  - all dangling build cache',
      '',
      ...filteredWith(flags.list('filter')),
    ].join('\n'),
  [filter, flag.bool('all', 'a'), flag.bool('volumes')],
  async (call) => {
    const { engine, flags, out } = call;
    const filters = filtersOf(call, 'system prune', ['until', 'label', 'label!']);
    if (flags.on('volumes') && filters.some(({ name }) => name === 'until')) {
      throw new ExitError('ERROR: The "until" filter is not supported with "--volumes"');
    }
    const gone = await prunedContainers(engine, filters);
    if (gone.ids.length > 0) await out(`Deleted Containers:\n${lines(gone.ids)}\n`);
    const names = prunedNetworks(engine, filters);
    if (names.length > 0) await out(`Deleted Networks:\n${lines(names)}\n`);
    let bytes = gone.bytes;
    if (flags.on('volumes')) {
      const pruned = await prunedVolumes(engine, filters);
      bytes += pruned.bytes;
      if (pruned.names.length > 0) await out(`Deleted Volumes:\n${lines(pruned.names)}\n`);
    }
    const removed = await prunedImages(engine, filters, flags.on('all'));
    bytes += removed.bytes;
    if (removed.lines.length > 0) await out(`Deleted Images:\n${lines(removed.lines)}\n`);
    await out(`Total reclaimed space: ${humanSize(bytes)}\n`);
  },
);

const builder = prune(
  'builder prune',
  'Remove build cache',
  ({ flags }) => (flags.on('all') ? 'This will remove all build cache.' : 'This will remove all dangling build cache.'),
  [flag.bool('all', 'a'), ...flag.absent('filter=', 'keep-storage=')],
  async (call) => {
    await call.out('Total reclaimed space: 0B\n');
  },
);

/** The commands that remove what is not used. */
export const pruneCommands: readonly DockerCommand[] = [containers, images, networks, volumes, system, builder];
