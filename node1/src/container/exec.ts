import { stat } from 'node:fs/promises';
import type { ExecIo, ExecPlace } from '../workload.ts';
import { type ContainerContext, withHome } from './container-context.ts';
import { inputFrom, type Io, type Sink } from './io.ts';
import { inside } from './rootfs.ts';
import { CannotExecute, spawn } from './spawn.ts';
import { terminalIo } from './task.ts';
import { Terminal } from './terminal.ts';
import { findUser, userName } from './user.ts';

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
    env: execEnv(of, as.home, tty, env),
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
    return await spawn(place, command, { io, env: place.env, cwd: workingDir, process });
  } catch (error) {
    if (!(error instanceof CannotExecute)) throw error;
    return await sayMissing(place, command[0] ?? '', error, outside);
  } finally {
    signal.removeEventListener('abort', end);
    unsubscribe?.();
    process.end();
  }
}

/** The container's environment, then what the call gives; HOME is that of whose call it is, unless somebody has set it. */
function execEnv(
  { spec, env: ofContainer }: ContainerContext,
  home: string,
  tty: boolean,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const { PATH = '', HOSTNAME = '', HOME, TERM, ...rest } = ofContainer;
  const isSet =
    HOME !== undefined &&
    (spec.env['HOME'] ?? spec.image.config.env.find((line) => line.startsWith('HOME='))) !== undefined;
  return withHome(
    {
      ...{ PATH, HOSTNAME },
      ...(tty ? { TERM: 'xterm' } : spec.env['TERM'] !== undefined && TERM !== undefined && { TERM }),
      ...rest,
      ...(isSet && { HOME }),
      ...given,
    },
    home,
  );
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

/** What the engine says of a program that it cannot execute. */
async function sayMissing(
  { root }: ContainerContext,
  name: string,
  { reason }: CannotExecute,
  outside: ExecIo,
): Promise<number> {
  const found = await stat(inside(root, name)).catch(() => undefined);
  const problem =
    reason === 'denied' || found?.isDirectory() === true
      ? 'permission denied'
      : name.includes('/')
        ? `stat ${name}: no such file or directory`
        : 'executable file not found in $PATH';
  await outside.stdout(
    Buffer.from(
      `OCI runtime exec failed: exec failed: unable to start container process: exec: ${JSON.stringify(name)}: ${problem}: unknown\r\n`,
    ),
  );
  return 126;
}
