import type { DockerContainer } from '../engine/containers.ts';
import { ComposeError } from './errors.ts';
import { type Compose, containersOf, type Service } from './project.ts';

/** Waits until a service fulfils a condition of `depends_on`. Throws ComposeError where it cannot any more. */
export async function waitForHealth(compose: Compose, service: Service, condition: string): Promise<void> {
  if (condition === 'service_started') return;
  const { events } = compose.engine;
  const { signal } = compose.invocation;
  for (;;) {
    const isMet = condition === 'service_healthy' ? isHealthy(compose, service) : hasEndedWell(compose, service);
    if (isMet) return;
    signal.throwIfAborted();
    // What changes its health, its end, or ^C.
    await new Promise<void>((resolve) => {
      const done = () => {
        stop();
        signal.removeEventListener('abort', done);
        resolve();
      };
      const stop = events.onEvent(done);
      signal.addEventListener('abort', done);
    });
  }
}

function isHealthy(compose: Compose, service: Service): boolean {
  return containersOf(compose, { services: [service.name] }).every((container) => {
    const status = healthOf(container);
    if (status === undefined) {
      throw new ComposeError(`Service "${service.name}" is missing a healthcheck configuration`);
    }
    if (status === 'unhealthy') throw new ComposeError(`Container "${container.id.slice(0, 12)}" is unhealthy.`);
    return status === 'healthy';
  });
}

function hasEndedWell(compose: Compose, service: Service): boolean {
  return containersOf(compose, { services: [service.name], stopped: true }).every((container) => {
    if (container.state !== 'exited') return false;
    if (container.exitCode === 0) return true;
    throw new ComposeError(`Container "${container.id.slice(0, 12)}" exited with code ${container.exitCode}.`);
  });
}

/** `starting`, `healthy`, `unhealthy`; undefined without a health check. */
export function healthOf(container: DockerContainer): string | undefined {
  return container.health?.status;
}
