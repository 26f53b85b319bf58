import { containerCommand } from '../../container/container-context.ts';
import type { ContainerSpec } from '../../workload.ts';
import type { RunOptions } from './options.ts';
import { signalOf } from './signals.ts';

interface Ulimit {
  readonly Name: string;
  readonly Soft: number;
  readonly Hard: number;
}

/** How the runtime is to run a container of docker's. */
export function specOf(
  options: RunOptions,
  place: Pick<ContainerSpec, 'address' | 'hostname' | 'mounts' | 'subnet'> & {
    readonly linked?: { readonly env: ContainerSpec['env']; readonly hosts: NonNullable<ContainerSpec['extraHosts']> };
  },
): ContainerSpec {
  const { image, entrypoint, args, dns, dnsSearch, dnsOptions, extraHosts = [] } = options;
  // A new entrypoint drops the image's cmd.
  const command = entrypoint === undefined ? undefined : [...entrypoint, ...(args ?? [])];
  const hasDns = [dns, dnsSearch, dnsOptions].some((list) => list !== undefined && list.length > 0);
  const hosts = [
    ...extraHosts.map((line) => {
      const colon = line.indexOf(':');
      return { address: line.slice(colon + 1), names: [line.slice(0, colon)] };
    }),
    ...(place.linked?.hosts ?? []),
  ];
  const ulimits = ((options.host?.['Ulimits'] ?? []) as readonly Ulimit[]).map(
    ({ Name, Soft, Hard }) => [Name, { soft: Soft, hard: Hard }] as const,
  );
  const groups = (options.groups ?? []).map(Number).filter((group) => !Number.isNaN(group));
  return {
    label: options.name ?? place.hostname,
    image,
    ...(command !== undefined && { command }),
    ...(command === undefined && args !== undefined && { args }),
    env: { ...place.linked?.env, ...options.env },
    address: place.address,
    namespace: options.network,
    hostname: place.hostname,
    ...(options.workingDir !== undefined && { workingDir: options.workingDir }),
    stdin: options.stdin,
    tty: options.tty,
    ...(place.subnet !== undefined && { subnet: place.subnet }),
    ...(place.mounts !== undefined && { mounts: place.mounts }),
    ...(options.user !== undefined && { user: options.user }),
    ...(groups.length > 0 && { groups }),
    ...(options.readOnly === true && { readOnly: true }),
    ...(options.init === true && { init: true }),
    ...(options.mac !== undefined && { mac: options.mac }),
    ...(ulimits.length > 0 && { ulimits: Object.fromEntries(ulimits) }),
    ...(options.stopSignal !== undefined && { stopSignal: signalOf(options.stopSignal) }),
    ...(hosts.length > 0 && { extraHosts: hosts }),
    ...(hasDns && {
      dns: {
        ...(dns !== undefined && dns.length > 0 && { servers: dns }),
        ...(dnsSearch !== undefined && dnsSearch.length > 0 && { search: dnsSearch }),
        ...(dnsOptions !== undefined && dnsOptions.length > 0 && { options: dnsOptions }),
      },
    }),
    keepsFiles: true,
  };
}

/** The words that a container runs. */
export function commandOf(options: RunOptions): readonly string[] {
  return containerCommand(specOf(options, { address: '', hostname: '' }));
}
