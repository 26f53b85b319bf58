import type { ReplicaSet } from 'kubernetes-types/apps/v1.js';
import type { Stored } from '../objects.ts';
import { type ControllerContext, controllerOf, ownedBy } from './controller-context.ts';
import { referenceTo } from './events.ts';
import { createPod, isAvailable, type PodOwner, tell } from './pod-control.ts';
import { isActive, isReady } from './pod-state.ts';
import { matchesSelector } from './selector.ts';
import { ifPresent } from './store.ts';
import { createWorkQueue } from './work-queue.ts';
import { setStatus } from './writable.ts';

type Pod = Stored<'pods'>;
const source = { component: 'replicaset-controller' };

/** The pods of a set: its own that still match, and those without owner that do; the others it lets go. */
function claim({ store }: ControllerContext, set: Stored<'replicasets'>): readonly Pod[] {
  const { namespace = 'default', uid } = set.metadata;
  const { selector } = set.spec ?? { selector: {} };
  return store.list('pods', { namespace }).flatMap((pod) => {
    const owner = controllerOf(pod);
    const fits = matchesSelector(selector, pod.metadata.labels);
    if (owner?.uid === uid) {
      if (fits) return [pod];
      store.patch('pods', namespace, pod.metadata.name, ({ metadata }) => {
        delete metadata.ownerReferences;
      });
      return [];
    }
    if (owner !== undefined || !fits || !isActive(pod) || set.metadata.deletionTimestamp !== undefined) return [];
    return [
      store.patch('pods', namespace, pod.metadata.name, ({ metadata }) => {
        metadata.ownerReferences = [ownedBy('replicasets', set)];
      }),
    ];
  });
}

/** Which pods go first, as `ActivePodsWithRanks` of 1.20: unassigned, pending, not ready, ready for less long, restarted, newest. */
function deletionOrder(a: Pod, b: Pod): number {
  const ranks = (pod: Pod) => [
    pod.spec?.nodeName === undefined ? 0 : 1,
    ['Pending', 'Unknown', 'Running'].indexOf(pod.status?.phase ?? 'Pending'),
    isReady(pod) ? 1 : 0,
    -Date.parse(pod.status?.conditions?.find(({ type }) => type === 'Ready')?.lastTransitionTime ?? ''),
    -Math.max(0, ...(pod.status?.containerStatuses ?? []).map(({ restartCount }) => restartCount)),
    -Date.parse(pod.metadata.creationTimestamp ?? ''),
  ];
  const second = ranks(b);
  const index = ranks(a).findIndex((rank, at) => rank !== second[at]);
  return index < 0 ? 0 : (ranks(a)[index] ?? 0) - (second[index] ?? 0);
}

function createPods(context: ControllerContext, set: Stored<'replicasets'>, count: number): void {
  const owner: PodOwner<'replicasets'> = { source, resource: 'replicasets', object: set };
  for (let made = 0; made < count; made += 1) {
    const pod = createPod(context, owner, set.spec?.template);
    tell(context, owner, 'Normal', 'SuccessfulCreate', `Created pod: ${pod.metadata.name}`);
  }
}

function deletePods({ store, recorder }: ControllerContext, set: Stored<'replicasets'>, pods: readonly Pod[]): void {
  for (const { metadata } of pods) {
    ifPresent(() => {
      store.remove('pods', metadata.namespace ?? '', metadata.name);
    });
    recorder.record(source, referenceTo('replicasets', set), {
      type: 'Normal',
      reason: 'SuccessfulDelete',
      message: `Deleted pod: ${metadata.name}`,
    });
  }
}

function statusOf(set: ReplicaSet, pods: readonly Pod[]): NonNullable<ReplicaSet['status']> {
  const ready = pods.filter(isReady).length;
  const available = pods.filter((pod) => isAvailable(pod, set.spec?.minReadySeconds ?? 0)).length;
  const labels = Object.entries(set.spec?.template?.metadata?.labels ?? {});
  const labelled = pods.filter(({ metadata }) =>
    labels.every(([key, value]) => metadata.labels?.[key] === value),
  ).length;
  return {
    replicas: pods.length,
    ...(labelled === 0 ? {} : { fullyLabeledReplicas: labelled }),
    ...(ready === 0 ? {} : { readyReplicas: ready }),
    ...(available === 0 ? {} : { availableReplicas: available }),
    observedGeneration: set.metadata?.generation ?? 1,
  };
}

/** Keeps as many pods of every replica set as it asks for. Returns what stops it. */
export function startReplicaSets(context: ControllerContext): () => void {
  const { store, clock } = context;
  /** Looks again, by set, when pods that are ready have been so for long enough. */
  const later = new Map<string, () => void>();
  const queue = createWorkQueue(clock, (namespace, name) => {
    later.get(`${namespace}/${name}`)?.();
    later.delete(`${namespace}/${name}`);
    const set = store.get('replicasets', namespace, name);
    if (set === undefined) return;
    const pods = claim(context, set).filter(isActive);
    const seconds = set.spec?.minReadySeconds ?? 0;
    if (pods.some((pod) => isReady(pod) && !isAvailable(pod, seconds)))
      later.set(
        `${namespace}/${name}`,
        clock.after(Math.min(seconds, 1), () => {
          queue.add(namespace, name);
        }),
      );
    const missing = (set.spec?.replicas ?? 1) - pods.length;
    // As the real one, it tells first what it saw; the pods that it makes now bring it back here.
    store.patch('replicasets', namespace, name, (copy) => {
      setStatus(copy, statusOf(copy, pods));
    });
    if (missing > 0) createPods(context, set, missing);
    else if (missing < 0) deletePods(context, set, [...pods].sort(deletionOrder).slice(0, -missing));
  });
  const stops = [
    store.watch('replicasets', ({ object }) => {
      queue.add(object.metadata.namespace ?? '', object.metadata.name);
    }),
    store.watch('pods', ({ object }) => {
      const { namespace = '', labels } = object.metadata;
      const owner = controllerOf(object);
      if (owner?.kind === 'ReplicaSet') queue.add(namespace, owner.name);
      else if (owner === undefined) {
        for (const { metadata, spec } of store.list('replicasets', { namespace })) {
          if (spec !== undefined && matchesSelector(spec.selector, labels)) queue.add(namespace, metadata.name);
        }
      }
    }),
  ];
  return () => {
    queue.close();
    for (const cancel of later.values()) cancel();
    for (const stop of stops) stop();
  };
}
