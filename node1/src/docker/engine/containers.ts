import { randomBytes } from 'node:crypto';
import type { Network } from '../../network.ts';
import type { Container, ContainerPast, Runtime } from '../../workload.ts';
import { type DockerContainer, isUp } from './container.ts';
import { DaemonError } from './daemon-error.ts';
import { adoptEndpoints, endpointOf, plug, requestsOf, unplug } from './endpoints.ts';
import type { Events } from './events.ts';
import { containerFiles } from './files.ts';
import { resolveMounts } from './mounts.ts';
import { checkName, randomName } from './names.ts';
import type { Networks } from './networks.ts';
import type { NetworkRequest, RunOptions } from './options.ts';
import { commandOf } from './spec.ts';
import { createStarter, type Starter } from './starter.ts';
import { tellTaken } from './starting.ts';
import type { Volumes } from './volumes.ts';

export type { DockerContainer } from './container.ts';
export { DaemonError } from './daemon-error.ts';
export type { RunOptions } from './options.ts';

/** docker's own containers; those of the cluster's pods are not among them. */
export interface Containers {
  /** Newest first. */
  all(): readonly DockerContainer[];
  /** By name, id or a piece of an id that only one has. */
  find(nameOrId: string): DockerContainer | undefined;
  /** Makes volumes that it names. Throws DaemonError. */
  create(options: RunOptions): DockerContainer;
  /** Throws DaemonError, or the runtime's Error. */
  start(container: DockerContainer): Promise<Container>;
  /** Takes over a container of another node as it was; with `past`, it goes on. Throws as `start` does. */
  adopt(container: DockerContainer, past?: ContainerPast): Promise<void>;
  /** Its stop signal, then SIGKILL after the grace. Without one: what it was made with, or 10 s. */
  stop(container: DockerContainer, graceSeconds?: number): Promise<void>;
  /** Throws DaemonError where it does not run. */
  kill(container: DockerContainer, signal: NodeJS.Signals): Promise<void>;
  pause(container: DockerContainer): void;
  unpause(container: DockerContainer): void;
  /** Throws DaemonError. */
  rename(container: DockerContainer, name: string): void;
  /** With `volumes`, its anonymous ones go, too. Throws DaemonError where it runs and is not to be forced. */
  remove(container: DockerContainer, force: boolean, volumes?: boolean): Promise<void>;
  /** Puts it on one more network. Throws DaemonError. */
  connect(container: DockerContainer, request: NetworkRequest): void;
  /** Throws DaemonError. */
  disconnect(container: DockerContainer, network: string): void;
  /** Tells that a command begins in a container; gives its id. */
  tellExec(container: DockerContainer, command: readonly string[]): string;
  /** Tells that somebody looks at what it says. */
  tellAttach(container: DockerContainer): void;
  /** Tells how it has ended. */
  tellExecEnd(container: DockerContainer, execId: string, exitCode: number): void;
  /** Folder on this machine with its files, which is made where it never ran. */
  files(container: DockerContainer): Promise<string>;
  /** Fulfilled with its exit code when it ends the next time; at once where it does not run. */
  ended(container: DockerContainer): Promise<number>;
  /** Ends all of them. */
  close(): Promise<void>;
}

/** What containers are made with. */
export interface ContainersParts {
  readonly network: Network;
  /** Of the node. */
  readonly folder: string;
  readonly createRuntime: (network: Network) => Runtime;
  readonly volumes: Volumes;
  readonly networks: Networks;
  readonly events: Events;
}

/** No containers yet. */
export function createContainers(parts: ContainersParts): Containers {
  const { network, networks, volumes, events, folder } = parts;
  const containers = new Map<string, DockerContainer>();
  const files = containerFiles(folder);
  const tell = (container: DockerContainer, action: string, more: Readonly<Record<string, string>> = {}): void => {
    const { id, name, imageName, image, options } = container;
    const attributes = { ...image.config.labels, ...options.labels, image: imageName, name, ...more };
    events.tell({ type: 'container', action, id, attributes });
  };
  const tellExec: Containers['tellExec'] = (container, command) => {
    const execID = randomBytes(32).toString('hex');
    for (const what of ['exec_create', 'exec_start']) tell(container, `${what}: ${command.join(' ')}`, { execID });
    return execID;
  };
  const starter: Starter = createStarter({
    ...parts,
    files,
    all: () => [...containers.values()],
    tell,
    tellExec,
    onEnd: (container) => {
      if (container.options.autoRemove) void result.remove(container, false, true);
    },
  });

  const requireFree = (name: string): void => {
    checkName(name);
    const plain = name.replace(/^\//, '');
    const taken = [...containers.values()].find((container) => container.name === plain);
    if (taken !== undefined) throw conflict(plain, taken.id);
  };

  const result: Containers = {
    all: () => [...containers.values()].reverse(),
    find: (nameOrId) => findContainer([...containers.values()], nameOrId),
    create(options) {
      if (options.name !== undefined) requireFree(options.name);
      const name = options.name?.replace(/^\//, '') ?? randomName((candidate) => result.find(candidate) !== undefined);
      const { image, imageName, mounts = [], volumesFrom = [] } = options;
      const command = commandOf(options);
      if (command.length === 0 || (command.length === 1 && command[0] === '')) {
        throw new DaemonError('No command specified');
      }
      const ofImage = (image.json.config as { readonly Volumes?: Readonly<Record<string, object>> | null }).Volumes;
      const container: DockerContainer = {
        id: randomBytes(32).toString('hex'),
        ...{ name, image, imageName, command, created: Date.now(), options, state: 'created', exitCode: 0, error: '' },
        ...{ started: undefined, finished: undefined, address: undefined, process: undefined, ports: [] },
        ...{ endpoints: [], restartCount: 0, wasStopped: false },
        mounts: resolveMounts(mounts, volumesFrom, Object.keys(ofImage ?? {}), {
          volumes,
          mountsOf: (other) => {
            const found = result.find(other);
            if (found === undefined) throw new DaemonError(`No such container: ${other}`);
            return found.mounts;
          },
        }),
      };
      containers.set(container.id, container);
      tell(container, 'create');
      return container;
    },
    start: (container) => starter.start(container),
    async adopt(container, past) {
      containers.set(container.id, container);
      adoptEndpoints(container, networks, network);
      if (past !== undefined) await starter.resume(container, past);
    },
    async stop(container, graceSeconds = container.options.stopTimeout ?? 10) {
      container.wasStopped = true;
      if (starter.cancel(container)) return;
      if (!isUp(container)) return;
      if (container.state === 'paused') result.unpause(container);
      tell(container, 'kill', { signal: '15' });
      await container.process?.stop(graceSeconds);
      await starter.settled(container);
      tell(container, 'stop');
    },
    async kill(container, signal) {
      if (starter.cancel(container)) return;
      if (!isUp(container))
        throw new DaemonError(`Cannot kill container: ${container.name}: Container ${container.id} is not running`);
      if (signal === 'SIGKILL' || signal === 'SIGTERM') container.wasStopped = true;
      tell(container, 'kill', { signal });
      if (container.state === 'paused') result.unpause(container);
      container.process?.kill(signal);
      if (signal !== 'SIGKILL') return;
      await container.process?.ended;
      await starter.settled(container);
    },
    pause(container) {
      if (container.state === 'paused') throw new DaemonError(`Container ${container.id} is already paused`);
      if (container.state !== 'running') throw new DaemonError(`Container ${container.id} is not running`);
      container.process?.pause();
      container.state = 'paused';
      tell(container, 'pause');
    },
    unpause(container) {
      if (container.state !== 'paused') throw new DaemonError(`Container ${container.id} is not paused`);
      container.process?.unpause();
      container.state = 'running';
      tell(container, 'unpause');
    },
    rename(container, name) {
      const plain = name.replace(/^\//, '');
      if (plain === container.name)
        throw new DaemonError('Renaming a container with the same name as its current name');
      try {
        requireFree(`/${plain}`);
      } catch (error) {
        if (!(error instanceof DaemonError)) throw error;
        throw new DaemonError(`Error when allocating new name: ${error.message}`);
      }
      const before = container.name;
      container.name = plain;
      tell(container, 'rename', { oldName: `/${before}` });
    },
    async remove(container, force, withVolumes = false) {
      if (isUp(container) || container.state === 'restarting') {
        if (!force) {
          const what = container.state === 'running' ? 'running' : container.state;
          const stop = container.state === 'paused' ? 'Unpause and then stop' : 'Stop';
          const advice = `${stop} the container before attempting removal or force remove`;
          throw new DaemonError(`You cannot remove a ${what} container ${container.id}. ${advice}`);
        }
        container.wasStopped = true;
        if (!starter.cancel(container)) {
          if (container.state === 'paused') result.unpause(container);
          container.process?.kill('SIGKILL');
          await container.process?.ended;
          await starter.settled(container);
        }
      }
      if (!containers.delete(container.id)) return;
      for (const endpoint of container.endpoints) unplug(endpoint, networks, network);
      await files.remove(container);
      tell(container, 'destroy');
      if (!withVolumes) return;
      for (const { name } of container.mounts) {
        const isUsed = result.all().some(({ mounts }) => mounts.some((mount) => mount.name === name));
        if (name !== undefined && !isUsed && volumes.find(name)?.isAnonymous === true) volumes.remove(name);
      }
    },
    connect(container, request) {
      const endpoint = endpointOf(request, networks);
      if (container.endpoints.some(({ network: id }) => id === endpoint.network)) {
        throw new DaemonError(`endpoint with name ${container.name} already exists in network ${endpoint.networkName}`);
      }
      if (container.options.network === 'host' || endpoint.networkName === 'host') {
        throw new DaemonError('container cannot be disconnected from host network or connected to host network');
      }
      if (isUp(container)) {
        plug(endpoint, networks, network);
        if (endpoint.address !== undefined) starter.addAddress(container, endpoint.address);
        tellTaken({ ...container, mounts: [], endpoints: [endpoint] }, 'start', events, networks);
      }
      container.endpoints = [...startedOr(container), endpoint];
    },
    disconnect(container, name) {
      const found = networks.find(name);
      const own = startedOr(container);
      const endpoint = own.find(({ network: id }) => id === found?.id);
      if (found?.name === 'host')
        throw new DaemonError('container cannot be disconnected from host network or connected to host network');
      if (endpoint === undefined) {
        throw new DaemonError(`container ${container.id} is not connected to network ${found?.name ?? name}`);
      }
      if (isUp(container)) tellTaken({ ...container, mounts: [], endpoints: [endpoint] }, 'end', events, networks);
      unplug(endpoint, networks, network);
      container.endpoints = own.filter((each) => each !== endpoint);
      container.address = container.endpoints.find(({ address }) => address !== undefined)?.address;
    },
    tellExec,
    tellAttach(container) {
      tell(container, 'attach');
    },
    tellExecEnd(container, execID, exitCode) {
      tell(container, 'exec_die', { execID, exitCode: String(exitCode) });
    },
    files: (container) => files.of(container),
    ended: (container) => starter.next(container),
    async close() {
      await Promise.all(result.all().map((container) => result.remove(container, true)));
      starter.close();
    },
  };

  /** The networks of a container; of one that never ran, those that it was asked to be on. */
  function startedOr(container: DockerContainer): DockerContainer['endpoints'] {
    if (container.endpoints.length > 0 || container.state !== 'created') return container.endpoints;
    return requestsOf(container.options).map((request) => endpointOf(request, networks));
  }

  return result;
}

function findContainer(all: readonly DockerContainer[], nameOrId: string): DockerContainer | undefined {
  const named = all.find(({ name, id }) => name === nameOrId.replace(/^\//, '') || id === nameOrId);
  if (named !== undefined || !/^[0-9a-f]+$/.test(nameOrId)) return named;
  const found = all.filter(({ id }) => id.startsWith(nameOrId));
  if (found.length > 1) throw new DaemonError(`Multiple IDs found with provided prefix: ${nameOrId}`);
  return found[0];
}

function conflict(name: string, id: string): DaemonError {
  const advice = 'You have to remove (or rename) that container to be able to reuse that name.';
  return new DaemonError(`Conflict. The container name "/${name}" is already in use by container "${id}". ${advice}`);
}
