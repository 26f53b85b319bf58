import { dockerAge } from '../../cli-kit/duration.ts';
import { flag } from '../../cli-kit/flags.ts';
import type { Engine } from '../engine.ts';
import { listContainers, type ListedContainer } from '../engine/listing.ts';
import { daemonError, type DockerCommand } from './command.ts';
import { type ContainerFacts, hasLabel, parseFilters, passes } from './filters.ts';
import { containerRows } from './rows.ts';
import { formatRows, tryRows } from './template.ts';
import { fullTime, humanSize } from './units.ts';

const known = ['ancestor', 'exited', 'id', 'label', 'name', 'network', 'publish', 'status'];
const absent = ['before', 'since', 'expose', 'health', 'is-task', 'isolation', 'volume'];
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
    flag.text('last', 'n'),
    flag.bool('latest', 'l'),
    ...flag.absent('s:size'),
  ],
  least: 0,
  most: 0,
  async run(call) {
    const { flags, engine } = call;
    const filters = parseFilters('ps', flags.list('filter'), known, absent);
    const wrong = filters.find(({ name, value }) => name === 'status' && !states.includes(value));
    if (wrong !== undefined) throw daemonError(`Invalid filter 'status=${wrong.value}'`);
    // A filter for a state shows also what does not run; so does a number.
    const isWide = ['all', 'latest', 'last'].some((name) => flags.given(name));
    const asksState = filters.some(({ name }) => name === 'status' || name === 'exited');
    const most = flags.on('latest') ? 1 : Number(flags.value('last') ?? Infinity);
    const rows = listContainers(engine)
      .filter((container) => container.isRunning || isWide || asksState)
      .filter((container) => passes(filters, factsOf(engine, container)))
      .slice(0, most < 0 ? undefined : most)
      .map((container) => row(container, flags.on('no-trunc')));
    const format = flags.value('format') ?? '';
    if (format !== '') tryRows(containerRows, format);
    const shown = rows.map(({ fields, labels }) => ({ fields, labels }));
    if (flags.on('quiet') && (format === '' || format === 'table')) {
      await call.out(rows.map(({ fields }) => `${fields.ID}\n`).join(''));
    } else await call.out(formatRows(containerRows, format === '' ? 'table' : format, shown));
    return 0;
  },
};

function factsOf({ images }: Engine, container: ListedContainer): ContainerFacts {
  const { own } = container;
  return {
    ancestor: (value) => container.image === value || images.find(value)?.id === container.imageId,
    exited: (value) => own?.state === 'exited' && String(own.exitCode) === value,
    id: (value) => container.id.startsWith(value),
    label: (value) => hasLabel(container.labels, value),
    name: (value) => container.name.includes(value.replace(/^[/^]+|\$$/g, '')),
    network: (value) => own?.options.network === value,
    publish: (value) => own?.ports.some(({ hostPort }) => String(hostPort) === value.split('/')[0]) === true,
    status: (value) => stateOf(container) === value,
  };
}

function stateOf({ own, isRunning }: ListedContainer): string {
  return own?.state ?? (isRunning ? 'running' : 'exited');
}

function row(container: ListedContainer, isWhole: boolean) {
  const command = container.command.join(' ');
  const labels = Object.entries(container.labels).map(([key, value]) => `${key}=${value}`);
  const fields = {
    Command: JSON.stringify(command.length > 20 && !isWhole ? `${command.slice(0, 19)}…` : command),
    CreatedAt: fullTime(container.created),
    ID: isWhole ? container.id : container.id.slice(0, 12),
    Image: container.image,
    Labels: labels.join(','),
    LocalVolumes: '0',
    Mounts: '',
    Names: container.name,
    Networks: container.own?.options.network ?? '',
    Ports: container.ports,
    RunningFor: `${dockerAge(Date.now() - container.created)} ago`,
    Size: `0B (virtual ${humanSize(container.imageSize)})`,
    State: stateOf(container),
    Status: container.status,
  };
  return { fields, labels: container.labels };
}
