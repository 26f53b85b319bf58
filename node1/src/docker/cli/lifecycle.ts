import { flag } from '../../cli-kit/flags.ts';
import type { ExecPlace } from '../../workload.ts';
import { DaemonError, type DockerContainer } from '../engine/containers.ts';
import { daemonError, type DockerCall, type DockerCommand } from './command.ts';
import { requireContainer } from './find-container.ts';
import { logs } from './logs.ts';
import { requireTerminal } from './run.ts';

const exec: DockerCommand = {
  name: 'exec',
  usage: '[OPTIONS] CONTAINER COMMAND [ARG...]',
  summary: 'Run a command in a running container',
  stopsAtArgument: true,
  flags: [
    flag.bool('interactive', 'i'),
    flag.bool('tty', 't'),
    flag.bool('detach', 'd'),
    flag.list('env', 'e'),
    flag.text('workdir', 'w'),
    ...flag.absent('u:user=', 'privileged', 'env-file=', 'detach-keys='),
  ],
  least: 2,
  most: Infinity,
  async run(call) {
    const [name = '', ...command] = call.args;
    const container = requireContainer(call, name);
    if (container.state !== 'running' || container.process === undefined) {
      throw daemonError(`Container ${container.id} is not running`);
    }
    requireTerminal(call);
    const { stdin, signal, stdout, stderr } = call.invocation;
    let written = Promise.resolve();
    const io = {
      stdin: call.flags.on('interactive') ? stdin : nothing(),
      stdout: (data: Uint8Array) => (written = written.then(() => stdout.write(data))),
      stderr: (data: Uint8Array) => (written = written.then(() => stderr.write(data))),
    };
    const where = execPlace(call);
    if (call.flags.on('detach')) {
      // It goes on when this command has ended, and its output goes nowhere.
      const nowhere = { stdin: nothing(), stdout: () => undefined, stderr: () => undefined };
      void container.process.exec(command, nowhere, new AbortController().signal, where);
      return 0;
    }
    const code = await container.process.exec(command, io, signal, where);
    await written;
    return code;
  },
};

function execPlace({ flags }: DockerCall): ExecPlace {
  const workingDir = flags.value('workdir');
  const env = Object.fromEntries(
    flags.list('env').map((line) => [line.split('=')[0] ?? '', line.split(/=(.*)/s)[1] ?? '']),
  );
  return { env, tty: flags.on('tty'), ...(workingDir !== undefined && { workingDir }) };
}

const stop = each('stop', 'Stop one or more running containers', [flag.text('time', 't')], (call, container) =>
  call.engine.containers.stop(container, Number(call.flags.value('time') ?? 10)),
);

const kill = each(
  'kill',
  'Kill one or more running containers',
  flag.absent('s:signal='),
  async ({ engine }, container) => {
    if (container.state !== 'running')
      throw new DaemonError(`Cannot kill container: ${container.name}: Container ${container.id} is not running`);
    await engine.containers.stop(container, 0);
  },
);

const restart = each(
  'restart',
  'Restart one or more containers',
  [flag.text('time', 't')],
  async ({ engine, flags }, container) => {
    await engine.containers.stop(container, Number(flags.value('time') ?? 10));
    await engine.containers.start(container);
  },
);

const start = each(
  'start',
  'Start one or more stopped containers',
  flag.absent('a:attach', 'i:interactive'),
  async ({ engine }, container) => {
    if (container.state !== 'running') await engine.containers.start(container);
  },
);

const remove = each(
  'rm',
  'Remove one or more containers',
  [flag.bool('force', 'f'), flag.bool('volumes', 'v'), ...flag.absent('l:link')],
  (call, container) => call.engine.containers.remove(container, call.flags.on('force')),
);

/** A command that does one thing to every container that it names, and prints each name. */
function each(
  name: string,
  summary: string,
  flags: DockerCommand['flags'],
  change: (call: DockerCall, container: DockerContainer) => Promise<void>,
): DockerCommand {
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
          // `rm -f` of what is not there is what was asked for.
          if (!isMissing || !call.flags.on('force')) code = 1;
        }
      }
      return code;
    },
  };
}

// eslint-disable-next-line @typescript-eslint/require-await -- an async iterable of nothing
async function* nothing(): AsyncGenerator<Uint8Array> {
  yield* [];
}

/** The commands about containers. */
export const containerCommands: readonly DockerCommand[] = [logs, exec, stop, kill, start, restart, remove];
