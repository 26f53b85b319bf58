import { notSimulated } from '../../../cli-kit/exit-error.ts';
import { message } from '../../../messages/message.ts';
import type { DockerContainer } from '../../engine/containers.ts';
import { configHash, containerName } from '../container-options.ts';
import { createContainer, graceOf, nextNumber, recreateContainer } from '../containers.ts';
import { conditionsOf, isRunning } from '../converge.ts';
import { healthOf } from '../health.ts';
import { canBeBuilt } from '../images.ts';
import { label, labelOf, numberOf, serviceOf } from '../labels.ts';
import type { Service } from '../project.ts';
import { ensureNetworks, ensureVolumes } from '../resources.ts';
import { done, eventId, needsOf, ownContainers, type V2Call, V2Error, working } from './call.ts';
import { inOrder } from './order.ts';
import type { Progress } from './progress.ts';
import { pullImage } from './pull.ts';
import { orphansOf, removeOrphans, startOne } from './stop.ts';
import { warn } from './warn.ts';

/** How containers are made. */
export interface CreateWish {
  /** What `--force-recreate` and `--no-recreate` say, of `named`. */
  readonly strategy: 'diverged' | 'force' | 'never';
  /** The same, of what those need. */
  readonly needsStrategy: 'diverged' | 'force' | 'never';
  /** Services that were named; none: all. */
  readonly named: readonly string[];
  readonly scales: ReadonlyMap<string, number>;
  readonly renews: boolean;
  readonly quietPull: boolean;
  readonly removesOrphans: boolean;
  readonly timeout: number | undefined;
}

/** Images, networks, volumes and containers of services. Throws V2Error. */
export async function createAll(
  call: V2Call,
  services: readonly Service[],
  wish: CreateWish,
  progress: Progress,
): Promise<void> {
  const { engine, project } = call;
  await ensureImages(call, services, progress, wish.quietPull);
  for (const network of project.networks) {
    const { name, isExternal } = network;
    if (engine.networks.find(name) !== undefined) continue;
    if (isExternal) throw new V2Error(`network ${name} declared as external, but could not be found`);
    await progress.event(working(`Network ${name}`, 'Creating'));
    await ensureNetworks(engine, [network], quiet);
    await progress.event(done(`Network ${name}`, 'Created'));
  }
  const used = new Set(services.flatMap(({ options }) => JSON.stringify(options['volumes'] ?? [])));
  for (const volume of project.volumes) {
    const { name, key, isExternal } = volume;
    if (engine.volumes.find(name) !== undefined || ![...used].some((text) => text.includes(JSON.stringify(key))))
      continue;
    if (isExternal) throw new V2Error(`external volume ${JSON.stringify(name)} not found`);
    await progress.event(working(`Volume "${name}"`, 'Creating'));
    await ensureVolumes(engine, [volume], quiet);
    await progress.event(done(`Volume "${name}"`, 'Created'));
  }
  if (orphansOf(call).length > 0 && !call.isOn('COMPOSE_IGNORE_ORPHANS')) {
    if (wish.removesOrphans) await removeOrphans(call, progress);
    else {
      const names = orphansOf(call).map(({ name }) => name);
      await warn(
        call.invocation,
        `Found orphan containers ([${names.join(' ')}]) for this project. If you removed or renamed this service in your compose file, you can run this command with the --remove-orphans flag to clean it up.`,
      );
    }
  }
  const recreated = new Set<string>();
  await inOrder(services, needsOf(call), (service) => ensureService(call, service, wish, progress, recreated));
}

function nothing(): Promise<void> {
  return Promise.resolve();
}
const quiet = {
  ...{ print: nothing, printNow: nothing, flush: nothing, info: nothing, warn: nothing, error: nothing, raw: nothing },
  parallel: { add: nothing, write: nothing },
  hasColours: false,
};

/** Pulls what is not there. Throws V2Error, and ExitError for what would be built. */
export async function ensureImages(
  call: V2Call,
  services: readonly Service[],
  progress: Progress,
  isQuiet: boolean,
): Promise<void> {
  const missing = services.filter(({ imageName }) => call.engine.images.find(imageName) === undefined);
  // It would be built by BuildKit, whose output is not known here.
  const built = missing.find(canBeBuilt);
  if (built !== undefined) throw notSimulated(message('subject/compose-key', { key: `services.${built.name}.build` }));
  for (const service of missing) await pullImage(call, service, progress, isQuiet);
}

async function ensureService(
  call: V2Call,
  service: Service,
  wish: CreateWish,
  progress: Progress,
  recreated: Set<string>,
): Promise<void> {
  const expected = wish.scales.get(service.name) ?? service.scale;
  const own = service.options['container_name'];
  if (expected > 1 && typeof own === 'string') {
    throw new V2Error(
      `WARNING: The "${service.name}" service is using the custom container name "${own}". Docker requires each container to have a unique name. Remove the custom name to scale the service.\n`,
    );
  }
  const isNamed = wish.named.length === 0 || wish.named.includes(service.name);
  const strategy = isNamed ? wish.strategy : wish.needsStrategy;
  const hash = configHash(call, service);
  const isForced = needsOf(call)(service).some(({ name }) => recreated.has(name));
  const mustRecreate = (container: DockerContainer) =>
    strategy !== 'never' && (strategy === 'force' || isForced || labelOf(container, label.hash) !== hash);
  const containers = [...ownContainers(call, [service.name], { stopped: true })].sort(
    (a, b) => Number(mustRecreate(b)) - Number(mustRecreate(a)) || numberOf(a) - numberOf(b),
  );
  const first = nextNumber(call, service);
  for (const [index, container] of containers.entries()) {
    const id = eventId(container);
    if (index >= expected) {
      await progress.event(working(id, 'Stopping'));
      await call.engine.containers.stop(container, graceOf(service, wish.timeout));
      await progress.event(done(id, 'Stopped'));
      await progress.event(working(id, 'Removing'));
      await call.engine.containers.remove(container, true);
      await progress.event(done(id, 'Removed'));
    } else if (mustRecreate(container)) {
      await progress.event(working(id, 'Recreate'));
      const { timeout, renews } = wish;
      await recreateContainer(call, service, container, { timeout, renews, starts: false });
      recreated.add(service.name);
      await progress.event(done(id, 'Recreated'));
    } else if (container.state === 'running') await progress.event(done(id, 'Running'));
    else if (container.state === 'exited') await progress.event(done(id, 'Created'));
  }
  for (let number = first; number < first + expected - containers.length; number++) {
    const id = `Container ${containerName(call, service, { number })}`;
    await progress.event(working(id, 'Creating'));
    await createContainer(call, service, { number });
    await progress.event(done(id, 'Created'));
  }
}

/** Starts what does not run, each service when those that it waits for are as it wants. Throws V2Error. */
export async function startAll(call: V2Call, services: readonly Service[], progress: Progress): Promise<void> {
  await inOrder(services, needsOf(call), async (service) => {
    for (const [name, condition] of conditionsOf(service)) await waitFor(call, name, condition, progress);
    for (const container of ownContainers(call, [service.name], { stopped: true })) {
      if (!isRunning(container)) await startOne(call, container, progress);
    }
  });
}

async function waitFor(call: V2Call, name: string, condition: string, progress: Progress): Promise<void> {
  if (condition === 'service_started') return;
  const containers = ownContainers(call, [name], { stopped: true });
  for (const container of containers) await progress.event(working(eventId(container), 'Waiting'));
  const { events } = call.engine;
  const { signal } = call.invocation;
  for (;;) {
    const states = containers.map((container) => stateFor(container, condition));
    const failed = states.find((state) => state.problem !== undefined);
    if (failed?.problem !== undefined) {
      const { problem, short = 'Error' } = failed;
      for (const container of containers) {
        await progress.event({ id: eventId(container), status: 'error', statusText: short });
      }
      throw new V2Error(problem);
    }
    if (states.every(({ isMet }) => isMet)) break;
    signal.throwIfAborted();
    await new Promise<void>((resolve) => {
      const end = () => {
        stop();
        signal.removeEventListener('abort', end);
        resolve();
      };
      const stop = events.onEvent(end);
      signal.addEventListener('abort', end);
    });
  }
  const text = condition === 'service_healthy' ? 'Healthy' : 'Exited';
  for (const container of containers) await progress.event(done(eventId(container), text));
}

interface Waited {
  readonly isMet: boolean;
  /** Why it will never be met, and what the line of the container says. */
  readonly problem?: string;
  readonly short?: string;
}

function stateFor(container: DockerContainer, condition: string): Waited {
  const { name, state, exitCode } = container;
  if (condition === 'service_completed_successfully') {
    if (state !== 'exited') return { isMet: false };
    const problem = `service "${serviceOf(container)}" didn't complete successfully: exit ${exitCode}`;
    return exitCode === 0 ? { isMet: true } : { isMet: false, problem, short: problem };
  }
  const failed = (problem: string) => ({
    isMet: false,
    problem: `dependency failed to start: container ${name} ${problem}`,
  });
  if (state === 'exited') return failed(`exited (${exitCode})`);
  const health = healthOf(container);
  if (health === undefined) return failed('has no healthcheck configured');
  return health === 'unhealthy' ? failed('is unhealthy') : { isMet: health === 'healthy' };
}
