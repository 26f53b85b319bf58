import type { Stored } from '../objects.ts';
import { beingMade } from './container-status.ts';
import type { ContainerWorker } from './container-worker.ts';
import { createContainerWorker } from './container-worker.ts';
import { referenceTo, type Report } from './events.ts';
import type { KubeletContext, PodLives } from './kubelet-context.ts';
import { statusOf } from './pod-status.ts';
import { ifPresent } from './store.ts';
import { timestamp } from './timestamps.ts';
import { setStatus } from './writable.ts';

type Pod = Stored<'pods'>;

/** One pod on the node, from its sandbox to its end. */
export interface PodWorker {
  readonly uid: string;
  container(name: string | undefined): ContainerWorker | undefined;
  /** The pod has changed: it may be on its way out, or want another image. */
  update(pod: Pod): void;
  /** Ends what runs, whatever the API says of the pod; fulfilled when it is gone. */
  stop(graceSeconds: number): Promise<void>;
  /** Undefined as long as it has no sandbox. */
  lives(): PodLives | undefined;
  /** Fulfilled when its containers go on that had a past. */
  resumed(): Promise<unknown>;
}

/** Seconds from the end of the last container to the pod's own: kubelet tells the API late. */
const farewell = 2.5;

/** Starts a pod that has just been given to this node. */
export function startPod(context: KubeletContext, first: Pod): PodWorker {
  const { store, recorder, clock, network, source } = context;
  const { name, namespace = 'default', uid = '' } = first.metadata;
  const past = context.pasts?.get(uid);
  const startTime = first.status?.startTime ?? timestamp(Date.now());
  const abort = new AbortController();
  const workers: ContainerWorker[] = [];
  let address: string | undefined;
  let stopping: Promise<void> | undefined;
  let leaving = false;

  const podNow = (): Pod | undefined => {
    const pod = store.get('pods', namespace, name);
    return pod?.metadata.uid === uid ? pod : undefined;
  };
  const event = (report: Report) => {
    recorder.record(source, referenceTo('pods', podNow() ?? first), report);
  };
  const report = () => {
    if (podNow() === undefined) return;
    const statuses =
      workers.length > 0
        ? workers.map(({ status }) => status)
        : (first.spec?.containers ?? []).map(({ name: container, image }) => beingMade(container, image));
    store.patch('pods', namespace, name, (copy) => {
      const images = new Map(copy.spec?.containers.map(({ name: container, image = '' }) => [container, image]));
      const named = statuses.map((status) =>
        status.image === '' ? { ...status, image: images.get(status.name) ?? '' } : status,
      );
      setStatus(copy, statusOf(copy, named, { hostIP: context.hostIP, podIP: address, startTime }));
    });
  };

  const begin = async () => {
    if (past === undefined) {
      report();
      await context.sandboxes.make(abort.signal);
      address = network.allocate('pod');
    } else {
      ({ address } = past);
      network.take(address);
    }
    const view = { pod: podNow, address, event, changed: report };
    for (const { name: container } of first.spec?.containers ?? []) {
      const before = first.status?.containerStatuses?.find((status) => status.name === container);
      const life = past?.containers.get(container);
      const again = life && before && { life, status: before };
      workers.push(createContainerWorker(context, view, container, again));
    }
    await Promise.all(workers.map((worker) => worker.run()));
  };
  const life = begin().catch((error: unknown) => {
    if (!abort.signal.aborted) throw error;
  });

  const end = async (graceSeconds: number) => {
    abort.abort(new Error('the pod is going away'));
    await Promise.all(workers.map((worker) => worker.stop(graceSeconds)));
    await life;
    if (address !== undefined) network.release(address);
  };

  const leave = async (graceSeconds: number) => {
    stopping ??= end(graceSeconds);
    await stopping;
    report();
    clock.after(farewell, () => {
      if (podNow() === undefined) return;
      ifPresent(() => {
        store.patch('pods', namespace, name, ({ metadata }) => {
          (metadata as { deletionGracePeriodSeconds?: number }).deletionGracePeriodSeconds = 0;
        });
        store.remove('pods', namespace, name, { graceSeconds: 0 });
      });
    });
  };

  return {
    uid,
    resumed: () => Promise.all(past === undefined ? [] : workers.map(({ resumed }) => resumed)),
    lives: () =>
      address === undefined
        ? undefined
        : {
            ...{ uid, address },
            containers: workers.map(({ status, pause, current, previous }) => ({
              ...{ name: status.name, pause, current, previous },
            })),
          },
    container: (wanted) => (wanted === undefined ? workers[0] : workers.find(({ status }) => status.name === wanted)),
    update(pod) {
      const { deletionTimestamp, deletionGracePeriodSeconds = 30 } = pod.metadata;
      if (deletionTimestamp !== undefined) {
        if (!leaving) void leave(deletionGracePeriodSeconds);
        // Asked again with less patience.
        else for (const worker of workers) void worker.stop(deletionGracePeriodSeconds);
        leaving = true;
        return;
      }
      for (const worker of workers) {
        const wanted = pod.spec?.containers.find((container) => container.name === worker.status.name)?.image;
        const had = first.spec?.containers.find((container) => container.name === worker.status.name)?.image;
        if (wanted !== had) worker.replace();
      }
      first = pod;
    },
    stop(graceSeconds) {
      if (stopping !== undefined) for (const worker of workers) void worker.stop(graceSeconds);
      stopping ??= end(graceSeconds);
      return stopping;
    },
  };
}
