import type { Container, ContainerPast } from '../../workload.ts';
import { type DockerContainer, isUp } from './container.ts';
import { DaemonError } from './daemon-error.ts';
import { endpointOf, plug, requestsOf, unplug } from './endpoints.ts';
import { healthcheckOf, watchHealth } from './health.ts';
import { linked } from './links.ts';
import { mountsForRuntime } from './mounts.ts';
import { type Publication, publish } from './ports.ts';
import { createPauses, type RestartPauses, restarts } from './restart.ts';
import { specOf } from './spec.ts';
import type { StarterParts } from './starter-parts.ts';
import {
  hostnameOf,
  isServer,
  requireLinked,
  requireMachine,
  sharedBy,
  soon,
  startCode,
  tellTaken,
} from './starting.ts';
import { createView, type View } from './view.ts';

/** What starts containers, and starts them again as their policies say. */
export interface Starter {
  start(container: DockerContainer): Promise<Container>;
  /** Goes on with what ran in another node, on the addresses that it has. */
  resume(container: DockerContainer, past: ContainerPast): Promise<void>;
  /** A start that waits for its time does not come; whether there was one. */
  cancel(container: DockerContainer): boolean;
  /** Fulfilled when all is done that follows the end of its process. */
  settled(container: DockerContainer): Promise<void>;
  /** The exit code of its next end; of its last one where it does not run. */
  next(container: DockerContainer): Promise<number>;
  addAddress(container: DockerContainer, address: string): void;
  close(): void;
}

/** What there is of a container as long as it runs, and until its policy gives up. */
interface Life {
  view: View | undefined;
  publications: Publication[];
  pauses: RestartPauses;
  timer: NodeJS.Timeout | undefined;
  settled: Promise<void>;
  ended: ((exitCode: number) => void)[];
}

export function createStarter(parts: StarterParts): Starter {
  const { network, networks, volumes, files, all, tell } = parts;
  const lives = new Map<string, Life>();
  let hidden = 0;

  const lifeOf = (container: DockerContainer): Life => {
    const known = lives.get(container.id);
    if (known !== undefined) return known;
    const life: Life = {
      view: undefined,
      publications: [],
      pauses: createPauses(),
      timer: undefined,
      settled: Promise.resolve(),
      ended: [],
    };
    lives.set(container.id, life);
    return life;
  };

  function release(container: DockerContainer): void {
    const life = lifeOf(container);
    for (const publication of life.publications.splice(0)) publication.close();
    const isShared = container.options.network.startsWith('container:');
    for (const endpoint of container.endpoints) unplug(endpoint, networks, network);
    const { address } = container;
    if (address !== undefined && !isShared && container.endpoints.every((each) => each.address !== address))
      network.release(address);
    Object.assign(container, { address: undefined, ports: [] });
  }

  /** Gives a container its addresses. Throws DaemonError. */
  function connect(container: DockerContainer): string {
    const { network: mode } = container.options;
    if (mode.startsWith('container:')) {
      const other = sharedBy(container, all());
      if (other === undefined) throw new DaemonError(`No such container: ${mode.slice('container:'.length)}`);
      if (other.address === undefined)
        throw new DaemonError(`cannot join network of a non running container: ${other.id}`);
      container.address = other.address;
      return other.address;
    }
    if (container.endpoints.length === 0) {
      container.endpoints = requestsOf(container.options).map((request) => endpointOf(request, networks));
    }
    requireMachine(container);
    requireLinked(container, all());
    for (const endpoint of container.endpoints) plug(endpoint, networks, network);
    let address = container.endpoints.find((each) => each.address !== undefined)?.address;
    if (address === undefined) {
      // On the machine's network, or on none: nobody but this container says this address.
      address = `192.168.65.${2 + (hidden++ % 250)}`;
      network.take(address);
    }
    container.address = address;
    return address;
  }

  function viewOf(container: DockerContainer, onFirstListen: () => void): View {
    const life = lifeOf(container);
    const { network: mode, extraHosts = [] } = container.options;
    const open = (port: number): void => {
      const { address } = container;
      if (address === undefined) return;
      // A port that another program of the machine has: so it is on the real one, where listening fails.
      publish(network, address, [{ hostPort: port, containerPort: port }]).then(
        (publication) => life.publications.push(publication),
        () => undefined,
      );
    };
    const sharedWith = (): DockerContainer =>
      all().find(
        (each) => mode.startsWith('container:') && each.address === container.address && each.endpoints.length > 0,
      ) ?? container;
    return createView({
      base: network,
      all,
      self: sharedWith,
      extraHosts,
      isAlone: mode === 'none',
      onListen(port) {
        if (mode === 'host') open(port);
        onFirstListen();
      },
    });
  }

  async function begin(container: DockerContainer, past: ContainerPast): Promise<Container> {
    const { options } = container;
    const life = lifeOf(container);
    const address = container.address ?? '';
    const wanted = container.ports.length > 0 ? container.ports : options.ports;
    const publication = await publish(network, address, wanted, {
      endpoint: `${container.name} (${container.endpoints[0]?.id ?? ''})`,
      isOwn: (port) => all().some((each) => each !== container && each.ports.some(({ hostPort }) => hostPort === port)),
    });
    life.publications.push(publication);
    container.ports = publication.ports;
    const shared = options.network.startsWith('container:') ? sharedBy(container, all()) : undefined;
    const hostname = hostnameOf(container, shared);
    const mounts = mountsForRuntime(container.mounts, volumes);
    const subnet = networks.find(container.endpoints[0]?.network ?? '')?.subnet;
    let listens = (): void => undefined;
    const listening = new Promise<void>((resolve) => (listens = resolve));
    life.view = viewOf(container, () => {
      listens();
    });
    const runtime = parts.createRuntime(life.view);
    const process = await runtime.start(
      {
        ...specOf(options, {
          address,
          hostname,
          mounts,
          linked: linked(container, all()),
          ...(subnet !== undefined && { subnet }),
        }),
        label: container.name,
      },
      past,
    );
    if (past.isAgain !== undefined && isServer(container)) await soon(Promise.race([listening, process.ended]));
    return process;
  }

  function ranOn(container: DockerContainer, process: Container): void {
    Object.assign(container, { process, state: 'running', error: '', exitCode: 0 });
    const life = lifeOf(container);
    const stopHealth = watch(container, process);
    life.settled = process.ended.then(({ exitCode }) => {
      stopHealth();
      const now = Date.now();
      const ran = now - (container.started ?? now);
      Object.assign(container, { state: 'exited', finished: now, exitCode });
      if (container.health !== undefined) container.health = { ...container.health, status: 'unhealthy' };
      tell(container, 'die', { exitCode: String(exitCode) });
      tellTaken(container, 'end', parts.events, networks);
      release(container);
      const policy = container.options.restart;
      if (policy !== undefined && !container.wasStopped && restarts(policy, exitCode, container.restartCount)) {
        restartAfter(container, life.pauses.next(ran));
      }
      for (const ended of life.ended.splice(0)) ended(exitCode);
      if (container.state === 'exited') parts.onEnd(container);
    });
  }

  /** Checks its health as long as it runs; gives what ends that. */
  function watch(container: DockerContainer, process: Container): () => void {
    const { json } = container.image;
    const check = healthcheckOf(container.options.healthcheck, json.config.Healthcheck);
    if (check === undefined) return () => undefined;
    let execId = '';
    return watchHealth(
      process,
      check,
      json.config.Shell ?? ['/bin/sh', '-c'],
      (health, isNewStatus) => {
        container.health = health;
        if (isNewStatus && health.status !== 'starting') tell(container, `health_status: ${health.status}`);
      },
      (command, exitCode) => {
        if (exitCode === undefined) execId = parts.tellExec(container, command);
        else tell(container, 'exec_die', { execID: execId, exitCode: String(exitCode) });
      },
    );
  }

  function restartAfter(container: DockerContainer, pause: number): void {
    container.state = 'restarting';
    const life = lifeOf(container);
    life.timer = setTimeout(() => {
      life.timer = undefined;
      container.restartCount++;
      starter.start(container).catch(() => {
        // It cannot be started any more; why is kept in the container.
        container.state = 'exited';
      });
    }, pause);
  }

  const starter: Starter = {
    async start(container) {
      if (isUp(container) && container.process !== undefined) return container.process;
      const life = lifeOf(container);
      if (life.timer !== undefined) clearTimeout(life.timer);
      life.timer = undefined;
      await life.settled;
      if (container.state !== 'restarting') Object.assign(container, { restartCount: 0, wasStopped: false });
      let process: Container;
      try {
        connect(container);
        await files.of(container);
        process = await begin(container, {
          folder: files.name(container),
          files: () => undefined,
          log: container.process?.log ?? { lines: [], dropped: 0 },
          memory: undefined,
          begins: Promise.resolve(),
          isAgain: container.started !== undefined,
        });
      } catch (error) {
        release(container);
        const text = error instanceof Error ? error.message : String(error);
        container.error = text;
        container.exitCode = startCode(text);
        if (container.options.autoRemove) parts.onEnd(container);
        throw error;
      }
      container.started = Date.now();
      ranOn(container, process);
      tellTaken(container, 'start', parts.events, networks);
      tell(container, 'start');
      return process;
    },
    async resume(container, past) {
      if (container.endpoints.length === 0) network.take(container.address ?? '');
      try {
        ranOn(container, await begin(container, past));
      } catch (error) {
        release(container);
        throw error;
      }
    },
    cancel(container) {
      const life = lives.get(container.id);
      if (life?.timer === undefined) return false;
      clearTimeout(life.timer);
      life.timer = undefined;
      container.state = 'exited';
      return true;
    },
    settled: (container) => lives.get(container.id)?.settled ?? Promise.resolve(),
    next(container) {
      if (!isUp(container) && container.state !== 'restarting') return Promise.resolve(container.exitCode);
      const life = lifeOf(container);
      return new Promise((resolve) => life.ended.push(resolve));
    },
    addAddress(container, address) {
      lives.get(container.id)?.view?.addAddress(address);
    },
    close() {
      for (const { timer } of lives.values()) if (timer !== undefined) clearTimeout(timer);
      lives.clear();
    },
  };
  return starter;
}
