import type { Images } from './images.ts';
import type { PodLives } from './kube/kubelet-context.ts';
import type { Language } from './messages/codes.ts';
import type { Network } from './network.ts';
import type { Store } from './objects.ts';
import type { ClusterRecord, NetworkRecord } from './snapshot/format.ts';
import type { Container, Runtime } from './workload.ts';

/** The inside of node1, for its commands. */
export interface Cluster {
  readonly store: Store;
  readonly images: Images;
  readonly network: Network;
  readonly runtime: Runtime;
  /** Folder of this rehearsal; everything on disk is below it. */
  readonly folder: string;
  /** Of what is the rehearsal's own to say. */
  readonly lang: Language;
  /** The container of a pod that runs now, or, with `previous`, that ran before it. */
  containerOf(namespace: string, pod: string, container?: string, previous?: boolean): Container | undefined;
  /** Whether a port of the node is a pod's, and does not really listen: this machine did not let us have it. */
  isHidden(port: number): boolean;
  /** While `on`, short delays of the cluster are shorter. */
  hurry(on: boolean): void;
  /** What it is, without the containers of its pods. */
  dump(): Omit<ClusterRecord, 'gone'>;
  /** The containers of its pods, for a snapshot. */
  lives(): readonly PodLives[];
  /** Fulfilled when everything listens again that did, or after `ms` milliseconds; gives what does not, as `ADDRESS:PORT`. */
  listening(wanted: NetworkRecord['listening'], ms: number): Promise<readonly string[]>;
  /** Fulfilled when the containers of pods with a past go on, and these NodePorts answer; rejects where a container cannot. */
  resumed(open: readonly number[]): Promise<void>;
  /** Ends every process and listener; fulfilled when they are gone. */
  close(): Promise<void>;
}
