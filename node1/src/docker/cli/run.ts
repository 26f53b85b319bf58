import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ExitError, notSimulated } from '../../cli-kit/exit-error.ts';
import { type Flag, flag, type Flags } from '../../cli-kit/flags.ts';
import type { DockerContainer } from '../engine/containers.ts';
import { DaemonError } from '../engine/containers.ts';
import { parseReference, ReferenceSyntaxError } from '../image/reference.ts';
import type { StoredImage } from '../image/store.ts';
import { attachTo } from './attach.ts';
import { type DockerCall, type DockerCommand } from './command.ts';
import { pullAndPrint } from './images.ts';
import { withLatest } from './names.ts';
import { OptionError } from './option-error.ts';
import { runFlags } from './run-flags.ts';
import { restartProblem, runOptions } from './run-options.ts';

/** `docker run`: pulls where the image is missing, makes a container, and stays with it unless -d is given. */
export const run: DockerCommand = {
  name: 'run',
  usage: '[OPTIONS] IMAGE [COMMAND] [ARG...]',
  summary: 'Run a command in a new container',
  stopsAtArgument: true,
  flags: [
    ...runFlags,
    ...flag.absent('detach-keys='),
    flag.bool('detach', 'd'),
    { ...flag.bool('sig-proxy'), initial: 'true' } satisfies Flag,
  ],
  least: 1,
  most: Infinity,
  async run(call) {
    const { engine, flags } = call;
    const isDetached = flags.on('detach');
    const container = await create(call, 'run', isDetached);
    const { stdin, tty, attached } = container.options;
    const isAttached = !isDetached && (attached?.stdout !== false || attached.stderr);
    try {
      if (isAttached) engine.containers.tellAttach(container);
      const process = await engine.containers.start(container);
      if (!isAttached) {
        await call.out(`${container.id}\n`);
        return 0;
      }
      const withStdin = stdin && attached?.stdin !== false;
      return await attachTo(call, container, process, {
        withStdin,
        canDetach: tty && withStdin,
        before: 0,
        passesSignals: tty || flags.on('sig-proxy'),
      });
    } catch (error) {
      if (isDetached) await call.out(`${container.id}\n`);
      throw startError(error);
    }
  },
};

/** `docker create`. */
export const createCommand: DockerCommand = {
  ...run,
  name: 'create',
  summary: 'Create a new container',
  flags: runFlags,
  async run(call) {
    const { id } = await create(call, 'create', false);
    await call.out(`${id}\n`);
    return 0;
  },
};

/** Makes the container of `run` and `create`. Throws ExitError. */
async function create(call: DockerCall, name: 'run' | 'create', isDetached: boolean): Promise<DockerContainer> {
  const { flags, args, engine, invocation } = call;
  const [imageName = '', ...words] = args;
  const tell = (problem: string): ExitError => {
    const help = `\nSee 'docker ${name} --help'.`;
    return new ExitError(`docker: ${ended(problem)}${help}`, 125);
  };
  const daemon = (problem: string): ExitError =>
    name === 'run'
      ? tell(`Error response from daemon: ${problem}`)
      : new ExitError(`Error response from daemon: ${problem}`);
  const platform = flags.value('platform') ?? '';
  if (!['', 'linux', 'linux/amd64'].includes(platform)) throw notSimulated(`docker ${name} --platform ${platform}`);
  try {
    // What stands on the command line is looked at before the image is.
    await runOptions(call, noImage, imageName, words, isDetached);
    if (name === 'run') requireTerminal(call);
    const file = flags.value('cidfile');
    const cid = file === undefined ? undefined : resolve(invocation.cwd, file);
    if (cid !== undefined && existsSync(cid)) {
      throw tell(`container ID file found, make sure the other container isn't running or delete ${file ?? ''}`);
    }
    const image = await imageFor(call, name, imageName, flags.text('pull'), tell);
    const options = await runOptions(call, image, imageName, words, isDetached);
    const problem = options.restart && restartProblem(options.restart);
    if (problem !== undefined) throw daemon(problem);
    if (flags.on('oom-kill-disable') && !flags.given('memory')) {
      await call.err(
        "WARNING: Disabling the OOM killer on containers without setting a '-m/--memory' limit may be dangerous.\n",
      );
    }
    const container = engine.containers.create(options);
    await call.err(
      daemonWarnings(flags)
        .map((line) => `WARNING: ${line}\n`)
        .join(''),
    );
    if (cid !== undefined) await writeFile(cid, container.id);
    return container;
  } catch (error) {
    if (error instanceof OptionError) {
      const isDaemons = error.message.startsWith('Error response from daemon: ');
      throw isDaemons && name === 'create' ? new ExitError(error.message) : tell(error.message);
    }
    if (error instanceof DaemonError) throw daemon(error.message);
    throw error;
  }
}

/** What the daemon says of a container that it makes nevertheless. */
function daemonWarnings(flags: Flags): readonly string[] {
  const isHost = [...flags.list('network'), ...flags.list('net')].includes('host');
  const local = flags.list('dns').find((server) => server.startsWith('127.'));
  return [
    ...(flags.on('oom-kill-disable') && !flags.given('memory')
      ? [
          'OOM killer is disabled for the container, but no memory limit is set, this can result in the system running out of resources.',
        ]
      : []),
    ...(isHost && flags.list('publish').length > 0
      ? ['Published ports are discarded when using host network mode']
      : []),
    ...(local !== undefined ? [`Localhost DNS setting (--dns=${local}) may fail in containers.`] : []),
  ];
}

// Enough of an image to see whether the flags make sense.
const noImage = { config: { exposedPorts: [], labels: {} } } as unknown as StoredImage;

/** Throws ExitError where -i and -t meet a standard input that is no terminal. */
export function requireTerminal({ flags, invocation }: DockerCall): void {
  if (flags.on('tty') && flags.on('interactive') && !flags.on('detach') && !invocation.stdin.isTTY)
    throw new ExitError('the input device is not a TTY');
}

/** An image by its name, pulled where the node has none. Throws ExitError. */
async function imageFor(
  call: DockerCall,
  command: 'run' | 'create',
  name: string,
  pull: string,
  tell: (problem: string) => ExitError,
): Promise<StoredImage> {
  const found = call.engine.images.find(name);
  try {
    if (!/^[0-9a-f]{64}$/.test(name)) parseReference(name);
  } catch (error) {
    if (error instanceof ReferenceSyntaxError)
      throw command === 'run' ? tell(error.message) : new ExitError(error.message);
    throw error;
  }
  if (found !== undefined && pull !== 'always') return found;
  const daemon = (problem: string) => (command === 'run' ? tell(problem) : new ExitError(problem));
  if (pull === 'never') throw daemon(`Error response from daemon: No such image: ${withLatest(name)}`);
  if (found === undefined && pull !== 'always') await call.err(`Unable to find image '${withLatest(name)}' locally\n`);
  const toStderr: DockerCall = {
    ...call,
    out: call.err,
    invocation: { ...call.invocation, stdout: call.invocation.stderr },
  };
  try {
    return await pullAndPrint(toStderr, name);
  } catch (error) {
    if (error instanceof ExitError && typeof error.text === 'string') throw daemon(error.text);
    throw error;
  }
}

/** docker ends what it tells with one full stop. */
function ended(text: string): string {
  return `${text.replace(/\.$/, '')}.`;
}

/** 127: no such program; 126: it may not be run; 125: docker itself could not. */
function startError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof ExitError) return error;
  const isMissing = /executable file not found|no such file or directory/.test(error.message);
  const isDenied = error.message.includes('permission denied');
  const code = isMissing ? 127 : isDenied ? 126 : 125;
  return new ExitError(`docker: Error response from daemon: ${ended(startProblem(error))}`, code);
}

/** What the daemon says of a container that does not start. */
export function startProblem(error: Error): string {
  const isRuntimes =
    !(error instanceof DaemonError) && /executable file not found|no such file|permission denied/.test(error.message);
  return `${isRuntimes ? 'failed to create shim task: ' : ''}${error.message}`;
}
