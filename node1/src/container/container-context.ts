import { constants } from 'node:os';
import type { Language } from '../messages/codes.ts';
import type { Network } from '../network.ts';
import type { ContainerPast, ContainerSpec } from '../workload.ts';
import type { Io } from './io.ts';
import { Killed, type Process, Processes } from './processes.ts';
import type { Reaper } from './reaper.ts';
import type { Turns } from './turns.ts';
import { findUser, type User, userName } from './user.ts';

/** What a server of ours keeps in memory, for a snapshot. */
interface ProgramMemory {
  /** Tells it, as JSON; set by the program. */
  now?: () => unknown;
}

/** Where a program of a container runs: its files, its part of the network, its environment. */
export interface ContainerContext {
  readonly spec: ContainerSpec;
  readonly network: Network;
  readonly reaper: Reaper;
  readonly processes: Processes;
  /** The programs that it has. */
  readonly applets: Applets;
  /** Whose files are that are not root's, by their paths. */
  readonly owners: Map<string, { readonly uid: number; readonly gid: number }>;
  /** As whom its programs run. */
  readonly user: User;
  /** As processes are listed with it. */
  readonly userName: string;
  /** What ends it nicely. */
  readonly stopSignal: NodeJS.Signals;
  /** Of what its programs say for the rehearsal. */
  readonly lang: Language;
  /** Folder on this machine that holds the container's files. */
  readonly root: string;
  readonly env: Readonly<Record<string, string>>;
  /** In the container: `/app`. */
  readonly workingDir: string;
  readonly memory?: ProgramMemory;
  /** Of the container in whose place this one is. */
  readonly past?: ContainerPast | undefined;
}

/** One run of a small program inside a container. */
export interface AppletCall {
  readonly place: ContainerContext;
  readonly io: Io;
  readonly signal: AbortSignal;
  /** Without the program's name. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** In the container. */
  readonly cwd: string;
  /** As it was called: `/bin/sh`. */
  readonly name: string;
  readonly process: Process;
  /** Runs another program, as a child. Throws CannotExecute. */
  readonly spawn: (command: readonly string[], options?: SpawnOptions) => Promise<number>;
}

/** How a program starts another one; what is absent is as its own. */
export interface SpawnOptions {
  readonly io?: Io;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly parent?: Process | undefined;
  /** In whose place it comes. */
  readonly process?: Process;
  readonly onStart?: (process: Process) => void;
}

/** A program of a container that the rehearsal has itself; the number is its exit code. */
export type Applet = (run: AppletCall) => number | Promise<number>;

/** Programs by name. */
export type Applets = ReadonlyMap<string, Applet>;

const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The environment of a container: what every one has, the image's, the pod's. Nothing of this machine's. */
function containerEnv(spec: ContainerSpec, user?: User): Readonly<Record<string, string>> {
  const fromImage = spec.image.config.env.map((line) => {
    const equals = line.indexOf('=');
    return equals < 0 ? [line, ''] : [line.slice(0, equals), line.slice(equals + 1)];
  });
  const given = {
    PATH: defaultPath,
    HOSTNAME: spec.hostname,
    ...(spec.tty === true && { TERM: 'xterm' }),
    ...(Object.fromEntries(fromImage) as Record<string, string>),
    ...spec.env,
  };
  return withHome(given, user?.home ?? '/root');
}

/** HOME comes last where nobody has set it. */
export function withHome(env: Readonly<Record<string, string>>, home: string): Readonly<Record<string, string>> {
  return 'HOME' in env ? env : { ...env, HOME: home };
}

/** The command that a container runs: the pod's, or the image's entrypoint and cmd. A pod's command replaces both. */
export function containerCommand(spec: ContainerSpec): readonly string[] {
  const { entrypoint, cmd } = spec.image.config;
  if (spec.command !== undefined) return [...spec.command, ...(spec.args ?? [])];
  return [...entrypoint, ...(spec.args ?? cmd)];
}

/** The exit code of what a signal ended. */
export function atExit({ reason }: AbortSignal): number {
  return reason instanceof Killed ? 128 + constants.signals[reason.by] : 130;
}

/** A signal by its name or number: `TERM`, `SIGTERM`, `15`. */
export function signalOf(text: string): NodeJS.Signals | undefined {
  const name = /^\d+$/.test(text)
    ? Object.entries(constants.signals).find(([, number]) => number === Number(text))?.[0]
    : `SIG${text.toUpperCase().replace(/^SIG/, '')}`;
  return name !== undefined && name in constants.signals ? (name as NodeJS.Signals) : undefined;
}

/** What a container context has of its spec and files. */
export function contextOf(
  spec: ContainerSpec,
  root: string,
  turns?: Turns,
): Pick<
  ContainerContext,
  'spec' | 'root' | 'owners' | 'processes' | 'user' | 'userName' | 'stopSignal' | 'env' | 'workingDir'
> {
  const { config } = spec.image;
  const user = findUser(root, spec.user ?? config.user, spec.groups);
  return {
    ...{ spec, root, user, owners: new Map() },
    processes: new Processes(spec.init, turns),
    userName: userName(root, user.uid) ?? String(user.uid),
    stopSignal: spec.stopSignal ?? signalOf(config.stopSignal ?? '') ?? 'SIGTERM',
    env: containerEnv(spec, user),
    workingDir: spec.workingDir ?? (config.workingDir || '/'),
  };
}

/** docker's error for a command that is not in the image. */
export function notFound(command: string): Error {
  return cannotStart(
    command,
    command.includes('/') ? `stat ${command}: no such file or directory` : 'executable file not found in $PATH',
  );
}

/** docker's error for a command that is no program. */
export function notExecutable(command: string): Error {
  return cannotStart(command, 'permission denied');
}

function cannotStart(command: string, problem: string): Error {
  return new Error(
    `OCI runtime create failed: runc create failed: unable to start container process: exec: ${JSON.stringify(command)}: ${problem}: unknown`,
  );
}
