import type { Image } from './images.ts';

/** How a container is to run. */
export interface ContainerSpec {
  /** For messages and the folder: `rng-869dd586cd-tnwjf/rng`. */
  readonly label: string;
  readonly image: Image;
  /** Instead of the image's entrypoint and cmd, where given. */
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Virtual address, from Network.allocate. */
  readonly address: string;
  /** Namespace in which names resolve. */
  readonly namespace: string;
  readonly hostname: string;
  readonly workingDir?: string;
  readonly stdin?: boolean;
  readonly tty?: boolean;
}

export interface LogLine {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly stream: 'stdout' | 'stderr';
  /** With its line end. */
  readonly text: string;
}

/** Where a command runs in a container, if not as the container itself does. */
export interface ExecPlace {
  /** Besides the container's own. */
  readonly env?: Readonly<Record<string, string>>;
  readonly workingDir?: string;
  /** It has a terminal of its own. */
  readonly tty?: boolean;
}

/** What a container has said. */
export interface ContainerLog {
  /** Bounded; newest last. */
  readonly lines: readonly LogLine[];
  /** How many lines came before `lines`, and are kept no more. */
  readonly dropped: number;
  /** Calls `listener` whenever `lines` has changed, until the function that it gives is called. */
  onChange(listener: () => void): () => void;
}

/** What a container was made of, for another one that goes on in its place. */
interface ContainerOrigin {
  readonly spec: ContainerSpec;
  /** Folder on this machine with its files, as long as it runs. */
  readonly root: string;
  /** What a server of ours has in memory, as JSON; undefined for every other program. */
  memory(): unknown;
  /** Undefined as long as it runs. */
  exitCode(): number | undefined;
}

/** What a container has left for one that goes on in its place. */
export interface ContainerPast {
  /** Name of the folder of its files: links in them lead there. */
  readonly folder: string;
  /** Puts its files into a folder. */
  readonly files: (root: string) => void;
  readonly log: Pick<ContainerLog, 'lines' | 'dropped'>;
  readonly memory: unknown;
  /** Fulfilled when its program may begin: what it talks to listens. */
  readonly begins: Promise<void>;
}

/** One container that runs, as a process of its own or inside the rehearsal. */
export interface Container {
  readonly pid: number;
  readonly log: ContainerLog;
  writeStdin(data: Uint8Array): void;
  closeStdin(): void;
  /** SIGTERM, then SIGKILL after the grace; without one, SIGKILL at once. */
  stop(graceSeconds: number): Promise<void>;
  kill(signal: NodeJS.Signals): void;
  readonly ended: Promise<{ readonly exitCode: number }>;
  /** Absent: nothing could go on in its place. */
  readonly origin?: ContainerOrigin;
  /** Runs a command inside it (`sh -c`, `redis-cli`, `ls`, `node`): as far as the image's runtime knows it. */
  exec(
    command: readonly string[],
    io: { readonly stdin: AsyncIterable<Uint8Array>; stdout(data: Uint8Array): void; stderr(data: Uint8Array): void },
    signal: AbortSignal,
    place?: ExecPlace,
  ): Promise<number>;
}

/** Starts containers. Rejects with an Error in the words of the container runtime (`exec: "x": executable file not found in $PATH`). */
export interface Runtime {
  start(spec: ContainerSpec, past?: ContainerPast): Promise<Container>;
}
