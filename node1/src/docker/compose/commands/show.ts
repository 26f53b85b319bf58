import { terminated } from '../../../program.ts';
import type { DockerContainer } from '../../engine/containers.ts';
import type { ComposeCall } from '../command.ts';
import { dumps } from '../config/python.ts';
import { isRunning } from '../converge.ts';
import { ComposeError, Exit } from '../errors.ts';
import { healthOf } from '../health.ts';
import { label, serviceOf } from '../labels.ts';
import { showLogs } from '../logs.ts';
import { containersOf, findService, type Service } from '../project.ts';
import { drawTable } from '../table.ts';
import { numbered } from './lifecycle.ts';

function byName(containers: readonly DockerContainer[]): readonly DockerContainer[] {
  return [...containers].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The width that tables fit: without a terminal, any. */
function widthOf({ invocation: { stdout, env } }: ComposeCall): number {
  const columns = Number(env['COLUMNS'] ?? '');
  if (Number.isInteger(columns) && columns > 0) return columns;
  return stdout.isTTY ? stdout.columns : 999;
}

/** `docker-compose ps` */
export async function ps(call: ComposeCall): Promise<number> {
  const { args, output, project } = call;
  if (args.has('--quiet') && args.has('--services')) {
    throw new ComposeError('--quiet and --services cannot be combined');
  }
  if (args.has('--services')) {
    const filter = args.value('--filter');
    const services = project.services.filter((service) => filter === undefined || fits(call, service, filter));
    await output.print(`${services.map(({ name }) => name).join('\n')}\n`);
    return 0;
  }
  const services = args.words;
  const containers = args.has('--all')
    ? containersOf(call, { services, stopped: true, oneOff: 'include' })
    : [...containersOf(call, { services, stopped: true }), ...containersOf(call, { services, oneOff: 'only' })];
  const sorted = byName(containers);
  if (args.has('--quiet')) {
    for (const { id } of sorted) await output.print(`${id}\n`);
    return 0;
  }
  const rows = sorted.map((container) => {
    const command = container.command.join(' ');
    return [
      container.name,
      command.length > 30 ? `${command.slice(0, 26)} ...` : command,
      stateOf(container),
      portsOf(container),
    ];
  });
  await output.print(drawTable(['Name', 'Command', 'State', 'Ports'], rows, widthOf(call)));
  return 0;
}

function fits(call: ComposeCall, service: Service, filter: string): boolean {
  const equals = filter.indexOf('=');
  if (equals < 0) throw new ComposeError('Arguments to --filter should be in form KEY=VAL');
  const [key, value] = [filter.slice(0, equals), filter.slice(equals + 1)];
  if (key === 'source') {
    if (value !== 'image' && value !== 'build') throw new ComposeError(`Invalid value for source filter: ${value}`);
    return value in service.options;
  }
  if (key !== 'status') throw new ComposeError(`Invalid filter: ${key}`);
  return containersOf(call, { services: [service.name], stopped: true }).some((container) => {
    if (value === 'running') return isRunning(container);
    if (value === 'stopped') return !isRunning(container);
    if (value === 'paused' || value === 'restarting') return container.state === value;
    throw new ComposeError(`Invalid state: ${value}`);
  });
}

function stateOf(container: DockerContainer): string {
  if (container.state === 'paused') return 'Paused';
  if (container.state === 'restarting') return 'Restarting';
  if (container.state !== 'running') return `Exit ${container.exitCode}`;
  const health = healthOf(container);
  return health === undefined ? 'Up' : `Up (${health === 'starting' ? 'health: starting' : health})`;
}

/** `0.0.0.0:8000->80/tcp,:::8000->80/tcp, 90/tcp` */
function portsOf({ state, ports, image, options }: DockerContainer): string {
  if (state !== 'running' && state !== 'paused') return '';
  const shown = new Map<string, string[]>();
  for (const port of [...image.config.exposedPorts, ...(options.exposed ?? [])]) shown.set(port, []);
  for (const { hostPort, containerPort, hostAddress = '' } of ports) {
    const key = `${containerPort}/tcp`;
    const hosts = hostAddress === '' ? ['0.0.0.0', '::'] : [hostAddress];
    shown.set(key, [...(shown.get(key) ?? []), ...hosts.map((host) => `${host}:${hostPort}->${key}`)]);
  }
  return [...shown]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([port, published]) => (published.length === 0 ? port : published.join(',')))
    .join(', ');
}

/** `docker-compose port` */
export async function port({ output, ...rest }: ComposeCall): Promise<number> {
  const call = { ...rest, output };
  const [name = '', wanted = ''] = call.args.words;
  const container = numbered(call, name, call.args.value('--index') ?? '1');
  const protocol = call.args.value('--protocol') ?? 'tcp';
  const found = container.ports.find(({ containerPort }) => protocol === 'tcp' && String(containerPort) === wanted);
  const host = found?.hostAddress === undefined || found.hostAddress === '' ? '0.0.0.0' : found.hostAddress;
  await output.print(found === undefined ? '\n' : `${host}:${found.hostPort}\n`);
  return 0;
}

/** `docker-compose images` */
export async function images(call: ComposeCall): Promise<number> {
  const services = call.args.words;
  const containers = byName([
    ...containersOf(call, { services, stopped: true }),
    ...containersOf(call, { services, oneOff: 'only' }),
  ]);
  if (call.args.has('--quiet')) {
    const ids = new Set(containers.map(({ image }) => image.id.slice('sha256:'.length)));
    for (const id of ids) await call.output.print(`${id}\n`);
    return 0;
  }
  const rows = containers.map((container) => {
    const { image, name } = container;
    const { imageName } = findService(call.project, serviceOf(container));
    const wanted = /:[^/]*$/.test(imageName) ? imageName : `${imageName}:latest`;
    const { tags } = call.engine.images.names(image.id);
    const tag = tags.includes(wanted) ? wanted : tags[0];
    const colon = tag?.lastIndexOf(':') ?? 0;
    const [repository, version] =
      tag === undefined ? ['<none>', '<none>'] : [tag.slice(0, colon), tag.slice(colon + 1)];
    return [name, repository, version, image.id.slice(7, 19), fileSize(image.size)];
  });
  await call.output.print(drawTable(['Container', 'Repository', 'Tag', 'Image Id', 'Size'], rows, widthOf(call)));
  return 0;
}

/** `1.984 MB`: four digits that count. */
function fileSize(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const order = bytes === 0 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3 + 1e-12), units.length - 1);
  return `${Number((bytes / 1000 ** order).toPrecision(4))} ${units[order] ?? ''}`;
}

/** `docker-compose logs` */
export async function logs(call: ComposeCall): Promise<number> {
  const { args, output, invocation } = call;
  const containers = containersOf(call, { services: args.words, stopped: true });
  const tail = args.value('--tail') ?? 'all';
  if (tail !== 'all' && !/^\d+$/.test(tail)) throw new ComposeError('tail flag must be all or a number');
  await output.print(`Attaching to ${containers.map(({ name }) => name).join(', ')}\n`);
  await showLogs(
    call,
    containers.filter(({ options }) => options.isMute !== true),
    {
      follows: args.has('--follow'),
      hasColours: output.hasColours && !args.has('--no-color'),
      hasPrefix: !args.has('--no-log-prefix'),
      hasTimes: args.has('--timestamps'),
      tail: tail === 'all' ? Infinity : Number(tail),
      signal: invocation.signal,
    },
  );
  return invocation.signal.aborted ? interrupted(call) : 0;
}

/** `docker-compose events`: what happens from now on, until ^C. */
export async function events(call: ComposeCall): Promise<number> {
  const { args, output, engine, project, invocation } = call;
  const names = args.words.length > 0 ? args.words : project.services.map(({ name }) => name);
  const stop = engine.events.onEvent(({ at, type, action, id, attributes }) => {
    if (type !== 'container' || attributes[label.project] !== project.name) return;
    if (attributes[label.oneOff] !== 'False' || !names.includes(attributes[label.service] ?? '')) return;
    const own = Object.entries(attributes).filter(([key]) => !key.startsWith('com.docker.compose.'));
    const time = `${new Date(at).toISOString().slice(0, -1)}${String(process.hrtime()[1] % 1000).padStart(3, '0')}`;
    const pairs = own.map(([key, value]) => `${key}=${value}`).sort();
    const text = args.has('--json')
      ? dumps({ time, type, action, id, service: attributes[label.service], attributes: Object.fromEntries(own) })
      : `${time.replace('T', ' ')} ${type} ${action} ${id} (${pairs.join(', ')})`;
    void output.printNow(`${text}\n`);
  });
  await new Promise<void>((resolve) => {
    if (invocation.signal.aborted) resolve();
    invocation.signal.addEventListener('abort', () => {
      resolve();
    });
  });
  stop();
  return interrupted(call);
}

/** ^C is told; SIGTERM ends Python without a word. */
async function interrupted({ output, invocation }: ComposeCall): Promise<number> {
  if (invocation.signal.reason === terminated) throw new Exit(143);
  await output.error('Aborting.');
  return 1;
}
