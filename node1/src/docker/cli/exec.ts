import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import { ExitError } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import { takeTerminal, type TerminalSession } from '../../terminal-session.ts';
import type { ExecPlace } from '../../workload.ts';
import type { DockerContainer } from '../engine/container.ts';
import { daemonError, type DockerCall, type DockerCommand } from './command.ts';
import { placeOf } from './copy.ts';
import { keyValues } from './env-file.ts';
import { requireContainer } from './find-container.ts';
import { OptionError } from './option-error.ts';
import { requireTerminal } from './run.ts';

/** `docker exec`. */
export const exec: DockerCommand = {
  name: 'exec',
  usage: '[OPTIONS] CONTAINER COMMAND [ARG...]',
  summary: 'Run a command in a running container',
  stopsAtArgument: true,
  flags: [
    flag.bool('interactive', 'i'),
    flag.bool('tty', 't'),
    flag.bool('detach', 'd'),
    flag.list('env', 'e'),
    flag.list('env-file'),
    flag.text('workdir', 'w'),
    flag.text('user', 'u'),
    flag.bool('privileged'),
    ...flag.absent('detach-keys='),
  ],
  least: 2,
  most: Infinity,
  async run(call) {
    const [name = '', ...command] = call.args;
    const where = await execPlace(call);
    const container = requireContainer(call, name);
    if (!call.flags.on('detach')) requireTerminal(call);
    if (container.state === 'paused') {
      throw daemonError(`Container ${name} is paused, unpause the container before exec`);
    }
    if (container.state === 'restarting') {
      throw daemonError(`Container ${container.id} is restarting, wait until the container is running`);
    }
    if (container.state !== 'running' || container.process === undefined) {
      throw daemonError(`Container ${container.id} is not running`);
    }
    const tell = call.engine.containers;
    if (!(await hasFolder(call, container, where.workingDir))) {
      await call.out(
        `OCI runtime exec failed: exec failed: unable to start container process: chdir to cwd (${JSON.stringify(where.workingDir)}) set in config.json failed: no such file or directory: unknown\n`,
      );
      return 126;
    }
    const { stdin, signal, stdout, stderr } = call.invocation;
    const isTyped = call.flags.on('interactive') && !call.flags.on('detach');
    const session = isTyped && call.flags.on('tty') ? takeTerminal(call.invocation) : undefined;
    let written = Promise.resolve();
    const io = {
      stdin: session?.stdin ?? (call.flags.on('interactive') ? stdin : nothing()),
      stdout: (data: Uint8Array) => (written = written.then(() => stdout.write(data))),
      stderr: (data: Uint8Array) => (written = written.then(() => stderr.write(data))),
    };
    if (call.flags.on('detach')) {
      // It goes on when this command has ended, and its output goes nowhere.
      const nowhere = { stdin: nothing(), stdout: () => undefined, stderr: () => undefined };
      const id = tell.tellExec(container, command);
      void container.process.exec(command, nowhere, new AbortController().signal, where).then((code) => {
        tell.tellExecEnd(container, id, code);
      });
      return 0;
    }
    const id = tell.tellExec(container, command);
    const terminal = session && { ...session.size, onResize: session.onResize };
    try {
      const code = await Promise.race([
        container.process.exec(command, io, new AbortController().signal, { ...where, ...(terminal && { terminal }) }),
        leaving(signal, session),
      ]);
      await written;
      tell.tellExecEnd(container, id, code);
      return code;
    } catch (error) {
      // A user that the container does not know.
      if (signal.aborted || !(error instanceof Error) || !error.message.startsWith('unable to find')) throw error;
      await call.out(`${error.message}\n`);
      return 126;
    } finally {
      session?.close();
    }
  },
};

/** Whether a container has the folder that is wanted. */
async function hasFolder(call: DockerCall, container: DockerContainer, path: string | undefined): Promise<boolean> {
  if (path?.startsWith('/') !== true || /^\/(dev|proc|sys)(\/|$)/.test(path)) return true;
  const root = await call.engine.containers.files(container);
  return existsSync(placeOf(call, container, root, posix.normalize(path)));
}

/** Fulfilled when this command is left while that in the container goes on: by ^C, or by the keys that detach. */
function leaving(signal: AbortSignal, session: TerminalSession | undefined): Promise<number> {
  return new Promise((resolve) => {
    const interrupt = (): void => {
      resolve(130);
    };
    if (signal.aborted) interrupt();
    signal.addEventListener('abort', interrupt);
    void session?.detached.then(() => {
      resolve(0);
    });
  });
}

async function execPlace(call: DockerCall): Promise<ExecPlace> {
  const { flags, invocation } = call;
  const workingDir = flags.value('workdir');
  const user = flags.value('user');
  try {
    const env = await keyValues(call, flags.list('env-file'), flags.list('env'), invocation.env);
    return {
      env,
      tty: flags.on('tty'),
      ...(workingDir !== undefined && { workingDir }),
      ...(user !== undefined && { user }),
    };
  } catch (error) {
    if (error instanceof OptionError) throw new ExitError(error.message);
    throw error;
  }
}

// eslint-disable-next-line @typescript-eslint/require-await -- an async iterable of nothing
async function* nothing(): AsyncGenerator<Uint8Array> {
  yield* [];
}
