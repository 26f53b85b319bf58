import type { Image } from './images.ts';

/** What a container sees at a path of its own instead of its image's files. */
export interface Mount {
  /** Absolute path in the container. */
  readonly target: string;
  /**
   * Folder or file on this machine; it is there before the container starts. Absent for `tmpfs`: an empty folder of the runtime's that goes
   * with the container.
   */
  readonly source?: string;
  /** Of `tmpfs`: what `mount` shows besides: `size=1024k`, `mode=700`. */
  readonly options?: readonly string[];
  /** Writing there ends with "Read-only file system". */
  readonly readOnly?: boolean;
  /** A `volume` that is empty gets what the image has at this path, as docker's do. What `mount` and `df` in the container call it follows from this. */
  readonly kind: 'bind' | 'volume' | 'tmpfs' | 'configMap' | 'secret' | 'emptyDir' | 'projected';
}

/** Characters of a terminal. */
export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

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
  /** Its program has a terminal: what it writes is one stream, lines end in CR LF, what is typed is echoed, ^C is a signal. */
  readonly tty?: boolean;
  /** Of the terminal at first. Default: 80 columns, 24 rows. */
  readonly terminal?: TerminalSize;
  readonly mounts?: readonly Mount[];
  /** Its files stay when it ends: who started it removes them. */
  readonly keepsFiles?: boolean;
  /** `1000`, `node`, `1000:1000`: instead of the image's `USER`. */
  readonly user?: string;
  /** Supplementary group ids besides those of /etc/group. */
  readonly groups?: readonly number[];
  /** Nothing but mounts can be written to. */
  readonly readOnly?: boolean;
  /** Lines that /etc/hosts gets besides its own. */
  readonly extraHosts?: readonly { readonly address: string; readonly names: readonly string[] }[];
  /** Of its network, with its bits: `172.18.0.0/16`. Default: 24 bits for pods, else 16. */
  readonly subnet?: string;
  /** Hardware address of its network card. Default: one by its address. */
  readonly mac?: string;
  /** What `ulimit` shows, by the names of docker: `nofile`. */
  readonly ulimits?: Readonly<Record<string, { readonly soft: number; readonly hard: number }>>;
  /** Process 1 is a small init that passes signals on, so that they end a program that does not handle them. */
  readonly init?: boolean;
  /** What `stop` sends first. Default: the image's `STOPSIGNAL`, or SIGTERM. */
  readonly stopSignal?: NodeJS.Signals;
  /** For /etc/resolv.conf. Default: the cluster's for pods, the node's for docker's default network, docker's own (127.0.0.11) elsewhere. */
  readonly dns?: {
    readonly servers?: readonly string[];
    readonly search?: readonly string[];
    readonly options?: readonly string[];
  };
}

/** One process of a container, for `docker top` and `ps`. */
export interface ProcessInfo {
  /** In the container: its first one is 1. */
  readonly pid: number;
  /** In the container; 0 for what the engine started. */
  readonly parent: number;
  /** Name of its user, or the number where /etc/passwd has none. */
  readonly user: string;
  readonly uid: number;
  /** With its arguments. */
  readonly command: readonly string[];
  /** Milliseconds since the epoch. */
  readonly started: number;
  /** It has a terminal. */
  readonly tty: boolean;
}

/** What a container uses now. */
interface ContainerUsage {
  /** Milliseconds of CPU since its start. */
  readonly cpu: number;
  /** Bytes. */
  readonly memory: number;
  /** Processes. */
  readonly pids: number;
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
  /** Instead of the container's; as `ContainerSpec.user`. */
  readonly user?: string;
  /** Of its terminal: at first, and told again whenever it changes. */
  readonly terminal?: TerminalSize & { onResize?(listener: (size: TerminalSize) => void): () => void };
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
  /** It is a container that runs once more, and not one that goes on. */
  readonly isAgain?: boolean;
}

/** Streams of a command in a container. Where writing gives a promise, the command waits for it: what floods does not pile up. */
export interface ExecIo {
  readonly stdin: AsyncIterable<Uint8Array>;
  stdout(data: Uint8Array): void | Promise<void>;
  /** Nothing comes here from a command with a terminal. */
  stderr(data: Uint8Array): void | Promise<void>;
}

/** One container that runs, as a process of its own or inside the rehearsal. */
export interface Container {
  readonly pid: number;
  readonly log: ContainerLog;
  writeStdin(data: Uint8Array): void;
  closeStdin(): void;
  /** Its stop signal, then SIGKILL after the grace; without one, SIGKILL at once. */
  stop(graceSeconds: number): Promise<void>;
  kill(signal: NodeJS.Signals): void;
  /** The terminal of its program has another size. */
  resize(size: TerminalSize): void;
  /** Oldest first; none when it has ended. */
  processes(): readonly ProcessInfo[];
  usage(): ContainerUsage;
  /** Stops all that it does until `unpause`; what is sent to it waits. */
  pause(): void;
  unpause(): void;
  readonly ended: Promise<{ readonly exitCode: number }>;
  /** Absent: nothing could go on in its place. */
  readonly origin?: ContainerOrigin;
  /** Runs a command inside it (`sh -c`, `redis-cli`, `ls`, `node`): as far as the image's runtime knows it. */
  exec(command: readonly string[], io: ExecIo, signal: AbortSignal, place?: ExecPlace): Promise<number>;
}

/** Starts containers. Rejects with an Error in the words of the container runtime (`exec: "x": executable file not found in $PATH`). */
export interface Runtime {
  start(spec: ContainerSpec, past?: ContainerPast): Promise<Container>;
}
