import { ExitError, notSimulated } from '../../cli-kit/exit-error.ts';
import { follow, missedText } from '../../follow.ts';
import { message } from '../../messages/message.ts';
import type { LogLine } from '../../workload.ts';
import type { DockerContainer } from '../engine/containers.ts';
import { listContainers } from '../engine/listing.ts';
import { type ComposeCall, containersOf, labelsOf, shortName, warningText } from './call.ts';
import { buildService, pullService } from './images.ts';
import { type Service } from './project.ts';

const nameOfKey: ReadonlySet<string> = new Set(
  'image build ports environment command entrypoint depends_on container_name hostname working_dir labels networks deploy restart expose links stdin_open tty'.split(
    ' ',
  ),
);

/** `docker-compose up`: makes and starts a container for each service; without -d, shows their output until ^C. */
export async function up(call: ComposeCall): Promise<number> {
  const { project, services } = call;
  const deployed = services.filter(({ source }) => source['deploy'] !== undefined).map(({ name }) => name);
  if (deployed.length > 0) {
    await call.remark(
      warningText(
        call.invocation,
        `Some services (${deployed.sort().join(', ')}) use the 'deploy' key, which will be ignored. Compose does not support 'deploy' configuration - use \`docker stack deploy\` to deploy to a swarm.`,
      ),
    );
  }
  for (const service of services) {
    const unknown = Object.keys(service.source).find((key) => !nameOfKey.has(key) && !key.startsWith('x-'));
    if (unknown !== undefined) {
      throw notSimulated(message('subject/compose-key', { key: unknown }));
    }
  }
  const existing = containersOf(call);
  if (existing.length === 0) await call.remark(`Creating network "${project.name}_default" with the default driver\n`);
  const network = `${project.name}_default`;
  if (call.engine.networks.find(network) === undefined) {
    const labels = { 'com.docker.compose.network': 'default', 'com.docker.compose.project': project.name };
    call.engine.networks.create({ name: network, attachable: true, labels });
  }
  for (const service of services) await ensureImage(call, service);
  for (const service of services) await startService(call, service);
  if (call.flags.given('detach')) return 0;

  const containers = containersOf(call);
  await call.out(`Attaching to ${containers.map(({ name }) => name).join(', ')}\n`);
  await show(call, containers, true);
  if (call.invocation.signal.aborted) {
    await call.remark('Gracefully stopping... (press Ctrl+C again to force)\n');
    await stopAll(call, containers);
  }
  return 0;
}

async function ensureImage(call: ComposeCall, service: Service): Promise<void> {
  const isThere = call.engine.images.find(service.image) !== undefined;
  if (service.build !== undefined && (!isThere || call.flags.given('build'))) {
    await buildService(call, service);
    if (!isThere) {
      await call.remark(
        warningText(
          call.invocation,
          `Image for service ${service.name} was built because it did not already exist. To rebuild this image you must use \`docker-compose build\` or \`docker-compose up --build\`.`,
        ),
      );
    }
  } else if (!isThere) {
    await call.remark(`Pulling ${service.name} (${service.image})...\n`);
    const problem = await pullService(call, service);
    if (problem !== undefined) throw new ExitError(problem);
  }
}

async function startService(call: ComposeCall, service: Service): Promise<void> {
  const { engine, project } = call;
  const { source } = service;
  const name =
    typeof source['container_name'] === 'string' ? source['container_name'] : `${project.name}_${service.name}_1`;
  const image = engine.images.find(service.image);
  if (image === undefined) throw new ExitError(`No such image: ${service.image}`);
  const old = engine.containers.find(name);
  if (old?.state === 'running' && old.image.id === image.id) {
    await call.remark(`${name} is up-to-date\n`);
    return;
  }
  if (old !== undefined) await engine.containers.remove(old, true);
  const workingDir = source['working_dir'];
  const hostname = source['hostname'];
  const container = engine.containers.create({
    name,
    image,
    imageName: service.image,
    ...(service.entrypoint && { entrypoint: service.entrypoint }),
    ...(service.command && { args: service.command }),
    ...(typeof workingDir === 'string' && { workingDir }),
    ...(typeof hostname === 'string' && { hostname }),
    env: service.environment,
    ports: service.ports,
    labels: labelsOf(project, service),
    stdin: source['stdin_open'] === true,
    tty: source['tty'] === true,
    autoRemove: false,
    network: `${project.name}_default`,
    aliases: [service.name],
  });
  try {
    await engine.containers.start(container);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    await call.remark(`Creating ${name} ... error\n`);
    throw new ExitError(`for ${service.name}  Cannot start service ${service.name}: ${error.message}`);
  }
  await call.remark(`${old === undefined ? 'Creating' : 'Recreating'} ${name} ... done\n`);
}

/** `docker-compose down`: containers and network go. */
export async function down(call: ComposeCall): Promise<void> {
  const containers = containersOf(call);
  await stopAll(call, containers);
  for (const container of containers) {
    await call.engine.containers.remove(container, true);
    await call.remark(`Removing ${container.name} ... done\n`);
  }
  await call.remark(`Removing network ${call.project.name}_default\n`);
  const network = call.engine.networks.find(`${call.project.name}_default`);
  if (network !== undefined) call.engine.networks.remove(network);
  if (containers.length === 0) await call.remark(`Network ${call.project.name}_default not found.\n`);
}

/** Stops what runs of them, all at once, within --timeout or 10 s each. */
export async function stopAll(call: ComposeCall, containers: readonly DockerContainer[]): Promise<void> {
  const running = containers.filter(({ state }) => state === 'running');
  const seconds = Number(call.flags.value('timeout') ?? 10);
  await Promise.all(
    running.map(async (container) => {
      await call.engine.containers.stop(container, seconds);
      await call.remark(`Stopping ${container.name} ... done\n`);
    }),
  );
}

/** `docker-compose logs` */
export async function logs(call: ComposeCall): Promise<number> {
  const containers = containersOf(call);
  await call.out(`Attaching to ${containers.map(({ name }) => name).join(', ')}\n`);
  await show(call, containers, call.flags.given('follow'));
  return call.invocation.signal.aborted ? 1 : 0;
}

const colours = [36, 33, 32, 35, 34].map((code) => (text: string) => `\x1b[${code}m${text}\x1b[0m`);

/** Shows logs, each line behind its container's name, in colour whether or not a terminal reads it, as docker-compose 1.29 does. */
async function show(call: ComposeCall, containers: readonly DockerContainer[], stays: boolean): Promise<void> {
  const { flags, invocation, project } = call;
  const width = Math.max(0, ...project.services.map(({ name }) => name.length)) + 3;
  const tail = flags.value('tail') ?? 'all';
  const count = tail === 'all' ? Infinity : Number(tail);
  const sources = containers.flatMap((container, index) => {
    const name = `${shortName(container).padEnd(width)} |`;
    const colour = colours[index % colours.length];
    const prefix = `${flags.given('no-color') || colour === undefined ? name : colour(name)} `;
    return container.process === undefined ? [] : [{ container: container.process, tail: count, prefix }];
  });
  const text = (prefix: string) => (line: LogLine) => {
    const time = flags.given('timestamps') ? `${new Date(line.at).toISOString().replace('Z', '000000Z')} ` : '';
    return `${prefix}${time}${line.text.endsWith('\n') ? line.text : `${line.text}\n`}`;
  };
  if (!stays) {
    for (const { container, prefix } of sources) {
      const lines = count === 0 ? [] : container.log.lines.slice(-count);
      await call.out(lines.map(text(prefix)).join(''));
    }
    return;
  }
  for await (const { index, lines, missed } of follow(sources, invocation.signal)) {
    if (missed > 0) await call.remark(missedText(missed, call.invocation.lang));
    await call.out(lines.map(text(sources[index]?.prefix ?? '')).join(''));
  }
}

/** `docker-compose ps`, as texttable lays it out: heads in the middle, every column padded. */
export async function ps(call: ComposeCall): Promise<void> {
  if (call.flags.given('services')) {
    await call.out(call.project.services.map(({ name }) => `${name}\n`).join(''));
    return;
  }
  if (call.flags.given('quiet')) {
    await call.out(
      containersOf(call)
        .map(({ id }) => `${id}\n`)
        .join(''),
    );
    return;
  }
  const listed = listContainers(call.engine);
  const rows = containersOf(call).map((container) => {
    const { ports = '' } = listed.find(({ id }) => id === container.id) ?? {};
    const state =
      container.state === 'running' ? 'Up' : container.state === 'exited' ? `Exit ${container.exitCode}` : 'Created';
    const command = container.command.join(' ');
    return [container.name, command.length > 30 ? `${command.slice(0, 26)} ...` : command, state, ports];
  });
  const heads = ['Name', 'Command', 'State', 'Ports'];
  const widths = heads.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) => `${cells.join('   ')}\n`;
  const middle = (text: string, width: number) => text.padStart(Math.floor((width + text.length) / 2)).padEnd(width);
  await call.out(line(heads.map((head, column) => middle(head, widths[column] ?? 0))));
  await call.out(`${'-'.repeat(widths.reduce((sum, width) => sum + width, 3 * (heads.length - 1)))}\n`);
  for (const row of rows) await call.out(line(row.map((cell, column) => cell.padEnd(widths[column] ?? 0))));
}
