import type { Language } from '../messages/codes.ts';
import type { Network } from '../network.ts';
import type { ContainerPast, ContainerSpec } from '../workload.ts';
import type { Reaper } from './reaper.ts';

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

const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The environment of a container: what every one has, the image's, the pod's. Nothing of this machine's. */
export function containerEnv(spec: ContainerSpec): Readonly<Record<string, string>> {
  const fromImage = spec.image.config.env.map((line) => {
    const equals = line.indexOf('=');
    return equals < 0 ? [line, ''] : [line.slice(0, equals), line.slice(equals + 1)];
  });
  return {
    PATH: defaultPath,
    HOSTNAME: spec.hostname,
    HOME: '/root',
    ...(spec.tty === true && { TERM: 'xterm' }),
    ...(Object.fromEntries(fromImage) as Record<string, string>),
    ...spec.env,
  };
}

/** The command that a container runs: the pod's, or the image's entrypoint and cmd. A pod's command replaces both. */
export function containerCommand(spec: ContainerSpec): readonly string[] {
  const { entrypoint, cmd } = spec.image.config;
  if (spec.command !== undefined) return [...spec.command, ...(spec.args ?? [])];
  return [...entrypoint, ...(spec.args ?? cmd)];
}

/** docker's error for a command that is not in the image; `what` is what looked for it. */
export function notFound(command: string): Error {
  const problem = command.includes('/')
    ? `stat ${command}: no such file or directory`
    : 'executable file not found in $PATH';
  return new Error(
    `OCI runtime create failed: runc create failed: unable to start container process: exec: "${command}": ${problem}: unknown`,
  );
}
