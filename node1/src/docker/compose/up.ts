import type { DockerContainer } from '../engine/containers.ts';
import { graceOf } from './containers.ts';
import { carryOut, conditionsOf, makePlans, type Strategy, type Wanted } from './converge.ts';
import { ComposeError } from './errors.ts';
import { waitForHealth } from './health.ts';
import { ensureImage, type ImageWish } from './images.ts';
import { label, labelOf, numberOf, serviceOf } from './labels.ts';
import { parallel } from './parallel.ts';
import { chooseServices, type Compose, containersOf, findService, projectContainers, type Service } from './project.ts';
import { ensureNetworks, ensureVolumes } from './resources.ts';

/** How a project is brought up. */
export interface UpOptions extends Omit<Wanted, 'scale'> {
  readonly names: readonly string[];
  readonly withNeeds: boolean;
  readonly strategy: Strategy;
  readonly images: ImageWish;
  readonly removesOrphans: boolean;
  readonly ignoresOrphans: boolean;
  readonly recreatesNeeds: boolean;
  readonly scales: ReadonlyMap<string, number>;
  readonly oneOff: readonly string[];
}

/** Networks, volumes, images, then containers, each service after what it needs; gives the containers. Throws ComposeError. */
export async function bringUp(compose: Compose, options: UpOptions): Promise<readonly DockerContainer[]> {
  const { engine, project, output } = compose;
  await ensureNetworks(engine, project.networks, output);
  await ensureVolumes(engine, project.volumes, output);
  if (!options.ignoresOrphans) await handleOrphans(compose, options.removesOrphans);
  const services = chooseServices(project, options.names, options.withNeeds);
  await removeDuplicates(compose, services);
  for (const service of services) await ensureImage(compose, service, options.images);
  const { strategy, recreatesNeeds, oneOff } = options;
  const plans = makePlans(compose, services, strategy, { recreatesNeeds, oneOff });
  const { results, errors } = await parallel(output, {
    items: services,
    nameOf: ({ name }) => name,
    message: undefined,
    needs: (service) =>
      [...conditionsOf(service)].map(([name, condition]) => {
        const item = findService(project, name);
        return { item, isReady: () => waitForHealth(compose, item, condition) };
      }),
    run: (service) => {
      const plan = plans.get(service.name) ?? { action: 'create', containers: [] };
      return carryOut(compose, service, plan, { ...options, scale: options.scales.get(service.name) });
    },
  });
  if (errors.size > 0) throw new ComposeError('Encountered errors while bringing up the project.');
  return results.flat();
}

/** Containers of the project whose service is in the files no more: removed, or warned of. */
export async function handleOrphans(compose: Compose, removes: boolean): Promise<void> {
  const { engine, project, output } = compose;
  const names = new Set(project.services.map(({ name }) => name));
  const orphans = projectContainers(engine, project, { stopped: true }).filter(
    (container) => !names.has(serviceOf(container)),
  );
  if (orphans.length === 0) return;
  if (!removes) {
    await output.warn(
      `Found orphan containers (${orphans.map(({ name }) => name).join(', ')}) for this project. If you removed or renamed this service in your compose file, you can run this command with the --remove-orphans flag to clean it up.`,
    );
    return;
  }
  for (const container of orphans) {
    await output.info(`Removing orphan container "${container.name}"`);
    await engine.containers.remove(container, true);
  }
}

/** Two containers of one number: the younger one goes. */
async function removeDuplicates(compose: Compose, services: readonly Service[]): Promise<void> {
  for (const service of services) {
    const numbers = new Set<number>();
    for (const container of [...containersOf(compose, { services: [service.name], stopped: true })].reverse()) {
      if (labelOf(container, label.number) === undefined || !numbers.has(numberOf(container))) {
        numbers.add(numberOf(container));
        continue;
      }
      await compose.output.info(`Removing ${container.name}`);
      await compose.engine.containers.stop(container, graceOf(service, undefined));
      await compose.engine.containers.remove(container, false);
    }
  }
}
