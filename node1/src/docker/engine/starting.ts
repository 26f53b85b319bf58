import { builtInMains } from '../../container/servers/built-in.ts';
import { type DockerContainer, isUp } from './container.ts';
import { DaemonError } from './daemon-error.ts';

/** On the default network, links lead to what runs there. Throws DaemonError. */
export function requireLinked({ name, options, endpoints }: DockerContainer, all: readonly DockerContainer[]): void {
  if (!endpoints.some(({ networkName }) => networkName === 'bridge')) return;
  for (const link of options.links ?? []) {
    const [target = '', alias = target] = link.split(':');
    const other = all.find((each) => each.name === target || each.id.startsWith(target));
    if (other === undefined) continue;
    if (!isUp(other)) {
      throw new DaemonError(`Cannot link to a non running container: /${other.name} AS /${name}/${alias}`);
    }
    if (!other.endpoints.some(({ networkName }) => networkName === 'bridge')) {
      throw new DaemonError(`Cannot link to /${other.name}, as it does not belong to the default network`);
    }
  }
}

/** Whether a server of ours runs, which listens within milliseconds: who starts it, finds it there. */
export function isServer({ image, command }: DockerContainer): boolean {
  const programs = builtInMains[image.runtime]?.programs ?? [];
  return programs.includes(command[0] ?? '') && image.config.exposedPorts.length > 0;
}

/** Waits for something that comes at once, or not. */
export async function soon(what: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => (timer = setTimeout(resolve, 200)));
  await Promise.race([what, late]);
  clearTimeout(timer);
}

/** The exit code of a container that could not be started. */
export function startCode(problem: string): number {
  if (/executable file not found|no such file or directory/.test(problem)) return 127;
  return problem.includes('permission denied') ? 126 : 128;
}
