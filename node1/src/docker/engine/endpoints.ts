import { randomBytes } from 'node:crypto';
import type { Network } from '../../network.ts';
import type { DockerContainer } from './container.ts';
import { DaemonError } from './daemon-error.ts';
import type { DockerNetwork, Networks } from './networks.ts';
import type { NetworkRequest, RunOptions } from './options.ts';
import type { Endpoint } from './view.ts';

/** The networks that a container was asked to be on. */
export function requestsOf(options: RunOptions): readonly NetworkRequest[] {
  if (options.network.startsWith('container:')) return [];
  return [
    {
      network: options.network === 'default' ? 'bridge' : options.network,
      aliases: options.aliases,
      ...(options.address !== undefined && { address: options.address }),
      ...(options.links !== undefined && { links: options.links }),
    },
    ...(options.moreNetworks ?? []),
  ];
}

/** An endpoint that has no address yet. Throws DaemonError where there is no such network. */
export function endpointOf(request: NetworkRequest, networks: Networks): Endpoint {
  const network = networks.find(request.network);
  if (network === undefined) throw new DaemonError(`network ${request.network} not found`);
  return {
    network: network.id,
    networkName: network.name,
    id: '',
    address: undefined,
    wanted: request.address,
    aliases: request.aliases ?? [],
    links: request.links ?? [],
  };
}

/** Gives an endpoint an address, and tells the network below. Throws DaemonError. */
export function plug(endpoint: Endpoint, networks: Networks, base: Network): void {
  const network = networks.find(endpoint.network);
  if (network === undefined) throw new DaemonError(`network ${endpoint.network} not found`);
  endpoint.id = randomBytes(32).toString('hex');
  if (network.driver !== 'bridge') return;
  const isDefault = network.name === 'bridge';
  if (endpoint.wanted !== undefined && !isDefault && !hasOwnSubnet(network)) {
    throw new DaemonError(
      'user specified IP address is supported only when connecting to networks with user configured subnets',
    );
  }
  // docker does not look at the address that is asked for on its default network.
  endpoint.address = networks.allocate(network, isDefault ? undefined : endpoint.wanted);
  base.take(endpoint.address);
}

function hasOwnSubnet({ subnet, isOwnSubnet }: DockerNetwork): boolean {
  return subnet !== undefined && isOwnSubnet;
}

/** Takes the address away again. */
export function unplug(endpoint: Endpoint, networks: Networks, base: Network): void {
  const { address } = endpoint;
  endpoint.id = '';
  endpoint.address = undefined;
  if (address === undefined) return;
  base.release(address);
  const network = networks.find(endpoint.network);
  if (network !== undefined) networks.release(network, address);
}

/** Takes over the addresses that a container had in another node. */
export function adoptEndpoints({ endpoints }: DockerContainer, networks: Networks, base: Network): void {
  for (const { address, network: id } of endpoints) {
    const network = networks.find(id);
    if (address === undefined || network === undefined) continue;
    networks.reserve(network, address);
    base.take(address);
  }
}
