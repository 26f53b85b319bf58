import { posix } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Image } from '../images.ts';
import { message } from '../messages/message.ts';
import type { ExecIo, ExecPlace } from '../workload.ts';
import { type Applet, type AppletCall, type Applets, refuse } from './busybox/applet.ts';
import { conditionApplets } from './busybox/conditions.ts';
import { fileApplets } from './busybox/files.ts';
import { networkApplets } from './busybox/network.ts';
import { createShell } from './busybox/shell.ts';
import { systemApplets } from './busybox/system.ts';
import { textApplets } from './busybox/text.ts';
import { atExit, type ContainerContext } from './container-context.ts';
import { inputFrom, type Io, type Sink, unlessAborted } from './io.ts';
import { startNode } from './node-process.ts';
import { redisCli } from './redis/cli.ts';
import { terminalIo } from './task.ts';
import { Terminal } from './terminal.ts';
import { findUser, userName } from './user.ts';

/** The programs that a container of this kind has; without Node where its files must stay where they are. */
export function appletsOf(runtime: Image['runtime'], withNode = true): Applets {
  if (runtime === 'scratch') return new Map();
  const applets = new Map<string, Applet>([
    ...textApplets,
    ...conditionApplets,
    ...fileApplets,
    ...systemApplets,
    ...networkApplets,
  ]);
  if (runtime === 'node' && withNode) applets.set('node', nodeApplet);
  if (runtime === 'redis') applets.set('redis-cli', redisCli);
  const shell = createShell(applets);
  applets.set('sh', shell).set('ash', shell);
  for (const [name, applet] of absentApplets(runtime, applets)) applets.set(name, applet);
  return applets;
}

/** Finds the program that a command means: a bare name, or a path in one of the usual folders. */
export function findApplet(applets: Applets, command: string): Applet | undefined {
  const isUsual = !command.includes('/') || /^(\/usr)?(\/local)?\/s?bin\/[^/]+$/.test(command) || command === '/pause';
  return isUsual ? applets.get(posix.basename(command)) : undefined;
}

/** Runs a command in a container that runs already, as `docker exec` does: 126 where the container has no such program. */
export async function execute(
  of: ContainerContext,
  command: readonly string[],
  outside: ExecIo,
  signal: AbortSignal,
  where: ExecPlace = {},
): Promise<number> {
  const { env = {}, workingDir = of.workingDir, tty = false, user, terminal: size } = where;
  const as = user === undefined ? of.user : findUser(of.root, user);
  const place = {
    ...of,
    spec: { ...of.spec, tty },
    env: { ...of.env, ...(user !== undefined && { HOME: as.home }), ...(tty && { TERM: 'xterm' }), ...env },
    workingDir,
    user: as,
    userName: userName(of.root, as.uid) ?? String(as.uid),
  };
  const process = of.processes.spawn({ parent: 0, command, tty, uid: as.uid, user: place.userName });
  const end = () => {
    of.processes.deliver(process, 'SIGKILL');
  };
  signal.addEventListener('abort', end);
  const streams = pipeIo(outside, process.signal);
  const terminal = tty ? new Terminal(size, streams.stdout) : undefined;
  const unsubscribe =
    terminal &&
    size?.onResize?.((now) => {
      terminal.resize(now);
    });
  if (terminal) {
    terminal.foreground = (name) => {
      of.processes.deliver(process, name);
    };
    void typeInto(terminal, outside.stdin, process.signal);
  }
  const io = terminal ? terminalIo(terminal, process) : streams;
  try {
    return await unlessAborted(Promise.resolve(perform(place, command, io, process.signal)), process.signal);
  } catch (error) {
    if (process.signal.aborted) return atExit(process.signal);
    throw error;
  } finally {
    signal.removeEventListener('abort', end);
    unsubscribe?.();
    process.end();
  }
}

/** Hands on what comes from outside to a terminal. */
async function typeInto(terminal: Terminal, stdin: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<void> {
  for await (const chunk of stdin) {
    if (signal.aborted) return;
    terminal.type(chunk);
  }
  terminal.hangUp();
}

function pipeIo(outside: ExecIo, signal: AbortSignal): Io {
  const sink = (write: ExecIo['stdout']): Sink => {
    let last: Promise<void> | undefined;
    const give = (data: string | Uint8Array): void => {
      const promise = write(typeof data === 'string' ? Buffer.from(data) : data);
      last = promise instanceof Promise ? promise.catch(() => undefined) : undefined;
    };
    return Object.assign(give, { room: () => last });
  };
  return {
    stdin: inputFrom(outside.stdin).for(signal),
    stdout: sink((data) => outside.stdout(data)),
    stderr: sink((data) => outside.stderr(data)),
  };
}

async function perform(
  place: ContainerContext,
  command: readonly string[],
  io: Io,
  signal: AbortSignal,
): Promise<number> {
  const [name = '', ...args] = command;
  const applet = findApplet(appletsOf(place.spec.image.runtime), name);
  if (applet === undefined) {
    const problem = name.includes('/')
      ? `stat ${name}: no such file or directory`
      : 'executable file not found in $PATH';
    io.stdout(
      `OCI runtime exec failed: exec failed: unable to start container process: exec: "${name}": ${problem}: unknown\r\n`,
    );
    return 126;
  }
  return applet({ place, io, signal, args, env: place.env, cwd: place.workingDir });
}

async function nodeApplet({ place, io, signal, args, env, cwd }: AppletCall): Promise<number> {
  const { child, ended } = await startNode({ ...place, env, workingDir: cwd }, args);
  const stop = () => child.kill('SIGKILL');
  signal.addEventListener('abort', stop);
  child.stdout?.on('data', io.stdout);
  child.stderr?.on('data', io.stderr);
  // The program may end without having read all that it was sent.
  if (child.stdin !== null) pipeline(Readable.from(io.stdin), child.stdin).catch(() => undefined);
  const code = await ended;
  signal.removeEventListener('abort', stop);
  return code;
}

// What the real images have and the rehearsal has not.
const programs = (
  'awk base64 basename bunzip2 bzip2 chgrp chown clear cmp comm crontab cut dd df diff dirname dmesg dnsdomainname dos2unix du ' +
  'egrep expr fgrep find fold free ftpget fuser gunzip gzip httpd ifconfig install ip kill killall less ln logger lsof md5sum ' +
  'mkfifo mktemp more mount nc netstat nl nohup od passwd paste patch pgrep pidof pkill pstree realpath renice rev rmdir ' +
  'route sed sha1sum sha256sum sha512sum shuf sort split stat strings su sum sync sysctl tac tar taskset tee telnet tftp time timeout top ' +
  'tr traceroute truncate tty umount uniq unzip uptime usleep uudecode uuencode vi watch xargs xxd yes zcat apk'
).split(' ');
const nodePrograms = ['node', 'npm', 'npx', 'yarn', 'corepack'];
const redisPrograms = ['redis-server', 'redis-benchmark', 'redis-check-aof', 'redis-check-rdb'];
const nginxPrograms = ['nginx'];

const byRuntime: Readonly<Record<string, readonly string[]>> = {
  node: nodePrograms,
  redis: redisPrograms,
  nginx: nginxPrograms,
};

/** Programs that say of themselves that they are not simulated, for every one that the real image has and `known` has not. */
function absentApplets(runtime: string, known: Applets): readonly (readonly [string, Applet])[] {
  const names = [...programs, ...(byRuntime[runtime] ?? [])].filter((name) => !known.has(name));
  const list = [...known.keys()].sort();
  return names.map((name) => [
    name,
    ({ io, place }) => {
      return refuse({ io, place }, message('subject/in-container', { program: name }), list);
    },
  ]);
}
