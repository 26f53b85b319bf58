import { once } from 'node:events';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import type { ServicePort } from 'kubernetes-types/core/v1.js';
import type { Listening, Network } from '../network.ts';
import type { Store, Stored } from '../objects.ts';
import { ApiError } from '../objects.ts';
import type { NetworkRecord } from '../snapshot/format.ts';
import { ingressRoute } from './ingress-routes.ts';
import { isAllowed } from './network-policies.ts';
import { createBalance } from './session-affinity.ts';
import { createSilence } from './silence.ts';

/** A Network that says when a listener comes or goes, for who proxies to it. */
export interface ClusterNetwork extends Network {
  /** Whether somebody listens behind an address and port. */
  answers(address: string, port: number): boolean;
  /** Ports of the node at which pods listen: those of its own network, and `hostPort`s. */
  nodePorts(): readonly number[];
  /** What was given away, and who listens. */
  dump(): NetworkRecord;
  close(): void;
  /** Calls `listener` after every change of what listens where; returns the function that stops it. */
  onChange(listener: () => void): () => void;
}

/** A listener, and where it is in the cluster. */
interface Place {
  readonly address: string;
  readonly port: number;
  readonly listening: Listening;
}

/** The node's own address: its ports, and where the cluster's DNS answers. */
export const nodeAddress = '172.17.0.1';

/** The first address of pods that is not the bridge's own, and the last of its /24; builds have the end of docker's own network. */
const ranges = { pod: '10.244.0', container: '172.17.255' } as const;
const first = 2;
const last = 254;

/** The error that Node gives where nobody listens. */
function refused(address: string, port: number): Error {
  return Object.assign(new Error(`connect ECONNREFUSED ${address}:${port}`), {
    code: 'ECONNREFUSED',
    errno: -111,
    syscall: 'connect',
    address,
    port,
  });
}

/** A connection to what listens at a port of this machine. Throws as `connect` does. */
async function open(address: string, port: number, realPort: number | undefined): Promise<Duplex> {
  if (realPort === undefined) throw refused(address, port);
  const socket = connect({ port: realPort, host: '127.0.0.1', noDelay: true });
  try {
    await once(socket, 'connect');
  } catch {
    throw refused(address, port);
  }
  return socket;
}

/** The parts of a service's name: `rng`, `rng.default`, `rng.default.svc.cluster.local.`; undefined for any other. */
function serviceName(name: string, namespace: string): readonly [string, string] | undefined {
  const labels = name.toLowerCase().replace(/\.$/, '').split('.');
  const [service = '', inNamespace = namespace, ...suffix] = labels;
  const full = ['svc', 'cluster', 'local'];
  return suffix.length <= full.length && suffix.every((label, index) => label === full[index])
    ? [service, inNamespace]
    : undefined;
}

/** Whether a port of a service is the one at an address: of the node, its NodePort is. */
function isMeant({ nodePort, port, protocol }: ServicePort, address: string, wanted: number): boolean {
  return (address === nodeAddress ? nodePort : port) === wanted && protocol === 'TCP';
}

/** The network of the cluster whose services are in `store`; `next` are the last bytes of the addresses to come. */
export function createNetwork(store: Store, next = { pod: first, container: first }): ClusterNetwork {
  const listeners = new Map<string, Map<number, Listening>>();
  listeners.set(nodeAddress, new Map());
  const watchers = new Set<() => void>();
  const silence = createSilence();
  const balance = createBalance();

  const changed = () => {
    for (const watcher of watchers) watcher();
  };

  const serviceAt = (address: string) =>
    store.list('services').find(({ spec }) => spec?.clusterIP === address && address !== 'None');

  const endpointPorts = (namespace: string, name: string, portName: string | undefined): readonly Place[] =>
    (store.get('endpoints', namespace, name)?.subsets ?? []).flatMap(({ addresses = [], ports = [] }) =>
      ports
        .filter((port) => port.name === portName)
        .flatMap(({ port }) =>
          addresses.flatMap(({ ip }): Place[] => {
            const listening = listeners.get(ip)?.get(port);
            return listening === undefined ? [] : [{ address: ip, port, listening }];
          }),
        ),
    );

  /** Address and port of a pod behind each `hostPort`. */
  const hostPorts = (): ReadonlyMap<number, readonly [string, number]> =>
    new Map(
      store
        .list('pods')
        .flatMap(({ spec, status }) =>
          (spec?.containers ?? []).flatMap(({ ports = [] }) =>
            ports.flatMap(({ hostPort = 0, containerPort, protocol = 'TCP' }) =>
              hostPort > 0 && protocol === 'TCP' && status?.podIP !== undefined && status.podIP !== nodeAddress
                ? [[hostPort, [status.podIP, containerPort]] as const]
                : [],
            ),
          ),
        ),
    );

  /** The service whose port this is, or whose NodePort. */
  const serviceBehind = (address: string, port: number): Stored<'services'> | undefined =>
    address === nodeAddress
      ? store.list('services').find(({ spec }) => spec?.ports?.some((one) => isMeant(one, address, port)))
      : serviceAt(address);

  /** All that would answer at an address and port. */
  const candidates = (address: string, port: number): readonly Place[] => {
    const direct = listeners.get(address)?.get(port);
    if (direct !== undefined) return [{ address, port, listening: direct }];
    if (address === nodeAddress) {
      const [ip, behind] = hostPorts().get(port) ?? [];
      const listening = listeners.get(ip ?? '')?.get(behind ?? 0);
      if (ip !== undefined && behind !== undefined && listening !== undefined)
        return [{ address: ip, port: behind, listening }];
    }
    const service = serviceBehind(address, port);
    const servicePort = service?.spec?.ports?.find((one) => isMeant(one, address, port));
    if (service === undefined || servicePort === undefined) return [];
    const { name, namespace = 'default' } = service.metadata;
    return endpointPorts(namespace, name, servicePort.name);
  };

  const choose = (address: string, port: number, from = nodeAddress): Place | undefined =>
    balance.choose(serviceBehind(address, port), from, candidates(address, port));
  const locate = (address: string, port: number): Listening | undefined => choose(address, port)?.listening;

  const route = (address: string, port: number) => locate(address, port)?.realPort;

  /** Who would answer, or the silence that policies make of it. */
  const seen = (from: string, address: string, port: number): Listening | 'silence' | undefined => {
    const place = choose(address, port, from) ?? { address, port, listening: undefined };
    return isAllowed(store, from, place.address, place.port) ? place.listening : 'silence';
  };

  /** The address of one pod of a headless service (`web-0.web`), by its hostname or its address with dashes. */
  const hostOf = (name: string, namespace: string): string | undefined => {
    const [host = '', ...rest] = name.toLowerCase().split('.');
    if (rest.length === 0) return undefined;
    const [service = '', inNamespace = ''] = serviceName(rest.join('.'), namespace) ?? [];
    if (store.get('services', inNamespace, service)?.spec?.clusterIP !== 'None') return undefined;
    const addresses = store.get('endpoints', inNamespace, service)?.subsets?.flatMap(({ addresses: all = [] }) => all);
    return addresses?.find(({ hostname, ip }) => (hostname ?? ip.replaceAll('.', '-')) === host)?.ip;
  };

  const network: ClusterNetwork = {
    allocate(range) {
      for (let tries = first; tries <= last; tries += 1) {
        const address = `${ranges[range]}.${next[range]}`;
        next[range] = next[range] === last ? first : next[range] + 1;
        if (listeners.has(address)) continue;
        listeners.set(address, new Map());
        return address;
      }
      throw new ApiError(
        500,
        'InternalError',
        `failed to allocate for range 0: no IP addresses available in range set: ${ranges[range]}.1-${ranges[range]}.254`,
      );
    },
    knows: (address) => listeners.has(address),
    nodePorts: () => [...(listeners.get(nodeAddress)?.keys() ?? []), ...hostPorts().keys()],
    ingress: (request) => ingressRoute(store, request),
    take(address) {
      listeners.set(address, new Map());
    },
    dump: () => ({
      next: { ...next },
      listening: [...listeners].map(([address, ports]) => [address, [...ports.keys()]]),
    }),
    has: (address) => listeners.has(address),
    ports: (address) => [...(listeners.get(address)?.keys() ?? [])],
    release(address) {
      if (listeners.delete(address)) changed();
    },
    listen(address, port, realPort, inside) {
      const ports = listeners.get(address);
      // A process may say it listens after its pod is gone.
      if (ports === undefined) return;
      ports.set(port, { realPort, ...inside });
      changed();
    },
    unlisten(address, port) {
      if (listeners.get(address)?.delete(port) === true) changed();
    },
    resolve(name, namespace) {
      const [service = '', inNamespace = ''] = serviceName(name, namespace) ?? [];
      const clusterIP = store.get('services', inNamespace, service)?.spec?.clusterIP;
      if (clusterIP === undefined) return hostOf(name, namespace);
      if (clusterIP !== 'None') return clusterIP;
      return store.get('endpoints', inNamespace, service)?.subsets?.[0]?.addresses?.[0]?.ip;
    },
    locate,
    route,
    answers: (address, port) => candidates(address, port).length > 0,
    connect: (address, port) => open(address, port, route(address, port)),
    onChange(listener) {
      watchers.add(listener);
      return () => {
        watchers.delete(listener);
      };
    },
    seenFrom: (from) => ({
      ...network,
      resolve: (name, namespace) =>
        isAllowed(store, from, nodeAddress, 53, 'UDP') ? network.resolve(name, namespace) : undefined,
      locate(address, port) {
        const found = seen(from, address, port);
        return found === 'silence' ? { realPort: silence.port() } : found;
      },
      route(address, port) {
        const found = seen(from, address, port);
        return found === 'silence' ? silence.port() : found?.realPort;
      },
      connect: (address, port) => {
        const found = seen(from, address, port);
        if (found === 'silence') return silence.connect(address, port);
        return open(address, port, found?.realPort);
      },
    }),
    close() {
      silence.close();
    },
  };
  return network;
}
