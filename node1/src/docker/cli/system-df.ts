import { dockerAge } from '../../cli-kit/duration.ts';
import { notSimulated } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import { alignTabs, dockerTable } from '../../cli-kit/tabwriter.ts';
import { listContainers } from '../engine/listing.ts';
import { shortDigest } from '../image/pull.ts';
import type { DockerCall, DockerCommand } from './command.ts';
import { folderSize } from './disk.ts';
import { formatRows, type RowKind } from './template.ts';
import { humanSize } from './units.ts';
import { volumeUsers } from './volume.ts';

const rows: RowKind = {
  type: '*formatter.diskUsageImagesContext',
  heads: { Type: 'TYPE', TotalCount: 'TOTAL', Active: 'ACTIVE', Size: 'SIZE', Reclaimable: 'RECLAIMABLE' },
  table: 'table {{.Type}}\t{{.TotalCount}}\t{{.Active}}\t{{.Size}}\t{{.Reclaimable}}',
};

/** `docker system df`: what images, containers and volumes take. */
export const systemDf: DockerCommand = {
  name: 'system df',
  usage: '[OPTIONS]',
  summary: 'Show docker disk usage',
  flags: [flag.bool('verbose', 'v'), flag.text('format')],
  least: 0,
  most: 0,
  async run(call) {
    const { flags, out } = call;
    const usage = await usageOf(call);
    const format = flags.value('format') ?? '';
    if (flags.on('verbose')) {
      if (format !== '') throw notSimulated('docker system df -v --format');
      await out(verbose(call, usage));
      return 0;
    }
    const percent = (part: number, all: number) => (all === 0 ? '' : ` (${Math.floor((part / all) * 100)}%)`);
    const line = (Type: string, total: number, active: number, size: number, free: number) => ({
      fields: {
        Type,
        TotalCount: String(total),
        Active: String(active),
        Size: humanSize(size),
        Reclaimable: `${humanSize(free)}${percent(free, size)}`,
      },
    });
    const { images, containers, volumes } = usage;
    const used = images.filter(({ users }) => users > 0);
    const sum = (list: readonly { readonly size: number }[]) => list.reduce((all, { size }) => all + size, 0);
    const lines = [
      line('Images', images.length, used.length, sum(images), sum(images) - sum(used)),
      line('Containers', containers.length, containers.filter(({ isRunning }) => isRunning).length, 0, 0),
      line(
        'Local Volumes',
        volumes.length,
        volumes.filter(({ links }) => links > 0).length,
        sum(volumes),
        sum(volumes.filter(({ links }) => links === 0)),
      ),
      line('Build Cache', 0, 0, 0, 0),
    ];
    await out(formatRows(rows, format === '' || format === 'table' ? 'table' : format, lines));
    return 0;
  },
};

async function usageOf({ engine }: DockerCall) {
  const containers = listContainers(engine);
  const parents = new Set(engine.images.all().map(({ parent }) => parent));
  const images = engine.images
    .all()
    .filter(({ id }) => engine.images.names(id).tags.length > 0 || !parents.has(id))
    .map((image) => ({
      image,
      size: image.size,
      users: containers.filter(({ imageId }) => imageId === image.id).length,
    }))
    .sort((a, b) => (a.image.created < b.image.created ? 1 : -1));
  const volumes = [];
  for (const { name } of engine.volumes.all()) {
    volumes.push({
      name,
      size: await folderSize(engine.volumes.folder(name)),
      links: volumeUsers(engine, name).length,
    });
  }
  return { images, containers, volumes };
}

type Usage = Awaited<ReturnType<typeof usageOf>>;

function verbose({ engine }: DockerCall, { images, containers, volumes }: Usage): string {
  const table = (lines: readonly (readonly string[])[]) =>
    alignTabs(`${lines.map((cells) => cells.join('\t')).join('\n')}\n`, dockerTable);
  const ago = (at: number) => `${dockerAge(Date.now() - at)} ago`;
  const shown = images.map(({ image, users }) => {
    const [name = '<none>:<none>'] = engine.images.names(image.id).tags;
    const colon = name.lastIndexOf(':');
    const size = humanSize(image.size, 4);
    return [
      name.slice(0, colon),
      name.slice(colon + 1),
      shortDigest(image.id),
      ago(Date.parse(image.created)),
      size,
      '0B',
      size,
      String(users),
    ];
  });
  const own = containers.map((each) => [
    each.id.slice(0, 12),
    each.image,
    JSON.stringify(
      each.command.join(' ').length > 20 ? `${each.command.join(' ').slice(0, 19)}…` : each.command.join(' '),
    ),
    String(each.own?.mounts.filter(({ type }) => type === 'volume').length ?? 0),
    '0B',
    ago(each.created),
    each.status,
    each.name,
  ]);
  return [
    'Images space usage:\n\n',
    table([['REPOSITORY', 'TAG', 'IMAGE ID', 'CREATED', 'SIZE', 'SHARED SIZE', 'UNIQUE SIZE', 'CONTAINERS'], ...shown]),
    '\nContainers space usage:\n\n',
    table([['CONTAINER ID', 'IMAGE', 'COMMAND', 'LOCAL VOLUMES', 'SIZE', 'CREATED', 'STATUS', 'NAMES'], ...own]),
    '\nLocal Volumes space usage:\n\n',
    table([
      ['VOLUME NAME', 'LINKS', 'SIZE'],
      ...volumes.map(({ name, links, size }) => [name, String(links), humanSize(size, 4)]),
    ]),
    '\nBuild cache usage: 0B\n\n',
    table([['CACHE ID', 'CACHE TYPE', 'SIZE', 'CREATED', 'LAST USED', 'USAGE', 'SHARED']]),
  ].join('');
}
