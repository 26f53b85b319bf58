import { randomBytes } from 'node:crypto';
import { DaemonError, type DockerContainer } from '../engine/containers.ts';
import { listOf, mappingOf, str } from './config/python.ts';
import { parseSeconds } from './config/quantities.ts';
import { containerOptions, type Purpose } from './container-options.ts';
import { ComposeError, reasonOf, startReason } from './errors.ts';
import { ensureImage } from './images.ts';
import { numberOf, serviceOf } from './labels.ts';
import { type Compose, containersOf, findService, type Service } from './project.ts';

/** Makes a container of a service, after its image where that is missing. Throws ComposeError. */
export async function createContainer(compose: Compose, service: Service, purpose: Purpose): Promise<DockerContainer> {
  const { engine } = compose;
  await ensureImage(compose, service, { isNative: false });
  const image = engine.images.find(service.imageName);
  if (image === undefined) throw new ComposeError(`No such image: ${service.imageName}`);
  try {
    const options = containerOptions(compose, service, image, purpose);
    return engine.containers.create(options);
  } catch (error) {
    const reason = reasonOf(error);
    if (!(error instanceof DaemonError) || reason === undefined) throw error;
    throw new ComposeError(`Cannot create container for service ${service.name}: ${reason}`);
  }
}

/** Starts a container. Throws ComposeError. */
export async function startContainer(
  { engine, output }: Compose,
  service: Service,
  container: DockerContainer,
): Promise<DockerContainer> {
  try {
    await engine.containers.start(container);
    return container;
  } catch (error) {
    const reason = startReason(error);
    if (reason === undefined) throw error;
    if (reason.includes('driver failed programming external connectivity')) {
      await output.warn('Host is already in use by another container');
    }
    throw new ComposeError(`Cannot start service ${service.name}: ${reason}`);
  }
}

/** Seconds that a container of a service is given to end. */
export function graceOf(service: Service, timeout: number | undefined): number {
  return timeout ?? parseSeconds(str(service.options['stop_grace_period'] ?? '')) ?? 10;
}

/** Stops a container, within `timeout` or what its service says. */
export async function stopContainer(compose: Compose, container: DockerContainer, timeout?: number): Promise<void> {
  const service = findService(compose.project, serviceOf(container));
  await compose.engine.containers.stop(container, graceOf(service, timeout));
}

/** Makes a new container in the place of one, with its anonymous volumes unless `renews`. Throws ComposeError. */
export async function recreateContainer(
  compose: Compose,
  service: Service,
  container: DockerContainer,
  {
    timeout,
    renews,
    starts,
  }: { readonly timeout: number | undefined; readonly renews: boolean; readonly starts: boolean },
): Promise<DockerContainer> {
  const { containers } = compose.engine;
  await containers.stop(container, graceOf(service, timeout));
  const short = container.id.slice(0, 12);
  if (!container.name.startsWith(short)) containers.rename(container, `${short}_${container.name}`);
  const made = await createContainer(compose, service, {
    number: numberOf(container),
    ...(!renews && { previous: container }),
  });
  if (starts) await startContainer(compose, service, made);
  await containers.remove(container, false);
  return made;
}

/** The number that the next container of a service has. */
export function nextNumber(compose: Compose, service: Service): number {
  const numbers = containersOf(compose, { services: [service.name], stopped: true }).map(numberOf);
  return Math.max(0, ...numbers) + 1;
}

/** As docker-compose names what `run` makes. */
export function newSlug(): string {
  return randomBytes(32).toString('hex');
}

/** Warns of what cannot be several. */
export async function warnOfScale({ output }: Compose, { name, options }: Service, wanted: number): Promise<void> {
  const own = options['container_name'];
  if (typeof own === 'string' && wanted > 1) {
    await output.warn(
      `The "${name}" service is using the custom container name "${own}". Docker requires each container to have a unique name. Remove the custom name to scale the service.`,
    );
  }
  const hasHostPort = listOf(options['ports']).some((port) => mappingOf(port)['published'] !== undefined);
  if (hasHostPort && wanted > 1) {
    await output.warn(
      `The "${name}" service specifies a port on the host. If multiple containers for this service are created on a single host, the port will clash.`,
    );
  }
}
