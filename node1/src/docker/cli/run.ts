import { ExitError } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import type { Container } from '../../workload.ts';
import type { DockerContainer, RunOptions } from '../engine/containers.ts';
import { DaemonError } from '../engine/containers.ts';
import { parsePort, type PublishedPort } from '../engine/ports.ts';
import { parseReference, ReferenceSyntaxError } from '../image/reference.ts';
import type { StoredImage } from '../image/store.ts';
import { type DockerCall, type DockerCommand } from './command.ts';
import { pullAndPrint } from './images.ts';
import { showLog } from './logs.ts';
import { withLatest } from './names.ts';

const help = "\nSee 'docker run --help'.";

/** `docker run`: pulls where the image is missing, makes a container, and stays with it unless -d is given. */
export const run: DockerCommand = {
  name: 'run',
  usage: '[OPTIONS] IMAGE [COMMAND] [ARG...]',
  summary: 'Run a command in a new container',
  stopsAtArgument: true,
  flags: [
    flag.bool('detach', 'd'),
    flag.bool('interactive', 'i'),
    flag.bool('tty', 't'),
    flag.bool('rm'),
    flag.text('name'),
    flag.list('env', 'e'),
    flag.list('publish', 'p'),
    flag.bool('publish-all', 'P'),
    flag.text('workdir', 'w'),
    flag.text('hostname', 'h'),
    flag.text('entrypoint'),
    flag.list('label', 'l'),
    flag.text('network'),
    flag.text('restart'),
    ...flag.absent(
      'v:volume=',
      ...['mount=', 'volumes-from=', 'tmpfs=', 'u:user=', 'privileged', 'read-only', 'init', 'env-file=', 'link='],
      ...[
        'm:memory=',
        'cpus=',
        'c:cpu-shares=',
        'gpus=',
        'device=',
        'cap-add=',
        'cap-drop=',
        'security-opt=',
        'ulimit=',
      ],
      ...[
        'add-host=',
        'dns=',
        'expose=',
        'ip=',
        'network-alias=',
        'mac-address=',
        'pid=',
        'ipc=',
        'shm-size=',
        'userns=',
      ],
      ...[
        'health-cmd=',
        'health-interval=',
        'no-healthcheck',
        'stop-signal=',
        'stop-timeout=',
        'log-driver=',
        'log-opt=',
      ],
      ...[
        'a:attach=',
        'detach-keys=',
        'sig-proxy',
        'cidfile=',
        'platform=',
        'runtime=',
        'sysctl=',
        'label-file=',
        'pull=',
      ],
    ),
  ],
  least: 1,
  most: Infinity,
  async run(call) {
    const { engine, flags, args } = call;
    const [imageName = '', ...words] = args;
    requireTerminal(call);
    const image = await imageFor(call, imageName);
    const options = runOptions(call, image, imageName, words);
    let container: DockerContainer;
    try {
      container = engine.containers.create(options);
    } catch (error) {
      throw createError(error);
    }
    try {
      const process = await engine.containers.start(container);
      if (!flags.on('detach')) return await attach(call, process, options.stdin);
      await call.out(`${container.id}\n`);
      return 0;
    } catch (error) {
      if (flags.on('detach')) await call.out(`${container.id}\n`);
      throw startError(error);
    }
  },
};

/** Throws ExitError where -i and -t meet a standard input that is no terminal. */
export function requireTerminal({ flags, invocation }: DockerCall): void {
  if (flags.on('tty') && flags.on('interactive') && !flags.on('detach') && !invocation.stdin.isTTY)
    throw new ExitError('the input device is not a TTY');
}

/** Shows a container's output until it ends; gives its exit code. ^C stops it. */
async function attach(call: DockerCall, process: Container, withStdin: boolean): Promise<number> {
  const { stdin, signal } = call.invocation;
  const stop = () => {
    process.kill('SIGINT');
    // What does not notice ^C as process 1 would hold this terminal for ever.
    void process.stop(1);
  };
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop);
  if (withStdin) void feed(process, stdin);
  // Also what it says after ^C.
  await showLog(call, process, new AbortController().signal);
  const { exitCode } = await process.ended;
  signal.removeEventListener('abort', stop);
  return exitCode;
}

async function feed(process: Container, stdin: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    for await (const chunk of stdin) process.writeStdin(chunk);
  } finally {
    process.closeStdin();
  }
}

/** An image by its name, pulled where the node has none. Throws ExitError. */
async function imageFor(call: DockerCall, name: string): Promise<StoredImage> {
  const found = call.engine.images.find(name);
  if (found !== undefined) return found;
  try {
    parseReference(name);
  } catch (error) {
    if (error instanceof ReferenceSyntaxError) throw new ExitError(`docker: ${error.message}.${help}`, 125);
    throw error;
  }
  await call.err(`Unable to find image '${withLatest(name)}' locally\n`);
  const toStderr: DockerCall = {
    ...call,
    out: call.err,
    invocation: { ...call.invocation, stdout: call.invocation.stderr },
  };
  try {
    return await pullAndPrint(toStderr, name);
  } catch (error) {
    if (error instanceof ExitError) throw new ExitError(`docker: ${error.message}.${help}`, 125);
    throw error;
  }
}

function runOptions(
  { flags }: DockerCall,
  image: StoredImage,
  imageName: string,
  words: readonly string[],
): RunOptions {
  const network = flags.value('network') ?? 'bridge';
  const entrypoint = flags.value('entrypoint');
  const workingDir = flags.value('workdir');
  const hostname = flags.value('hostname');
  const exposed = flags.on('publish-all') ? image.config.exposedPorts.map((port) => `0:${port}`) : [];
  return {
    // An empty one is none.
    name: flags.value('name') === '' ? undefined : flags.value('name'),
    image,
    imageName,
    ...(entrypoint !== undefined && { entrypoint: [entrypoint] }),
    ...(words.length > 0 && { args: words }),
    env: pairs(flags.list('env')),
    ...(workingDir !== undefined && { workingDir }),
    ...(hostname !== undefined && { hostname }),
    ports: [...flags.list('publish'), ...exposed].map(portOf),
    labels: pairs(flags.list('label')),
    stdin: flags.on('interactive'),
    tty: flags.on('tty'),
    autoRemove: flags.on('rm'),
    network,
    aliases: [],
  };
}

function portOf(text: string): PublishedPort {
  const port = parsePort(text);
  if (port !== undefined) return port;
  throw new ExitError(`docker: Invalid containerPort: ${text}.${help}`, 125);
}

function pairs(lines: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(lines.map((line) => [line.split('=')[0] ?? '', line.split(/=(.*)/s)[1] ?? '']));
}

function createError(error: unknown): unknown {
  if (!(error instanceof DaemonError)) return error;
  return new ExitError(`docker: Error response from daemon: ${ended(error.message)}${help}`, 125);
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
  const place = (isMissing || isDenied) && !(error instanceof DaemonError) ? 'failed to create shim task: ' : '';
  const code = isMissing ? 127 : isDenied ? 126 : 125;
  return new ExitError(`docker: Error response from daemon: ${place}${ended(error.message)}`, code);
}
