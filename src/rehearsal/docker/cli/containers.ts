import type { LogLine } from '../../workload.ts';
import { DaemonError, type DockerContainer } from '../engine/containers.ts';
import { listContainers, type ListedContainer } from '../engine/listing.ts';
import { CommandError, daemonError, type Call, type Command } from './command.ts';
import { formatTable } from './table.ts';
import { fillTemplates } from './template.ts';
import { humanDuration } from './units.ts';
import { createQueue } from './queue.ts';

const list: Command = {
  name: 'ps',
  usage: '[OPTIONS]',
  summary: 'List containers',
  flags: {
    all: { letter: 'a', kind: 'boolean' },
    quiet: { letter: 'q', kind: 'boolean' },
    'no-trunc': { kind: 'boolean' },
    format: { kind: 'value' },
    filter: { letter: 'f', kind: 'list' },
    last: { letter: 'n', kind: 'value' },
    latest: { letter: 'l', kind: 'boolean' },
  },
  least: 0,
  most: 0,
  async run(call) {
    const { flags, engine } = call;
    const all = listContainers(engine).filter(({ isRunning }) => isRunning || flags.has('all') || flags.has('latest'));
    const most = flags.has('latest') ? 1 : Number(flags.value('last') ?? Infinity);
    const rows = all
      .filter((container) => flags.list('filter').every((filter) => passes(container, filter)))
      .slice(0, most)
      .map((container) => row(container, flags.has('no-trunc')));
    const format = flags.value('format');
    if (format !== undefined) await call.out(fillTemplates(format, rows));
    else if (flags.has('quiet')) await call.out(rows.map(({ ID }) => `${ID}\n`).join(''));
    else {
      const heads = ['CONTAINER ID', 'IMAGE', 'COMMAND', 'CREATED', 'STATUS', 'PORTS', 'NAMES'];
      const cells = rows.map((each) => [
        each.ID,
        each.Image,
        each.Command,
        each.RunningFor,
        each.Status,
        each.Ports,
        each.Names,
      ]);
      await call.out(formatTable(heads, cells));
    }
    return 0;
  },
};

function row(
  container: ListedContainer,
  isWhole: boolean,
): Readonly<Record<'ID' | 'Image' | 'Command' | 'RunningFor' | 'Status' | 'Ports' | 'Names', string>> {
  const command = container.command.join(' ');
  return {
    ID: isWhole ? container.id : container.id.slice(0, 12),
    Image: container.image,
    Command: `"${command.length > 20 && !isWhole ? `${command.slice(0, 19)}…` : command}"`,
    RunningFor: `${humanDuration(Date.now() - container.created)} ago`,
    Status: container.status,
    Ports: container.ports,
    Names: container.name,
  };
}

function passes(container: ListedContainer, filter: string): boolean {
  const [key, value = ''] = filter.split('=');
  if (key === 'name') return container.name.includes(value);
  if (key === 'status') return container.isRunning ? value === 'running' : container.own?.state === value;
  throw new CommandError(`rehearsal: docker ps --filter ${filter} is not simulated; use a real cluster`);
}

/** A container of docker's own. Throws CommandError where there is none. */
function requireContainer({ engine }: Call, name: string): DockerContainer {
  const found = engine.containers.find(name);
  if (found !== undefined) return found;
  const isPods = listContainers(engine).some((each) => each.name === name || each.id.startsWith(name));
  if (isPods) throw new CommandError("rehearsal: docker on a pod's container is not simulated here; use kubectl");
  throw new CommandError(`Error: No such container: ${name}`);
}

const logs: Command = {
  name: 'logs',
  usage: '[OPTIONS] CONTAINER',
  summary: 'Fetch the logs of a container',
  flags: {
    follow: { letter: 'f', kind: 'boolean' },
    tail: { letter: 'n', kind: 'value' },
    timestamps: { letter: 't', kind: 'boolean' },
  },
  least: 1,
  most: 1,
  async run(call) {
    const container = requireContainer(call, call.args[0] ?? '');
    const { process } = container;
    if (process === undefined) return 0;
    const tail = call.flags.value('tail');
    const count = tail === undefined || tail === 'all' ? Infinity : Number(tail);
    const queue = createQueue();
    const show = ({ at, stream, text }: LogLine) => {
      const time = call.flags.has('timestamps') ? `${new Date(at).toISOString().replace('Z', '000000Z')} ` : '';
      return queue.add(`${time}${text}`, stream === 'stdout' ? call.out : call.err);
    };
    for (const line of count === 0 ? [] : process.logs.slice(-count)) void show(line);
    if (call.flags.has('follow') && container.state === 'running') {
      const unsubscribe = process.onLog(show);
      await Promise.race([process.ended, untilAborted(call.invocation.signal)]);
      unsubscribe();
    }
    await queue.written();
    return call.invocation.signal.aborted ? 130 : 0;
  },
};

const exec: Command = {
  name: 'exec',
  usage: '[OPTIONS] CONTAINER COMMAND [ARG...]',
  summary: 'Run a command in a running container',
  stopsAtArgument: true,
  flags: {
    interactive: { letter: 'i', kind: 'boolean' },
    tty: { letter: 't', kind: 'boolean' },
    detach: { letter: 'd', kind: 'boolean' },
  },
  least: 2,
  most: Infinity,
  async run(call) {
    const [name = '', ...command] = call.args;
    const container = requireContainer(call, name);
    if (container.state !== 'running' || container.process === undefined) {
      throw daemonError(`Container ${container.id} is not running`);
    }
    const { stdin, signal, stdout, stderr } = call.invocation;
    let written = Promise.resolve();
    const io = {
      stdin: call.flags.has('interactive') ? stdin : nothing(),
      stdout: (data: Uint8Array) => {
        written = written.then(() => stdout.write(data));
      },
      stderr: (data: Uint8Array) => {
        written = written.then(() => stderr.write(data));
      },
    };
    const code = await container.process.exec(command, io, signal);
    await written;
    return code;
  },
};

const stop = each(
  'stop',
  'Stop one or more running containers',
  { time: { letter: 't', kind: 'value' } },
  (call, container) => call.engine.containers.stop(container, Number(call.flags.value('time') ?? 10)),
);

const kill = each('kill', 'Kill one or more running containers', {}, async ({ engine }, container) => {
  if (container.state !== 'running')
    throw new DaemonError(`Cannot kill container: ${container.name}: Container ${container.id} is not running`);
  await engine.containers.stop(container, 0);
});

const start = each('start', 'Start one or more stopped containers', {}, async ({ engine }, container) => {
  if (container.state !== 'running') await engine.containers.start(container);
});

const remove = each(
  'rm',
  'Remove one or more containers',
  { force: { letter: 'f', kind: 'boolean' } },
  (call, container) => call.engine.containers.remove(container, call.flags.has('force')),
);

/** A command that does one thing to every container that it names, and prints each name. */
function each(
  name: string,
  summary: string,
  flags: Command['flags'],
  change: (call: Call, container: DockerContainer) => Promise<void>,
): Command {
  return {
    name,
    usage: '[OPTIONS] CONTAINER [CONTAINER...]',
    summary,
    flags,
    least: 1,
    most: Infinity,
    async run(call) {
      let code = 0;
      for (const text of call.args) {
        try {
          const found = call.engine.containers.find(text);
          if (found === undefined) throw new DaemonError(`No such container: ${text}`);
          await change(call, found);
          await call.out(`${text}\n`);
        } catch (error) {
          if (!(error instanceof DaemonError)) throw error;
          // Each of these commands tells of a missing container in its own way.
          const isMissing = error.message.startsWith('No such container') && name === 'rm';
          await call.err(`${isMissing ? 'Error' : 'Error response from daemon'}: ${error.message}\n`);
          code = 1;
        }
      }
      return code;
    },
  };
}

/** Fulfilled when the signal is aborted. */
export function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else
      signal.addEventListener(
        'abort',
        () => {
          resolve();
        },
        { once: true },
      );
  });
}

// eslint-disable-next-line @typescript-eslint/require-await -- an async iterable of nothing
async function* nothing(): AsyncGenerator<Uint8Array> {
  yield* [];
}

/** The commands about containers. */
export const containerCommands: readonly Command[] = [list, logs, exec, stop, kill, start, remove];
