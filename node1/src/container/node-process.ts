import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, realpath } from 'node:fs/promises';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { message, word } from '../messages/message.ts';
import { arePortsGuarded } from '../peer.ts';
import type { ContainerContext } from './container-context.ts';
import type { Tty } from './io.ts';
import { containerVariable } from './orphans.ts';
import { inside } from './rootfs.ts';
import type { FromContainer, ShimSetup, ToContainer } from './shim/protocol.ts';

/** A program of a container that runs as a process of its own. */
export interface NodeProcess {
  readonly child: ChildProcess;
  /** Exit code as a shell sees it: 128 and the signal's number where one ended it. */
  readonly ended: Promise<number>;
  /** Fulfilled when it reads what is typed at its terminal. */
  readonly reading: Promise<void>;
  /** Sends a signal: process 1 takes none of those that end others before its program begins. */
  readonly signal: (name: NodeJS.Signals) => void;
}

/** How a program runs. */
interface NodeStart {
  /** In the container. */
  readonly pid: number;
  /** What it has as a terminal. */
  readonly terminal?: Tty | undefined;
}

// Compiled, it stands beside this file; in the sources, only its TypeScript does, which Node 20 cannot load.
const fromSources = import.meta.url.endsWith('.ts');
const shim = new URL(fromSources ? '../../dist/container/shim/main.js' : './shim/main.js', import.meta.url);

/** Starts this machine's Node on the network of the container. `args` are node's own: `['rng.js']`. */
export async function startNode(
  place: ContainerContext,
  args: readonly string[],
  { pid: number, terminal }: NodeStart,
): Promise<NodeProcess> {
  const { spec, root, network, reaper } = place;
  if (!existsSync(fileURLToPath(shim))) throw new Error(word(message('fault/not-built'), place.lang));
  const cwd = inside(root, place.workingDir);
  await mkdir(cwd, { recursive: true });
  await mkdir(inside(root, '/tmp'), { recursive: true });
  const setup: ShimSetup = {
    ...{ address: spec.address, lang: place.lang, isGuarded: arePortsGuarded(), pid: number },
    user: { uid: place.user.uid, gid: place.user.gid, groups: place.user.groups, name: place.userName },
    ...(terminal && { terminal: { columns: terminal.columns, rows: terminal.rows } }),
    root: await realpath(root),
    mounts: await Promise.all(
      (spec.mounts ?? []).map(async ({ target }): Promise<readonly [string, string]> => [
        target,
        await realpath(inside(root, target)).catch(() => inside(root, target)),
      ]),
    ),
  };
  // Without a real one, Node would read its program from standard input.
  const talks = terminal !== undefined && args.length === 0;
  const child = spawn(
    process.execPath,
    [
      '--import',
      `${shim.href}?setup=${encodeURIComponent(JSON.stringify(setup))}`,
      ...(talks ? ['-i'] : []),
      ...args.map((arg) => localPath(root, arg)),
    ],
    {
      cwd,
      env: { ...place.env, [containerVariable]: root },
      // Away from the terminal's process group: its ^C is for the shell of node1, not for what runs on the cluster.
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
    },
  );
  const listening = new Set<number>();
  let isReady = false;
  let reads: () => void = () => undefined;
  const reading = new Promise<void>((resolve) => {
    reads = resolve;
  });
  const { pid } = child;
  if (pid !== undefined) reaper.watch(pid);

  child.on('message', (message) => {
    answer(message as FromContainer);
  });
  function answer(message: FromContainer): void {
    if (message.type === 'listen') {
      listening.add(message.port);
      network.listen(spec.address, message.port, message.realPort);
    } else if (message.type === 'ready') {
      isReady = true;
      resized();
    } else if (message.type === 'reads') reads();
    else if (message.type === 'raw') terminal?.setRaw(message.raw);
    else if (message.type === 'unlisten') {
      listening.delete(message.port);
      network.unlisten(spec.address, message.port);
    } else {
      const value =
        message.type === 'resolve'
          ? network.resolve(message.name, spec.namespace)
          : network.route(message.address, message.port);
      const reply: ToContainer = { id: message.id, ...(value !== undefined && { value }) };
      // A container that has gone meanwhile needs no answer.
      if (child.connected) child.send(reply, () => undefined);
    }
  }

  const ended = new Promise<number>((resolve) => {
    child.on('error', () => {
      resolve(127);
    });
    child.on('close', (code, signal) => {
      if (pid !== undefined) reaper.forget(pid);
      for (const port of listening) network.unlisten(spec.address, port);
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
  const resized = (): void => {
    if (terminal === undefined || !child.connected) return;
    const told: ToContainer = { type: 'size', size: { columns: terminal.columns, rows: terminal.rows } };
    child.send(told, () => undefined);
  };
  terminal?.resized.add(resized);
  void ended.then(() => {
    terminal?.resized.delete(resized);
    terminal?.setRaw(false);
  });
  const signal = (name: NodeJS.Signals): void => {
    if (isReady || number !== 1 || /^SIG(?:KILL|STOP|CONT)$/.test(name)) child.kill(name);
  };
  return { child, ended, reading, signal };
}

/** Node reads a container's absolute path from the container's files. */
function localPath(root: string, argument: string): string {
  const path = inside(root, argument);
  return argument.startsWith('/') && existsSync(path) ? path : argument;
}
