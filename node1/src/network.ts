import type { Duplex } from 'node:stream';
import type { Answer } from './container/guest/exchange.ts';

/** How a program is reached that is in this process. */
interface Inside {
  /** Takes a connection that does not leave it. */
  readonly accept?: (connection: Duplex) => void;
  /** Answers a request of HTTP. */
  readonly answer?: Answer;
}

/** Where a program of the network listens. */
export interface Listening extends Inside {
  /** Of 127.0.0.1. */
  readonly realPort: number;
}

/** What an ingress controller is asked for. */
export interface IngressRequest {
  /** Of the header `Host`, without a port. */
  readonly host: string;
  readonly path: string;
  /** The controller: `traefik.io/ingress-controller`. */
  readonly controller: string;
  /** What `kubernetes.io/ingress.class` calls it. */
  readonly className: string;
}

/**
 * The virtual network of a rehearsal. Every pod and container has an address (10.244.0.x, 172.17.0.x) that exists only here; a
 * program that listens on a port of it really listens on a free port of 127.0.0.1, and says so here.
 * Nothing resolves or connects but through this, so a service's name is known only once it is exposed.
 */
export interface Network {
  /** A new address for a pod or container. */
  allocate(range: 'pod' | 'container'): string;
  /** Whether an address was given to a pod or container. */
  knows(address: string): boolean;
  /** An address that is known already; nothing listens on it. */
  take(address: string): void;
  /** Whether somebody has an address. */
  has?(address: string): boolean;
  /** Ports of an address at which somebody listens. */
  ports?(address: string): readonly number[];
  /** Takes back an address and all that listens on it. */
  release(address: string): void;
  /** `port` of `address` is really `realPort` of 127.0.0.1 from now on. */
  listen(address: string, port: number, realPort: number, inside?: Inside): void;
  unlisten(address: string, port: number): void;
  /** The address for a name as a program in `namespace` would resolve it (service.namespace.svc.cluster.local and its short forms); undefined: NXDOMAIN. */
  resolve(name: string, namespace: string): string | undefined;
  /** Who answers at a virtual address and port (of a pod, or of a service by its endpoints); undefined: connection refused. */
  locate(address: string, port: number): Listening | undefined;
  /** Real port on 127.0.0.1 behind a virtual address and port; undefined: connection refused. */
  route(address: string, port: number): number | undefined;
  /** Opens a connection to a virtual address. Rejects with ECONNREFUSED. */
  connect(address: string, port: number): Promise<Duplex>;
  /** Addresses and ports to which the ingresses of the cluster lead a request, none where its service has nobody; undefined: no ingress is about it. */
  ingress?(request: IngressRequest): readonly (readonly [address: string, port: number])[] | undefined;
  /** The network as who has an address sees it: what network policies forbid gets no answer. Default: all of it. */
  seenFrom?(address: string): Network;
}
