import { once } from 'node:events';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { notSimulated } from '../cli-kit/exit-error.ts';
import type { Cluster } from '../cluster.ts';
import { message } from '../messages/message.ts';
import { addressOf, isClusterAddress, isClusterName, isThisMachine } from './cluster-address.ts';

/** docker's bridge, and the node's own address: what listens on the node answers there. */
const nodeAddress = '172.17.0.1';
/** The cluster's name server: not reached by the network of a node1. */
const nameServer = '10.96.0.10:53';
/** Where the API server answers: behind its service, and on the node. */
const apiServers = ['10.96.0.1:443', `${nodeAddress}:6443`];

/**
 * How programs in the node's shell reach a host: the connection where it is of the cluster, undefined for any other. It rejects as Node's `connect`
 * does, and with what is refused where the real node1 has a server and this one none.
 */
export interface Reach {
  (host: string, port: number): Promise<Duplex> | undefined;
  /** Whether the cluster's API server is there: who connects to it speaks HTTP, as if TLS had been agreed on. */
  isApi(host: string, port: number): boolean;
}

/** The way from the node's shell to addresses of its cluster: as on a real node1, its services, pods and containers answer there, and its names are unknown. */
export function reachOf(cluster: Cluster): Reach {
  const { network } = cluster;
  const isApi = (host: string, port: number): boolean => apiServers.includes(`${addressOf(host) ?? ''}:${port}`);
  const reach = (host: string, port: number): Promise<Duplex> | undefined => {
    if (isThisMachine(host) && cluster.isHidden(port)) return network.connect(nodeAddress, port);
    if (isClusterName(host)) return Promise.reject(unresolved(host));
    const address = addressOf(host);
    if (address === undefined || !isClusterAddress(address, (one) => network.knows(one))) return undefined;
    if (isApi(host, port)) return import('../kube-api/connect.ts').then(({ connectApi }) => connectApi(cluster));
    const real = network.route(address, port);
    if (real === undefined && address === nodeAddress) return local(port);
    if (real === undefined && `${address}:${port}` === nameServer)
      return Promise.reject(notSimulated(message('subject/server', { server: nameServer })));
    return network.connect(address, port);
  };
  return Object.assign(reach, { isApi });
}

async function local(port: number): Promise<Duplex> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  return socket;
}

function unresolved(host: string): Error {
  return Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND', hostname: host });
}
