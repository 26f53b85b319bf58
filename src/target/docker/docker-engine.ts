import { randomBytes } from 'node:crypto';
import type Docker from 'dockerode';
import { message, verbatim } from '../../messages/message.ts';
import type { Container, ContainerEngine } from '../container/engine.ts';
import type { Limits } from '../isolation/limits.ts';
import { TargetError } from '../target.ts';
import { answered, connect, type DockerConnection, isUnknown, refusalOf, told } from './api.ts';
import { dockerContainer, removeContainer } from './docker-container.ts';
import { networkOf, type NodeNetwork, removeNetwork } from './network.ts';
import { isGone, labels, ownServer } from './owner.ts';

export interface DockerOptions {
  readonly image: string;
  /** Where the engine is. Default: as for Docker's own client. */
  readonly host?: string;
  /** User in the container. Default: the image's. */
  readonly user?: string;
  readonly network?: NodeNetwork;
  /** Cores that a node may use. Default: all, as others leave them. */
  readonly cpus?: number;
  readonly limits: Limits;
  /** Of a class that outlives this process: its containers are swept by others only when nobody may want them any more (`expiresMs`). */
  readonly className?: string;
  /** Milliseconds for which a student may keep a node. Default: a day. */
  readonly expiresMs?: number;
}

const dayMs = 86_400_000;
/** Milliseconds that an image may take to come. */
const pullMs = 600_000;
/** Capabilities that no course needs, and that touch others: packets of any kind, devices. */
const dropped = ['NET_RAW', 'MKNOD'];
/**
 * What the container runs: a shell that waits for ever, has no child, and ends by no signal that those inside send to all. An image's own
 * program would end, or do anything.
 */
const waiting = ['sh', '-c', 'trap "" HUP INT QUIT TERM; while :; do read -r _ || sleep 3600; done'];

/** Nodes that are containers of Docker. */
export function dockerEngine(options: DockerOptions): ContainerEngine {
  const { image, network = 'internet', className, expiresMs = dayMs } = options;
  let connection: Promise<DockerConnection> | undefined;
  let swept: Promise<void> | undefined;
  let pulled: Promise<void> | undefined;
  let finding: Promise<string> | undefined;

  const connected = (): Promise<DockerConnection> => (connection ??= connect(options.host));

  /** Runs what asks the engine; its errors are for people. */
  async function asking<T>(ask: (docker: Docker, connection: DockerConnection) => Promise<T>): Promise<T> {
    const made = await connected();
    try {
      return await ask(made.docker, made);
    } catch (error) {
      throw told(error, made.engine);
    }
  }

  function asNode(made: DockerConnection, name: string, address: string): Container {
    return dockerContainer(made, name, address, () => removeNetwork(made.docker, network));
  }

  async function list(docker: Docker): Promise<readonly string[]> {
    const all = await answered(docker.listContainers({ all: true, filters: { label: [labels.server] } }));
    return all
      .filter(({ Labels }) => {
        const { [labels.class]: ofClass, [labels.server]: server = '' } = Labels;
        return ofClass === undefined ? isGone(server) || server === ownServer() : ofClass === className;
      })
      .map(({ Names, Id }) => Names[0]?.replace(/^\//, '') ?? Id);
  }

  /** Removes what processes have left that were killed. */
  async function sweep(docker: Docker): Promise<void> {
    const all = await answered(docker.listContainers({ all: true, filters: { label: [labels.server] } }));
    const expired = Date.now() - expiresMs;
    const left = all.filter(({ Labels, Created }) => {
      const mayComeBack = labels.class in Labels && (Labels[labels.class] === className || Created * 1000 > expired);
      return !mayComeBack && isGone(Labels[labels.server] ?? '');
    });
    await Promise.all(left.map(({ Id }) => removeContainer(docker.getContainer(Id)).catch(() => undefined)));
    if (left.length > 0) await removeNetwork(docker, network);
  }

  async function make(docker: Docker, signal: AbortSignal): Promise<Docker.Container> {
    const name = `pupitre-${randomBytes(6).toString('hex')}`;
    const wanted = containerOptions(options, await ownNetwork(docker), name);
    try {
      return await answered(docker.createContainer(wanted), signal);
    } catch (error) {
      if (!isUnknown(error) || !/image/i.test(refusalOf(error)?.reason ?? '')) throw error;
      pulled ??= pull(docker, image, signal).finally(() => (pulled = undefined));
      await pulled;
      return await answered(docker.createContainer(wanted), signal);
    } finally {
      if (signal.aborted) await removeContainer(docker.getContainer(name)).catch(() => undefined);
    }
  }

  /** One at a time, or each would make one. */
  function ownNetwork(docker: Docker): Promise<string> {
    finding ??= networkOf(docker, network).finally(() => (finding = undefined));
    return finding;
  }

  /** Starts a new one; once more when the last node that was removed has just taken the network with it. */
  async function start(docker: Docker, signal: AbortSignal, tries = 3): Promise<Docker.Container> {
    const container = await make(docker, signal);
    try {
      await answered(container.start());
      return container;
    } catch (error) {
      await removeContainer(container).catch(() => undefined);
      if (tries === 1 || !/network .*(?:not found|does not exist)/i.test(refusalOf(error)?.reason ?? '')) throw error;
      return start(docker, signal, tries - 1);
    }
  }

  return {
    name: 'docker',
    create: (signal) =>
      asking(async (docker, made) => {
        await (swept ??= sweep(docker));
        const container = await start(docker, signal);
        try {
          const { name, address, isRunning } = await look(container);
          if (!isRunning) throw new TargetError(message('target/container-lacks', { container: image, program: 'sh' }));
          return asNode(made, name, address);
        } catch (error) {
          await removeContainer(container).catch(() => undefined);
          throw error;
        }
      }),
    find: (name, signal) =>
      asking(async (docker, made) => {
        try {
          const { address, isRunning } = await look(docker.getContainer(name), signal);
          return isRunning ? asNode(made, name, address) : undefined;
        } catch (error) {
          if (isUnknown(error)) return undefined;
          throw error;
        }
      }),
    list: () => asking(list),
    remove: (name) =>
      asking(async (docker) => {
        await removeContainer(docker.getContainer(name));
        await removeNetwork(docker, network);
      }),
  };
}

async function look(container: Docker.Container, signal?: AbortSignal) {
  const { Name, State, NetworkSettings } = await answered(container.inspect(), signal);
  const address = Object.values(NetworkSettings.Networks)[0]?.IPAddress ?? '';
  return { name: Name.replace(/^\//, ''), address, isRunning: State.Running };
}

function containerOptions(
  { image, user, cpus, limits, className }: DockerOptions,
  network: string,
  name: string,
): Docker.ContainerCreateOptions {
  const memory = limits.memoryMb * 1024 * 1024;
  const fileBytes = limits.fileMb * 1024 * 1024;
  return {
    name,
    Image: image,
    Hostname: 'node1',
    Entrypoint: waiting,
    Cmd: [],
    OpenStdin: true,
    ...(user !== undefined && { User: user }),
    Labels: { [labels.server]: ownServer(), ...(className !== undefined && { [labels.class]: className }) },
    HostConfig: {
      Init: true,
      NetworkMode: network,
      Privileged: false,
      SecurityOpt: ['no-new-privileges'],
      CapDrop: dropped,
      // No swap: a node that swaps slows all others.
      Memory: memory,
      MemorySwap: memory,
      PidsLimit: limits.processes,
      ...(cpus !== undefined && { NanoCpus: Math.round(cpus * 1e9) }),
      Ulimits: [
        { Name: 'nofile', Soft: limits.files, Hard: limits.files },
        { Name: 'fsize', Soft: fileBytes, Hard: fileBytes },
        { Name: 'core', Soft: 0, Hard: 0 },
      ],
      LogConfig: { Type: 'none', Config: {} },
    },
  };
}

/** Brings an image from where its name says. Throws TargetError with what its registry said. */
async function pull(docker: Docker, image: string, signal: AbortSignal): Promise<void> {
  try {
    // Without a tag all of them would come.
    const name = /[@:][^/]*$/.test(image) ? image : `${image}:latest`;
    const stream = await answered(docker.pull(name), signal, pullMs);
    const done = new Promise<void>((resolve, reject) => {
      docker.modem.followProgress(stream, (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
    await answered(done, signal, pullMs);
  } catch (error) {
    if (error instanceof TargetError) throw error;
    const reason = verbatim(refusalOf(error)?.reason ?? (error instanceof Error ? error.message : String(error)));
    throw new TargetError(message('target/docker-no-image', { image, reason }));
  }
}
