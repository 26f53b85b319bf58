import { once } from 'node:events';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { notSimulated } from '../cli-kit/exit-error.ts';
import { message } from '../messages/message.ts';
import type { Network } from '../network.ts';
import { addressOf, isClusterAddress, isClusterName, isThisMachine } from './cluster-address.ts';

/** docker's bridge, and the node's own address: what listens on the node answers there. */
const nodeAddress = '172.17.0.1';
/** The API server and the cluster's name server: not reached by the network of a node1. */
const servers: Readonly<Record<string, string>> = {
  '10.96.0.1:443': 'https://10.96.0.1',
  '10.96.0.10:53': '10.96.0.10:53',
};

/**
 * How programs in the node's shell reach a host: the connection where it is of the cluster, undefined for any other. It rejects as Node's `connect`
 * does, and with what is refused where the real node1 has a server and this one none.
 */
export type Reach = (host: string, port: number) => Promise<Duplex> | undefined;

/** The way from the node's shell to addresses of its cluster: as on a real node1, its services, pods and containers answer there, and its names are unknown. */
export function reachOf(network: Network, isHidden: (port: number) => boolean): Reach {
  return (host, port) => {
    if (isThisMachine(host) && isHidden(port)) return network.connect(nodeAddress, port);
    if (isClusterName(host)) return Promise.reject(unresolved(host));
    const address = addressOf(host);
    if (address === undefined || !isClusterAddress(address, (one) => network.knows(one))) return undefined;
    const real = network.route(address, port);
    if (real === undefined && address === nodeAddress) return local(port);
    const server = servers[`${address}:${port}`];
    if (real === undefined && server !== undefined)
      return Promise.reject(notSimulated(message('subject/server', { server })));
    return network.connect(address, port);
  };
}

async function local(port: number): Promise<Duplex> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  return socket;
}

function unresolved(host: string): Error {
  return Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND', hostname: host });
}
