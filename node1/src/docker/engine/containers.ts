import { randomBytes } from 'node:crypto';
import { containerCommand } from '../../container/container-context.ts';
import type { Network } from '../../network.ts';
import type { Container, ContainerPast, ContainerSpec, Runtime } from '../../workload.ts';
import type { StoredImage } from '../image/store.ts';
import { type Publication, publish, type PublishedPort } from './ports.ts';

/** One container that docker made, from its creation to its removal. */
export interface DockerContainer {
  /** 64 hexadecimal digits. */
  readonly id: string;
  readonly name: string;
  readonly image: StoredImage;
  /** As it was asked for: `busybox`, or an id. */
  readonly imageName: string;
  readonly command: readonly string[];
  /** Milliseconds since the epoch. */
  readonly created: number;
  readonly options: RunOptions;
  state: 'created' | 'running' | 'exited';
  started: number | undefined;
  finished: number | undefined;
  exitCode: number;
  address: string | undefined;
  /** Open ones, while it runs. */
  ports: readonly PublishedPort[];
  process: Container | undefined;
}

/** How a container is to be made. */
export interface RunOptions {
  readonly name: string | undefined;
  readonly image: StoredImage;
  readonly imageName: string;
  readonly entrypoint?: readonly string[];
  /** Instead of the image's cmd. */
  readonly args?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly workingDir?: string;
  readonly hostname?: string;
  readonly ports: readonly PublishedPort[];
  readonly labels: Readonly<Record<string, string>>;
  readonly stdin: boolean;
  readonly tty: boolean;
  readonly autoRemove: boolean;
  /** The network that it is on; containers on the same one find each other by these names. */
  readonly network: string;
  readonly aliases: readonly string[];
}

/** A refusal of docker's daemon; printed after `Error response from daemon: `. */
export class DaemonError extends Error {
  override readonly name = 'DaemonError';
}

/** docker's own containers; those of the cluster's pods are not among them. */
export interface Containers {
  /** Newest first. */
  all(): readonly DockerContainer[];
  find(nameOrId: string): DockerContainer | undefined;
  create(options: RunOptions): DockerContainer;
  /** Throws DaemonError, or the runtime's Error. */
  start(container: DockerContainer): Promise<Container>;
  /** Takes over a container of another node as it was; with `past`, it goes on. Throws as `start` does. */
  adopt(container: DockerContainer, past?: ContainerPast): Promise<void>;
  stop(container: DockerContainer, graceSeconds: number): Promise<void>;
  remove(container: DockerContainer, force: boolean): Promise<void>;
  /** Ends all of them. */
  close(): Promise<void>;
}

/** No containers yet. `createRuntime` is given the network on which their names resolve. */
export function createContainers(network: Network, createRuntime: (network: Network) => Runtime): Containers {
  const containers = new Map<string, DockerContainer>();
  const runtime = createRuntime(withNames(network, () => [...containers.values()]));
  const publications = new Map<string, Publication>();

  function release(container: DockerContainer): void {
    publications.get(container.id)?.close();
    publications.delete(container.id);
    if (container.address !== undefined) network.release(container.address);
    Object.assign(container, { address: undefined, ports: [] });
  }

  async function begin(
    container: DockerContainer,
    address: string,
    wanted: readonly PublishedPort[],
    past?: ContainerPast,
  ): Promise<Container> {
    const { options } = container;
    container.address = address;
    try {
      const publication = await publish(network, address, wanted);
      publications.set(container.id, publication);
      container.ports = publication.ports;
      const hostname = options.hostname ?? container.id.slice(0, 12);
      container.process = await runtime.start(specOf(options, address, hostname), past);
    } catch (error) {
      release(container);
      if (options.autoRemove) containers.delete(container.id);
      throw error;
    }
    container.state = 'running';
    const { process } = container;
    void process.ended.then(({ exitCode }) => {
      Object.assign(container, { state: 'exited', finished: Date.now(), exitCode });
      release(container);
      if (options.autoRemove) containers.delete(container.id);
    });
    return process;
  }

  const result: Containers = {
    all: () => [...containers.values()].reverse(),
    find: (nameOrId) => findContainer([...containers.values()], nameOrId),
    create(options) {
      if (options.name !== undefined) checkName(options.name);
      const name = options.name ?? randomName((candidate) => result.find(candidate) !== undefined);
      const taken = [...containers.values()].find((container) => container.name === name);
      if (taken !== undefined) throw conflict(name, taken.id);
      const { image, imageName } = options;
      const container: DockerContainer = {
        id: randomBytes(32).toString('hex'),
        name,
        image,
        imageName,
        command: containerCommand(specOf(options, '', '')),
        created: Date.now(),
        options,
        state: 'created',
        started: undefined,
        finished: undefined,
        exitCode: 0,
        address: undefined,
        ports: [],
        process: undefined,
      };
      containers.set(container.id, container);
      return container;
    },
    async start(container) {
      const process = await begin(container, network.allocate('container'), container.options.ports);
      container.started = Date.now();
      return process;
    },
    async adopt(container, past) {
      containers.set(container.id, container);
      if (past === undefined) return;
      network.take(container.address ?? '');
      await begin(container, container.address ?? '', container.ports, past);
    },
    async stop(container, graceSeconds) {
      if (container.state === 'running') await container.process?.stop(graceSeconds);
    },
    async remove(container, force) {
      if (container.state === 'running') {
        if (!force) {
          const advice = 'Stop the container before attempting removal or force remove';
          throw new DaemonError(`You cannot remove a running container ${container.id}. ${advice}`);
        }
        container.process?.kill('SIGKILL');
        await container.process?.ended;
      }
      containers.delete(container.id);
    },
    async close() {
      await Promise.all(result.all().map((container) => result.remove(container, true)));
    },
  };
  return result;
}

function specOf(options: RunOptions, address: string, hostname: string): ContainerSpec {
  const { image, entrypoint, args } = options;
  // A new entrypoint drops the image's cmd.
  const command = entrypoint === undefined ? undefined : [...entrypoint, ...(args ?? [])];
  return {
    label: options.name ?? hostname,
    image,
    ...(command !== undefined && { command }),
    ...(command === undefined && args !== undefined && { args }),
    env: options.env,
    address,
    namespace: options.network,
    hostname,
    ...(options.workingDir !== undefined && { workingDir: options.workingDir }),
    stdin: options.stdin,
    tty: options.tty,
  };
}

/** docker's own name server: on a network other than the default one, containers know each other by name. */
function withNames(network: Network, all: () => readonly DockerContainer[]): Network {
  return {
    ...network,
    resolve(name, namespace) {
      const found = all().find(
        ({ options, name: own, state }) =>
          state === 'running' && options.network === namespace && (own === name || options.aliases.includes(name)),
      );
      return namespace === 'bridge' ? undefined : found?.address;
    },
  };
}

function findContainer(all: readonly DockerContainer[], nameOrId: string): DockerContainer | undefined {
  const named = all.find(({ name, id }) => name === nameOrId.replace(/^\//, '') || id === nameOrId);
  if (named !== undefined || !/^[0-9a-f]+$/.test(nameOrId)) return named;
  const found = all.filter(({ id }) => id.startsWith(nameOrId));
  return found.length === 1 ? found[0] : undefined;
}

function checkName(name: string): void {
  const allowed = '[a-zA-Z0-9][a-zA-Z0-9_.-]';
  if (!/^\/?[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(name))
    throw new DaemonError(`Invalid container name (${name}), only ${allowed} are allowed`);
}

function conflict(name: string, id: string): DaemonError {
  const advice = 'You have to remove (or rename) that container to be able to reuse that name';
  return new DaemonError(`Conflict. The container name "/${name}" is already in use by container "${id}". ${advice}`);
}

const moods = [
  'brave',
  'calm',
  'clever',
  'eager',
  'gentle',
  'happy',
  'jovial',
  'keen',
  'lucid',
  'quirky',
  'serene',
  'wise',
];
const people = ['bohr', 'curie', 'dijkstra', 'euler', 'germain', 'hopper', 'lovelace', 'noether', 'rosalind', 'turing'];

/** `brave_curie`, as docker names what has no name. */
export function randomName(isTaken: (name: string) => boolean): string {
  for (;;) {
    const [mood = 0, person = 0, digit = 0] = randomBytes(3);
    const name = `${moods[mood % moods.length] ?? ''}_${people[person % people.length] ?? ''}`;
    if (!isTaken(name)) return name;
    if (!isTaken(`${name}${digit}`)) return `${name}${digit}`;
  }
}
