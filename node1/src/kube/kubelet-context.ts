import type { Images } from '../images.ts';
import type { Runtime } from '../workload.ts';
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
  readonly hostIP: string;
  /** How often faster than a real cluster everything goes. */
  readonly speed: number;
  readonly source: EventOrigin;
  readonly sandboxes: Sandboxes;
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
