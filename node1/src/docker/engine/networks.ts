import { randomBytes } from 'node:crypto';
import { DaemonError } from './daemon-error.ts';
import { firstAddress, hasAddress, numberOf, overlaps, type Subnet, subnetOf, textOf } from './subnets.ts';

/** A network of docker's. */
export interface DockerNetwork {
  /** 64 hexadecimal digits. */
  readonly id: string;
  readonly name: string;
  readonly driver: 'bridge' | 'host' | 'null';
  /** Milliseconds since the epoch. */
  readonly created: number;
  /** Undefined where the driver has none. */
  readonly subnet: string | undefined;
  readonly gateway: string | undefined;
  /** The gateway is docker's choice in a subnet that is not: inspect does not show it. */
  readonly isGatewayHidden?: boolean;
  /** Somebody chose the subnet: containers may choose their address. */
  readonly isOwnSubnet: boolean;
  /** Addresses are given away from this part of the subnet. */
  readonly range: string | undefined;
  readonly internal: boolean;
  readonly attachable: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly options: Readonly<Record<string, string>>;
}

/** How a network is to be made. */
interface NetworkOptions {
  readonly name: string;
  readonly driver?: string;
  readonly subnet?: string;
  readonly gateway?: string;
  readonly range?: string;
  readonly internal?: boolean;
  readonly attachable?: boolean;
  readonly labels?: Readonly<Record<string, string>>;
  readonly options?: Readonly<Record<string, string>>;
}

/** The networks of the node. */
export interface Networks {
  /** By name. */
  all(): readonly DockerNetwork[];
  /** By name, id, or a piece of the id that only one has. Throws DaemonError where several have it. */
  find(nameOrId: string): DockerNetwork | undefined;
  /** Throws DaemonError. */
  create(options: NetworkOptions): DockerNetwork;
  /** Takes over one of another node, instead of one of the same name. */
  adopt(network: DockerNetwork): void;
  remove(network: DockerNetwork): void;
  /** A free address, or the one that is wanted. Throws DaemonError. */
  allocate(network: DockerNetwork, wanted?: string): string;
  /** Takes an address without asking. */
  reserve(network: DockerNetwork, address: string): void;
  release(network: DockerNetwork, address: string): void;
}

/** The networks that every node has, by name. */
export const predefined = ['bridge', 'host', 'none'];

/** docker's own three networks. */
export function createNetworks(): Networks {
  const networks = new Map<string, DockerNetwork>();
  const taken = new Map<string, Set<number>>();
  const add = (network: DockerNetwork): DockerNetwork => {
    networks.set(network.id, network);
    taken.set(network.id, new Set());
    return network;
  };
  const made = {
    created: Date.now(),
    range: undefined,
    isOwnSubnet: false,
    internal: false,
    attachable: false,
    labels: {},
    options: {},
  };
  const id = () => randomBytes(32).toString('hex');
  add({
    ...made,
    id: id(),
    name: 'bridge',
    driver: 'bridge',
    subnet: '172.17.0.0/16',
    gateway: '172.17.0.1',
    options: bridgeOptions,
  });
  add({ ...made, id: id(), name: 'host', driver: 'host', subnet: undefined, gateway: undefined });
  add({ ...made, id: id(), name: 'none', driver: 'null', subnet: undefined, gateway: undefined });

  const subnets = () => [...networks.values()].flatMap(({ subnet }) => subnetOf(subnet ?? '') ?? []);
  const freeSubnet = (): string => {
    const pool = [
      ...Array.from({ length: 14 }, (_, at) => `172.${18 + at}.0.0/16`),
      ...Array.from({ length: 16 }, (_, at) => `192.168.${at * 16}.0/20`),
    ];
    const found = pool.find((each) => !subnets().some((other) => overlaps(other, subnetOf(each) ?? other)));
    if (found === undefined)
      throw new DaemonError(
        'could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network',
      );
    return found;
  };

  return {
    all: () => [...networks.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    find(nameOrId) {
      const all = [...networks.values()];
      const named = all.find(({ name, id: own }) => name === nameOrId || own === nameOrId);
      if (named !== undefined || nameOrId === '') return named;
      const found = all.filter(({ id: own }) => own.startsWith(nameOrId));
      if (found.length > 1)
        throw new DaemonError(`network ${nameOrId} is ambiguous (${found.length} matches found on ID prefix)`);
      return found[0];
    },
    create({ name, driver = 'bridge', ...options }) {
      if (predefined.includes(name)) throw new DaemonError(`operation is not permitted on predefined ${name} network`);
      if ([...networks.values()].some((network) => network.name === name))
        throw new DaemonError(`network with name ${name} already exists`);
      if (driver === 'host' || driver === 'null')
        throw new DaemonError(`only one instance of "${driver}" network is allowed`);
      const subnet = options.subnet ?? freeSubnet();
      const parsed = subnetOf(subnet);
      if (parsed === undefined) throw new DaemonError(`invalid CIDR address: ${subnet}`);
      if (subnets().some((other) => overlaps(other, parsed)))
        throw new DaemonError('Pool overlaps with other one on this address space');
      const inRange = subnetOf(options.range ?? '');
      const gateway = options.gateway ?? textOf(firstAddress(inRange ?? parsed));
      if (!hasAddress(parsed, gateway)) throw new DaemonError(`no matching subnet for gateway ${gateway}`);
      const { internal = false, attachable = false, labels = {}, range, options: own = {} } = options;
      return add({
        id: id(),
        name,
        driver: 'bridge',
        created: Date.now(),
        subnet,
        gateway,
        range,
        isOwnSubnet: options.subnet !== undefined,
        ...(options.subnet !== undefined && options.gateway === undefined && { isGatewayHidden: true }),
        internal,
        attachable,
        labels,
        options: own,
      });
    },
    adopt(network) {
      // docker's own three have the ids of the node that was.
      for (const each of [...networks.values()]) if (each.name === network.name) networks.delete(each.id);
      add(network);
    },
    remove({ id: own }) {
      networks.delete(own);
      taken.delete(own);
    },
    allocate(network, wanted) {
      const subnet = subnetOf(network.subnet ?? '');
      const used = taken.get(network.id);
      if (subnet === undefined || used === undefined) throw new DaemonError(`network ${network.id} not found`);
      if (wanted !== undefined) {
        if (!hasAddress(subnet, wanted))
          throw new DaemonError(`Invalid address ${wanted}: It does not belong to any of this network's subnets`);
        if (used.has(numberOf(wanted)) || wanted === network.gateway) throw new DaemonError('Address already in use');
        used.add(numberOf(wanted));
        return wanted;
      }
      return textOf(firstFree(subnetOf(network.range ?? '') ?? subnet, used, numberOf(network.gateway ?? '')));
    },
    reserve(network, address) {
      taken.get(network.id)?.add(numberOf(address));
    },
    release(network, address) {
      taken.get(network.id)?.delete(numberOf(address));
    },
  };
}

function firstFree(subnet: Subnet, used: Set<number>, gateway: number): number {
  for (let address = subnet.base + 1; address < subnet.base + subnet.size - 1; address++) {
    if (used.has(address) || address === gateway) continue;
    used.add(address);
    return address;
  }
  throw new DaemonError("no available IPv4 addresses on this network's address pools");
}

const bridgeOptions = {
  'com.docker.network.bridge.default_bridge': 'true',
  'com.docker.network.bridge.enable_icc': 'true',
  'com.docker.network.bridge.enable_ip_masquerade': 'true',
  'com.docker.network.bridge.host_binding_ipv4': '0.0.0.0',
  'com.docker.network.bridge.name': 'docker0',
  'com.docker.network.driver.mtu': '1500',
};
