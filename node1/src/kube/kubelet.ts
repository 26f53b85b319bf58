import type { Stored } from '../objects.ts';
import type { Container } from '../workload.ts';
import { createSandboxes, type KubeletContext, type PodLives } from './kubelet-context.ts';
import { type PodWorker, startPod } from './pod-worker.ts';

/** Runs the pods of a node. */
export interface Kubelet {
  /** The container of a pod, and with `previous` the one that ran before it. */
  containerOf(namespace: string, pod: string, container?: string, previous?: boolean): Container | undefined;
  /** What of its pods an other node needs to go on with them. */
  lives(): readonly PodLives[];
  /** Fulfilled when the containers of pods with a past go on; rejects where one cannot. */
  resumed(): Promise<void>;
  /** Kills what runs; fulfilled when it is gone. */
  close(): Promise<void>;
}

/** Starts the kubelet of one node. */
export function startKubelet(options: Omit<KubeletContext, 'sandboxes'>): Kubelet {
  const context: KubeletContext = { ...options, sandboxes: createSandboxes(options.clock) };
  const { store, nodeName } = context;
  const workers = new Map<string, PodWorker>();
  const ending = new Set<Promise<void>>();

  const end = (uid: string, graceSeconds: number) => {
    const gone = workers.get(uid)?.stop(graceSeconds);
    workers.delete(uid);
    if (gone === undefined) return;
    ending.add(gone);
    void gone.then(() => ending.delete(gone));
  };

  const see = (pod: Stored<'pods'>) => {
    const { uid = '', namespace = '', name } = pod.metadata;
    if (pod.spec?.nodeName !== nodeName) return;
    const worker = workers.get(uid);
    if (worker !== undefined) worker.update(pod);
    // A change can arrive after the pod it is about has gone.
    else if (store.get('pods', namespace, name)?.metadata.uid === uid) {
      const started = startPod(context, pod);
      workers.set(uid, started);
      started.update(pod);
    }
  };

  const stop = store.watch('pods', ({ type, object }) => {
    if (type === 'DELETED') end(object.metadata.uid ?? '', 0);
    else see(object);
  });

  return {
    containerOf(namespace, pod, container, previous) {
      const worker = workers.get(store.get('pods', namespace, pod)?.metadata.uid ?? '')?.container(container);
      return previous === true ? worker?.previous : worker?.current;
    },
    lives: () => [...workers.values()].flatMap((worker) => worker.lives() ?? []),
    async resumed() {
      await Promise.all([...workers.values()].map((worker) => worker.resumed()));
    },
    async close() {
      stop();
      for (const uid of [...workers.keys()]) end(uid, 0);
      await Promise.all(ending);
    },
  };
}
