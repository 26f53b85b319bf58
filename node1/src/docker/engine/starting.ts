import { existsSync } from 'node:fs';
import { builtInMains } from '../../container/servers/built-in.ts';
import { type DockerContainer, isUp } from './container.ts';
import { DaemonError } from './daemon-error.ts';
import type { Events } from './events.ts';
import type { Networks } from './networks.ts';

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

/** What is wrong with what a container wants of its machine, which nobody looks at before it starts. Throws DaemonError. */
export function requireMachine({ options }: DockerContainer): void {
  const { IpcMode = '', Devices = [] } = (options.host ?? {}) as {
    readonly IpcMode?: string;
    readonly Devices?: readonly { readonly PathOnHost: string }[];
  };
  if (!/^(|none|private|shareable|host|container:.*)$/.test(IpcMode)) {
    throw new DaemonError(`Invalid IPC mode: ${IpcMode}`);
  }
  const missing = Devices.find(({ PathOnHost }) => !existsSync(PathOnHost));
  if (missing === undefined) return;
  throw new DaemonError(
    `error gathering device information while adding custom device ${JSON.stringify(missing.PathOnHost)}: no such file or directory`,
  );
}

/** Tells what a container takes of volumes and networks when it starts, or gives back when it ends. */
export function tellTaken(
  { id, mounts, endpoints }: DockerContainer,
  action: 'start' | 'end',
  events: Events,
  networks: Networks,
): void {
  const volumes = mounts.flatMap(({ type, name = '', target, writable }) =>
    type === 'volume' ? [{ name, destination: target, writable }] : [],
  );
  const tellVolumes = (): void => {
    for (const { name, destination, writable } of volumes) {
      const more = { destination, propagation: '', 'read/write': String(writable) };
      const attributes = { container: id, driver: 'local', ...(action === 'start' && more) };
      events.tell({ type: 'volume', action: action === 'start' ? 'mount' : 'unmount', id: name, attributes });
    }
  };
  if (action === 'start') tellVolumes();
  for (const { network, networkName: name } of endpoints) {
    const type = networks.find(network)?.driver ?? 'bridge';
    const what = action === 'start' ? 'connect' : 'disconnect';
    events.tell({ type: 'network', action: what, id: network, attributes: { container: id, name, type } });
  }
  if (action === 'end') tellVolumes();
}

/** What a container calls itself; `shared` is the one whose network it has. */
export function hostnameOf({ id, options }: DockerContainer, shared: DockerContainer | undefined): string {
  const host = options.network === 'host' ? 'node1' : id.slice(0, 12);
  return options.hostname ?? (shared && (shared.options.hostname ?? shared.id.slice(0, 12))) ?? host;
}

/** Whose network a container has. */
export function sharedBy({ options }: DockerContainer, all: readonly DockerContainer[]): DockerContainer | undefined {
  const name = options.network.slice('container:'.length);
  return all.find((each) => each.name === name || (name !== '' && each.id.startsWith(name)));
}
