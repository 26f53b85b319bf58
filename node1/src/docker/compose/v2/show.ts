import { dockerAge } from '../../../cli-kit/duration.ts';
import { notSimulated } from '../../../cli-kit/exit-error.ts';
import { flag } from '../../../cli-kit/flags.ts';
import { dockerTable, tableWriter } from '../../../cli-kit/tabwriter.ts';
import { humanSize } from '../../cli/units.ts';
import { listContainers } from '../../engine/listing.ts';
import { label, labelOf, serviceOf } from '../labels.ts';
import { processRows } from '../processes.ts';
import { ownContainers, servicesOf, type V2Call, type V2Command, V2Error } from './call.ts';
import { runningOf } from './run.ts';

/** docker compose's own version. */
export const v2Version = '2.27.0';

const dryRun = flag.absent('dry-run');
const wide = { minWidth: 20, padding: 3 };

const ps: V2Command = {
  name: 'ps',
  flags: [
    ...[flag.bool('all', 'a'), flag.bool('quiet', 'q'), flag.bool('services'), flag.bool('no-trunc')],
    ...[flag.text('format'), flag.list('status'), flag.text('filter'), { ...flag.bool('orphans'), initial: 'true' }],
    ...dryRun,
  ],
  least: 0,
  most: Infinity,
  async run(call) {
    const { flags, args, engine, project } = call;
    const { stdout } = call.invocation;
    servicesOf(call, args, false);
    const format = flags.value('format') ?? 'table';
    if (format !== 'table') throw notSimulated(`docker compose ps --format ${format}`);
    const filter = flags.value('filter') ?? '';
    const [key = '', value] = filter.split('=');
    if (filter !== '' && value === undefined) throw new V2Error('arguments to --filter should be in form KEY=VAL');
    if (filter !== '' && key === 'source') throw notSimulated('docker compose ps --filter source');
    if (filter !== '' && key !== 'status') throw new V2Error(`unknown filter ${key}`);
    const states = [...flags.list('status'), ...(value === undefined ? [] : [value])];
    const isAll = flags.on('all') || states.length > 0;
    const names = args.length === 0 && !flags.on('orphans') ? project.services.map(({ name }) => name) : args;
    const containers = ownContainers(call, names, { stopped: isAll, oneOff: isAll ? 'include' : 'exclude' })
      .filter(({ state }) => states.length === 0 || states.includes(state))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    if (flags.on('quiet')) {
      await stdout.write(containers.map(({ id }) => `${id}\n`).join(''));
      return 0;
    }
    if (flags.on('services')) {
      await stdout.write(`${[...new Set(containers.map(serviceOf))].join('\n')}\n`);
      return 0;
    }
    const listed = listContainers(engine);
    const rows = containers.map((container) => {
      const found = listed.find(({ id }) => id === container.id);
      const command = container.command.join(' ');
      const short = command.length > 20 && !flags.on('no-trunc') ? `${command.slice(0, 19)}…` : command;
      const { name, imageName, created } = container;
      const age = `${dockerAge(Date.now() - created)} ago`;
      return [
        name,
        imageName,
        JSON.stringify(short),
        serviceOf(container),
        age,
        found?.status ?? '',
        found?.ports ?? '',
      ];
    });
    const heads = ['NAME', 'IMAGE', 'COMMAND', 'SERVICE', 'CREATED', 'STATUS', 'PORTS'];
    await stdout.write(tableWriter(dockerTable)([heads, ...rows]));
    return 0;
  },
};

const ls: V2Command = {
  name: 'ls',
  flags: [
    flag.bool('all', 'a'),
    flag.bool('quiet', 'q'),
    flag.text('format', undefined, 'table'),
    ...flag.absent('filter=', 'dry-run'),
  ],
  least: 0,
  most: 0,
  async run({ engine, flags, invocation }) {
    const projects = new Map<string, { readonly states: string[]; readonly files: Set<string> }>();
    for (const container of engine.containers.all()) {
      const name = labelOf(container, label.project);
      if (name === undefined || labelOf(container, label.hash) === undefined) continue;
      if (!flags.on('all') && !['running', 'paused', 'restarting'].includes(container.state)) continue;
      const project = projects.get(name) ?? { states: [], files: new Set<string>() };
      projects.set(name, project);
      project.states.push(container.state);
      for (const file of (labelOf(container, label.configFiles) ?? 'N/A').split(',')) project.files.add(file);
    }
    const sorted = [...projects].sort(([a], [b]) => (a < b ? -1 : 1));
    if (flags.on('quiet')) {
      await invocation.stdout.write(sorted.map(([name]) => `${name}\n`).join(''));
      return 0;
    }
    if (flags.text('format') !== 'table') throw notSimulated('docker compose ls --format');
    const rows = sorted.map(([name, { states, files }]) => {
      const counts = [...new Set(states)]
        .sort()
        .map((state) => `${state}(${states.filter((each) => each === state).length})`);
      return [name, counts.join(', '), [...files].join(',')];
    });
    await invocation.stdout.write(tableWriter(wide)([['NAME', 'STATUS', 'CONFIG FILES'], ...rows]));
    return 0;
  },
};

const images: V2Command = {
  name: 'images',
  flags: [flag.bool('quiet', 'q'), flag.text('format', undefined, 'table'), ...dryRun],
  least: 0,
  most: Infinity,
  async run(call) {
    const { flags, args, engine } = call;
    const { stdout } = call.invocation;
    if (flags.text('format') !== 'table') throw notSimulated('docker compose images --format');
    const containers = [...ownContainers(call, args, { stopped: true })].sort((a, b) => (a.name < b.name ? -1 : 1));
    if (flags.on('quiet')) {
      const ids = new Set(containers.map(({ image }) => image.id.slice('sha256:'.length)));
      await stdout.write([...ids].map((id) => `${id}\n`).join(''));
      return 0;
    }
    const rows = containers.map(({ name, image }) => {
      const [tag = ''] = engine.images.names(image.id).tags;
      const colon = tag.lastIndexOf(':');
      const [repository, version] = tag === '' ? ['<none>', '<none>'] : [tag.slice(0, colon), tag.slice(colon + 1)];
      return [name, repository, version, image.id.slice(7, 19), humanSize(image.size)];
    });
    await stdout.write(tableWriter(wide)([['CONTAINER', 'REPOSITORY', 'TAG', 'IMAGE ID', 'SIZE'], ...rows]));
    return 0;
  },
};

const port: V2Command = {
  name: 'port',
  flags: [flag.text('protocol', undefined, 'tcp'), flag.number('index', '0'), ...dryRun],
  least: 2,
  most: Infinity,
  async run(call) {
    const { flags, args } = call;
    const [name = '', wanted = ''] = args;
    if (!/^\d+$/.test(wanted))
      throw new V2Error(`strconv.ParseUint: parsing ${JSON.stringify(wanted)}: invalid syntax`);
    const container = runningOf(call, name, flags.number('index'));
    const protocol = flags.text('protocol').toLowerCase();
    const found = container.ports.find(({ containerPort }) => protocol === 'tcp' && String(containerPort) === wanted);
    if (found === undefined) {
      const others = container.ports.flatMap(({ hostPort }) => [`${hostPort}/tcp`, `${hostPort}/tcp`]).join(', ');
      throw new V2Error(`no port ${Number(wanted)}/${protocol} for container ${container.name}: ${others}`);
    }
    const host = found.hostAddress === undefined || found.hostAddress === '' ? '0.0.0.0' : found.hostAddress;
    await call.invocation.stdout.write(`${host}:${found.hostPort}\n`);
    return 0;
  },
};

const top: V2Command = {
  name: 'top',
  flags: [...dryRun],
  least: 0,
  most: Infinity,
  async run(call) {
    for (const container of ownContainers(call, call.args, {})) {
      const table = tableWriter({ minWidth: 5, padding: 3 })(processRows(container).map((row) => [...row]));
      await call.invocation.stdout.write(`${container.name}\n${table}\n`);
    }
    return 0;
  },
};

const events: V2Command = {
  name: 'events',
  flags: [flag.bool('json'), ...dryRun],
  least: 0,
  most: Infinity,
  async run(call: V2Call) {
    const { engine, flags, args, invocation, project } = call;
    const stop = engine.events.onEvent(({ at, type, action, id, attributes }) => {
      const service = attributes[label.service] ?? '';
      if (type !== 'container' || attributes[label.project] !== project.name) return;
      if (attributes[label.oneOff] === 'True' || (args.length > 0 && !args.includes(service))) return;
      const own = Object.entries(attributes).filter(([key]) => !key.startsWith('com.docker.compose.'));
      const time = new Date(at).toISOString();
      const text = flags.on('json')
        ? JSON.stringify({ action, attributes: Object.fromEntries(own), id, service, time, type: 'container' })
        : `${time.slice(0, -1).replace('T', ' ')}000 container ${action} ${id} (${own.map((pair) => pair.join('=')).join(', ')})\n`;
      void invocation.stdout.write(`${text}\n`);
    });
    await new Promise<void>((resolve) => {
      if (invocation.signal.aborted) resolve();
      invocation.signal.addEventListener('abort', () => {
        resolve();
      });
    });
    stop();
    throw new V2Error('canceled', 130);
  },
};

/** Commands that show what is there. */
export const showCommands: readonly V2Command[] = [ps, ls, images, port, top, events];
