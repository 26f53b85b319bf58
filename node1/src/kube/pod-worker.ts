import type { Container as Spec, ContainerStatus } from 'kubernetes-types/core/v1.js';
import type { Stored } from '../objects.ts';
import { beingMade } from './container-status.ts';
import type { ContainerWorker } from './container-worker.ts';
import { createContainerWorker } from './container-worker.ts';
import { referenceTo, type Report } from './events.ts';
import type { KubeletContext, PodLives } from './kubelet-context.ts';
import { statusOf } from './pod-status.ts';
import { ifPresent } from './store.ts';
import { timestamp } from './timestamps.ts';
import { createPodVolumes } from './volumes.ts';
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
  const inits: ContainerWorker[] = [];
  /** It has the node's network, and none of its own. */
  const isOnHost = first.spec?.hostNetwork === true;
  const initNames = (first.spec?.initContainers ?? []).map((container) => container.name);
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
  const waitsFor = initNames.length > 0 ? 'PodInitializing' : 'ContainerCreating';
  const report = () => {
    if (podNow() === undefined) return;
    const shown = (made: readonly ContainerWorker[], all: readonly Spec[], reason: string) =>
      all.map(
        ({ name: container, image }) =>
          made.find(({ status }) => status.name === container)?.status ?? beingMade(container, image, reason),
      );
    store.patch('pods', namespace, name, (copy) => {
      const all = [...(copy.spec?.containers ?? []), ...(copy.spec?.initContainers ?? [])];
      const images = new Map(all.map(({ name: container, image = '' }) => [container, image]));
      const named = (statuses: readonly ContainerStatus[]) =>
        statuses.map((status) => (status.image === '' ? { ...status, image: images.get(status.name) ?? '' } : status));
      const own = named(shown(workers, first.spec?.containers ?? [], waitsFor));
      const before = named(shown(inits, first.spec?.initContainers ?? [], 'PodInitializing'));
      const where = { hostIP: context.hostIP, podIP: address, startTime };
      setStatus(copy, statusOf(copy, own, where, before));
    });
  };
  const volumes = createPodVolumes(first, {
    ...{ store, clock, folder: context.folder, pod: podNow },
    warn: (reason, message) => {
      event({ type: 'Warning', reason, message });
    },
  });

  const begin = async () => {
    if (past === undefined) {
      report();
      await volumes.ready(abort.signal);
      await context.sandboxes.make(abort.signal);
      address = isOnHost ? context.hostIP : network.allocate('pod');
    } else {
      ({ address } = past);
      if (!isOnHost) network.take(address);
      volumes.prepare();
    }
    const mountsOf = (container: Spec) => volumes.mountsOf(container);
    const view = { pod: podNow, address, event, changed: report, mountsOf };
    const again = (container: string, statuses: readonly ContainerStatus[] = []) => {
      const before = statuses.find((status) => status.name === container);
      const life = past?.containers.get(container);
      return life && before && { life, status: before };
    };
    for (const container of initNames) {
      const was =
        past === undefined ? undefined : first.status?.initContainerStatuses?.find((each) => each.name === container);
      if (was?.state?.terminated?.exitCode === 0) {
        inits.push(endedWorker(was));
        continue;
      }
      const worker = createContainerWorker(context, view, container, undefined, 'initContainers');
      inits.push(worker);
      await worker.run();
      if (abort.signal.aborted) return;
      report();
      // It has failed for good, and the pod with it.
      if (worker.status.state?.terminated?.exitCode !== 0) return;
    }
    for (const { name: container } of first.spec?.containers ?? []) {
      const before = again(container, first.status?.containerStatuses);
      workers.push(createContainerWorker(context, { ...view, reason: () => waitsFor }, container, before));
    }
    if (inits.length > 0) report();
    await Promise.all(workers.map((worker) => worker.run()));
  };
  const life = begin().catch((error: unknown) => {
    if (!abort.signal.aborted) throw error;
  });

  const end = async (graceSeconds: number) => {
    abort.abort(new Error('the pod is going away'));
    await Promise.all([...inits, ...workers].map((worker) => worker.stop(graceSeconds)));
    await life;
    volumes.close();
    if (address !== undefined && !isOnHost) network.release(address);
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
    container: (wanted) =>
      wanted === undefined
        ? (workers[0] ?? inits[0])
        : [...workers, ...inits].find(({ status }) => status.name === wanted),
    update(pod) {
      const { deletionTimestamp, deletionGracePeriodSeconds = 30 } = pod.metadata;
      if (deletionTimestamp !== undefined) {
        if (!leaving) void leave(deletionGracePeriodSeconds);
        // Asked again with less patience.
        else for (const worker of [...inits, ...workers]) void worker.stop(deletionGracePeriodSeconds);
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
      if (stopping !== undefined) for (const worker of [...inits, ...workers]) void worker.stop(graceSeconds);
      stopping ??= end(graceSeconds);
      return stopping;
    },
  };
}

/** One that has done its work on another node. */
function endedWorker(status: ContainerStatus): ContainerWorker {
  return {
    ...{ status, current: undefined, previous: undefined, pause: 0 },
    resumed: Promise.resolve(),
    run: () => Promise.resolve(),
    replace: () => undefined,
    stop: () => Promise.resolve(),
  };
}
