import type { Images } from '../images.ts';
import type { Container, ContainerPast, ContainerSpec, Runtime } from '../workload.ts';
import type { Clock } from './clock.ts';
import type { ControllerContext } from './controller-context.ts';
import type { EventOrigin } from './events.ts';
import type { ClusterNetwork } from './network.ts';

/** What kubelet works with. */
export interface KubeletContext extends ControllerContext {
  readonly images: Images;
  readonly runtime: Runtime;
  readonly network: ClusterNetwork;
  readonly nodeName: string;
  /** Of the rehearsal; volumes are below it. */
  readonly folder: string;
  readonly hostIP: string;
  /** How often faster than a real cluster everything goes. */
  readonly speed: number;
  readonly source: EventOrigin;
  readonly sandboxes: Sandboxes;
  /** Of the pods of another node, by uid; those that are here for the first time have none. */
  readonly pasts?: ReadonlyMap<string, PodPast> | undefined;
  /** When that node was as it is told, in milliseconds since the epoch. */
  readonly pastAt?: number | undefined;
}

/** What a pod was on another node, in whose place this one is. */
export interface PodPast {
  readonly address: string;
  /** By name. */
  readonly containers: ReadonlyMap<string, ContainerLife>;
}

/** Where a container was in its life. */
export interface ContainerLife {
  /** Seconds before its next start. */
  readonly pause: number;
  /** It ran, and goes on. */
  readonly running?: { readonly spec: ContainerSpec; readonly past: ContainerPast };
  /** The one that had run last, if it had ended. */
  readonly ended?: Container | undefined;
  readonly previous?: Container | undefined;
}

/** The containers of a pod, for a snapshot. */
export interface PodLives {
  readonly uid: string;
  readonly address: string;
  readonly containers: readonly {
    readonly name: string;
    readonly pause: number;
    readonly current: Container | undefined;
    readonly previous: Container | undefined;
  }[];
}

/** The sandboxes of a node's pods, which take their time: longer where there are several at once. */
export interface Sandboxes {
  /** Fulfilled when one more is ready; rejects with the signal's reason when that comes first. */
  make(signal: AbortSignal): Promise<void>;
}

/** Seconds that one takes by itself: on the real node1 one pod ran after 1 s, five at once after 3 to 4, nine after 6. */
const alone = 0.8;
/** Seconds that each further one that is in the making adds, as long as they are not too many to wait for. */
const each = 0.5;
const most = 10;

/** No sandbox yet. */
export function createSandboxes(clock: Clock): Sandboxes {
  let making = 0;
  return {
    async make(signal) {
      // Those that begin together are ready together: the machine is shared, there is no queue.
      const others = Math.min(making, most);
      making += 1;
      try {
        await clock.sleep(alone + others * each, signal);
        // Who came meanwhile has slowed this one down.
        await clock.sleep(Math.max(0, Math.min(making - 1, most) - others) * each, signal);
      } finally {
        making -= 1;
      }
    },
  };
}
