import type { DockerContainer } from '../engine/containers.ts';
import { isMapping, mappingOf } from './config/python.ts';
import { configHash, containerName, type Overrides } from './container-options.ts';
import {
  createContainer,
  graceOf,
  newSlug,
  nextNumber,
  recreateContainer,
  startContainer,
  warnOfScale,
} from './containers.ts';
import { ComposeError } from './errors.ts';
import { label, labelOf, numberOf } from './labels.ts';
import { parallel } from './parallel.ts';
import { type Compose, containersOf, dependencyNames, type Service } from './project.ts';

/** When containers are made anew. */
export type Strategy = 'changed' | 'always' | 'never';

/** What is to be done for a service. */
export interface Plan {
  readonly action: 'create' | 'one-off' | 'recreate' | 'start' | 'noop';
  readonly containers: readonly DockerContainer[];
}

/** What `up`, `create`, `run` and `scale` want. */
export interface Wanted {
  readonly timeout?: number | undefined;
  readonly starts: boolean;
  /** Undefined: what the service says. */
  readonly scale?: number | undefined;
  /** False: as many as there are. */
  readonly rescales: boolean;
  readonly renews: boolean;
  readonly overrides?: Overrides;
}

/** What is to be done for each service, in their order. */
export function makePlans(
  compose: Compose,
  services: readonly Service[],
  strategy: Strategy,
  {
    recreatesNeeds = false,
    oneOff = [],
  }: { readonly recreatesNeeds?: boolean; readonly oneOff?: readonly string[] } = {},
): ReadonlyMap<string, Plan> {
  const plans = new Map<string, Plan>();
  for (const service of services) {
    const hasNews = dependencyNames(service).some((name) =>
      ['create', 'recreate'].includes(plans.get(name)?.action ?? ''),
    );
    const isOneOff = oneOff.includes(service.name);
    const containers = containersOf(compose, { services: [service.name], stopped: true });
    const hasStopped = containers.some(({ state }) => state === 'created' || state === 'exited');
    const hasLinks = containersOf(compose, { services: [service.name] }).some(
      ({ options }) => (options.links ?? []).length > 0,
    );
    const isDue = recreatesNeeds || hasStopped || service.links.length > 0 !== hasLinks;
    const own = hasNews && strategy !== 'never' && isDue ? 'always' : strategy;
    plans.set(
      service.name,
      isOneOff ? { action: 'one-off', containers: [] } : makePlan(compose, service, containers, own),
    );
  }
  return plans;
}

function makePlan(
  compose: Compose,
  service: Service,
  containers: readonly DockerContainer[],
  strategy: Strategy,
): Plan {
  if (containers.length === 0) return { action: 'create', containers };
  if (strategy === 'never') return { action: 'start', containers };
  if (strategy === 'always' || hasDiverged(compose, service, containers)) return { action: 'recreate', containers };
  return { action: containers.every(isRunning) ? 'noop' : 'start', containers };
}

/** Whether the file says something else than when the containers were made. */
function hasDiverged(compose: Compose, service: Service, containers: readonly DockerContainer[]): boolean {
  const hash = configHash(compose, service);
  return containers.some((container) => labelOf(container, label.hash) !== hash);
}

/** Whether docker calls a container running: also while it is paused or starts again. */
export function isRunning({ state }: DockerContainer): boolean {
  return state === 'running' || state === 'paused' || state === 'restarting';
}

/** Does what a plan says; gives the service's containers. Throws ComposeError. */
export async function carryOut(
  compose: Compose,
  service: Service,
  plan: Plan,
  wanted: Wanted,
): Promise<readonly DockerContainer[]> {
  const scale = wanted.scale ?? service.scale;
  const containers = [...plan.containers].sort((a, b) => numberOf(a) - numberOf(b));
  await warnOfScale(compose, service, scale);
  if (plan.action === 'one-off') return [await createOneOff(compose, service, wanted.overrides ?? {})];
  if (plan.action === 'create') return create(compose, service, scale, wanted);
  const count = wanted.rescales ? scale : containers.length;
  if (plan.action === 'recreate') return recreate(compose, service, containers, count, wanted);
  if (plan.action === 'start' || count !== containers.length) return start(compose, service, containers, count, wanted);
  for (const { name } of containers) await compose.output.info(`${name} is up-to-date`);
  return containers;
}

async function create(
  compose: Compose,
  service: Service,
  count: number,
  { starts }: Wanted,
): Promise<readonly DockerContainer[]> {
  const first = nextNumber(compose, service);
  const { results, errors } = await parallel(compose.output, {
    items: Array.from({ length: count }, (_unused, index) => first + index),
    nameOf: (number) => containerName(compose, service, { number }),
    message: 'Creating',
    run: async (number) => {
      const container = await createContainer(compose, service, { number });
      return starts ? startContainer(compose, service, container) : container;
    },
  });
  throwFirst(errors);
  return results;
}

async function createOneOff(compose: Compose, service: Service, overrides: Overrides): Promise<DockerContainer> {
  const slug = newSlug();
  const { results, errors } = await parallel(compose.output, {
    items: [slug],
    nameOf: () => `${compose.project.name}_${service.name}_run`,
    message: 'Creating',
    run: () =>
      createContainer(compose, service, {
        number: undefined,
        slug,
        overrides,
        usesAliases: overrides['use_aliases'] === true,
      }),
  });
  throwFirst(errors);
  const [container] = results;
  if (container === undefined) throw new ComposeError('Could not bring up the requested service');
  return container;
}

async function recreate(
  compose: Compose,
  service: Service,
  containers: readonly DockerContainer[],
  count: number,
  wanted: Wanted,
): Promise<readonly DockerContainer[]> {
  if (containers.length > count) await downscale(compose, service, containers.slice(count), wanted.timeout);
  const { timeout, renews, starts } = wanted;
  const { results, errors } = await parallel(compose.output, {
    items: containers.slice(0, count).map((container) => ({ container, name: container.name })),
    nameOf: ({ name }) => name,
    message: 'Recreating',
    run: ({ container }) => recreateContainer(compose, service, container, { timeout, renews, starts }),
  });
  throwFirst(errors);
  return results.length < count
    ? [...results, ...(await create(compose, service, count - results.length, wanted))]
    : results;
}

async function start(
  compose: Compose,
  service: Service,
  containers: readonly DockerContainer[],
  count: number,
  wanted: Wanted,
): Promise<readonly DockerContainer[]> {
  if (containers.length > count) await downscale(compose, service, containers.slice(count), wanted.timeout);
  const kept = containers.slice(0, count);
  if (wanted.starts) {
    const { errors } = await parallel(compose.output, {
      items: kept.filter((container) => !isRunning(container)),
      nameOf: ({ name }) => name,
      message: 'Starting',
      run: (container) => startContainer(compose, service, container),
    });
    throwFirst(errors);
  }
  return kept.length < count ? [...kept, ...(await create(compose, service, count - kept.length, wanted))] : kept;
}

async function downscale(
  compose: Compose,
  service: Service,
  containers: readonly DockerContainer[],
  timeout: number | undefined,
): Promise<void> {
  await parallel(compose.output, {
    items: containers,
    nameOf: ({ name }) => name,
    message: 'Stopping and removing',
    run: async (container) => {
      await compose.engine.containers.stop(container, graceOf(service, timeout));
      await compose.engine.containers.remove(container, false);
    },
  });
}

/** `docker-compose scale`: as many containers as wanted. */
export async function scaleService(
  compose: Compose,
  service: Service,
  count: number,
  timeout: number | undefined,
): Promise<void> {
  await warnOfScale(compose, service, count);
  const running = [...containersOf(compose, { services: [service.name] })].sort((a, b) => numberOf(a) - numberOf(b));
  if (count === running.length) {
    await compose.output.info('Desired container number already achieved');
    return;
  }
  if (count < running.length) {
    await downscale(compose, service, running.slice(count - running.length), timeout);
    return;
  }
  const all = [...containersOf(compose, { services: [service.name], stopped: true })].sort(
    (a, b) => numberOf(a) - numberOf(b),
  );
  const kept: DockerContainer[] = [];
  for (const container of all) {
    if (!isRunning(container) && hasDiverged(compose, service, [container])) {
      await compose.engine.containers.remove(container, false);
    } else kept.push(container);
  }
  await start(compose, service, kept, count, { starts: true, rescales: true, renews: false, timeout });
}

function throwFirst(errors: ReadonlyMap<string, string>): void {
  for (const reason of errors.values()) throw new ComposeError(reason);
}

/** What a service waits for, by name: that the other runs, is healthy, or has ended well. */
export function conditionsOf(service: Service): ReadonlyMap<string, string> {
  const conditions = new Map(dependencyNames(service).map((name) => [name, 'service_started']));
  for (const [name, entry] of Object.entries(mappingOf(service.options['depends_on']))) {
    if (isMapping(entry) && typeof entry['condition'] === 'string') conditions.set(name, entry['condition']);
  }
  return conditions;
}
