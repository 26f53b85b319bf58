import { dockerAge } from '../../cli-kit/duration.ts';
import { flag } from '../../cli-kit/flags.ts';
import type { Engine } from '../engine.ts';
import { listContainers, type ListedContainer } from '../engine/listing.ts';
import { daemonError, type DockerCommand } from './command.ts';
import { type ContainerFacts, hasLabel, nameFits, parseFilters, passes } from './filters.ts';
import { containerRows, containerRowsWithSize } from './rows.ts';
import { formatRows, tryRows } from './template.ts';
import { fullTime, humanSize } from './units.ts';

const known = [
  ...['ancestor', 'before', 'exited', 'expose', 'health', 'id', 'is-task', 'label', 'name', 'network', 'publish'],
  ...['since', 'status', 'volume'],
];
const absent = ['isolation'];
const states = ['created', 'restarting', 'running', 'removing', 'paused', 'exited', 'dead'];

/** `docker ps`: docker's own containers and those of the cluster's pods. */
export const ps: DockerCommand = {
  name: 'ps',
  usage: '[OPTIONS]',
  summary: 'List containers',
  flags: [
    flag.bool('all', 'a'),
    flag.bool('quiet', 'q'),
    flag.bool('no-trunc'),
    flag.text('format'),
    flag.list('filter', 'f'),
    flag.number('last', '-1', 'n'),
    flag.bool('latest', 'l'),
    flag.bool('size', 's'),
  ],
  least: 0,
  most: 0,
  async run(call) {
    const { flags, engine } = call;
    const filters = parseFilters('ps', flags.list('filter'), known, absent);
    const wrong = filters.find(({ name, value }) => name === 'status' && !states.includes(value));
    if (wrong !== undefined) throw daemonError(`Invalid filter 'status=${wrong.value}'`);
    const health = filters.find(({ name, value }) => name === 'health' && !healths.includes(value));
    if (health !== undefined) throw daemonError(`Unrecognised filter value for health: ${health.value}`);
    const exits = filters.find(({ name, value }) => name === 'exited' && !/^-?\d+$/.test(value));
    if (exits !== undefined) {
      throw daemonError(`strconv.Atoi: parsing ${JSON.stringify(exits.value)}: invalid syntax`);
    }
    // A filter for a state shows also what does not run; so does a number.
    const last = flags.on('latest') && flags.number('last') === -1 ? 1 : flags.number('last');
    const isWide = flags.on('all') || last > 0;
    const asksState = filters.some(({ name }) => ['status', 'exited', 'before', 'since'].includes(name));
    const all = listContainers(engine);
    for (const { name, value } of filters) {
      if ((name === 'before' || name === 'since') && !all.some((each) => isCalled(each, value))) {
        throw daemonError(`No such container: ${value}`);
      }
    }
    const rows = all
      .filter((container) => container.isRunning || isWide || asksState)
      .filter((container) => passes(filters, factsOf(engine, container, all)))
      .slice(0, last > 0 ? last : undefined)
      .map((container) => row(container, flags.on('no-trunc')));
    const format = flags.value('format') ?? '';
    if (format !== '') tryRows(containerRows, format);
    const shown = rows.map(({ fields, labels }) => ({ fields, labels }));
    if (flags.on('quiet') && (format === '' || format === 'table')) {
      await call.out(rows.map(({ fields }) => `${fields.ID}\n`).join(''));
    } else {
      const kind = flags.on('size') ? containerRowsWithSize : containerRows;
      await call.out(formatRows(kind, format === '' ? 'table' : format, shown));
    }
    return 0;
  },
};

function isCalled({ name, id }: ListedContainer, value: string): boolean {
  return name === value || (value !== '' && id.startsWith(value));
}

function factsOf({ images }: Engine, container: ListedContainer, all: readonly ListedContainer[]): ContainerFacts {
  const { own } = container;
  const createdOf = (value: string) => all.find((each) => isCalled(each, value))?.created ?? 0;
  const exposes = (value: string, published: boolean): boolean => {
    const [from = 0, to = from] = (value.split('/')[0] ?? '').split('-').map(Number);
    const ports = [
      ...(own?.ports.map(({ containerPort, hostPort }) => (published ? hostPort : containerPort)) ?? []),
      ...(published
        ? (own?.ports.map(({ containerPort }) => containerPort) ?? [])
        : (own?.image.config.exposedPorts.map((port) => Number(port.split('/')[0])) ?? [])),
    ];
    return ports.some((port) => port >= from && port <= to);
  };
  return {
    ancestor: (value) => container.image === value || images.find(value)?.id === container.imageId,
    before: (value) => container.created < createdOf(value),
    exited: (value) => own?.state === 'exited' && String(own.exitCode) === value,
    expose: (value) => exposes(value, false),
    health: (value) => (own?.health?.status ?? 'none') === value,
    id: (value) => container.id.startsWith(value),
    'is-task': (value) => value === 'false',
    label: (value) => hasLabel(container.labels, value),
    name: (value) => nameFits(container.name, value),
    network: (value) =>
      own?.endpoints.some(({ network, networkName }) => networkName === value || network.startsWith(value)) === true,
    publish: (value) => exposes(value, true),
    since: (value) => container.created > createdOf(value),
    status: (value) => stateOf(container) === value,
    volume: (value) => own?.mounts.some(({ name, source, target }) => [name, source, target].includes(value)) === true,
  };
}

const healths = ['none', 'starting', 'healthy', 'unhealthy'];

function stateOf({ own, isRunning }: ListedContainer): string {
  return own?.state ?? (isRunning ? 'running' : 'exited');
}

function row(container: ListedContainer, isWhole: boolean) {
  const command = container.command.map((word, at) => (at > 0 && word.includes(' ') ? `'${word}'` : word)).join(' ');
  const mounts = container.own?.mounts.filter(({ isHidden }) => isHidden !== true) ?? [];
  const labels = Object.entries(container.labels)
    .map(([key, value]) => `${key}=${value}`)
    .sort();
  const fields = {
    Command: JSON.stringify(command.length > 20 && !isWhole ? `${command.slice(0, 19)}…` : command),
    CreatedAt: fullTime(container.created),
    ID: isWhole ? container.id : container.id.slice(0, 12),
    Image: container.image,
    Labels: labels.join(','),
    LocalVolumes: String(mounts.filter(({ type }) => type === 'volume').length),
    Mounts: mounts
      .map(({ name, source = '' }) => name ?? source)
      .map((each) => (each.length > 15 && !isWhole ? `${each.slice(0, 14)}…` : each))
      .join(','),
    Names: container.name,
    Networks: container.own?.endpoints.map(({ networkName }) => networkName).join(',') ?? '',
    Ports: container.ports,
    RunningFor: `${dockerAge(Date.now() - container.created)} ago`,
    Size: `0B (virtual ${humanSize(container.imageSize)})`,
    State: stateOf(container),
    Status: container.status,
  };
  return { fields, labels: container.labels };
}
