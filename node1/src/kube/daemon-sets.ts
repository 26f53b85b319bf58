import { isDeepStrictEqual } from 'node:util';
import type { PodSpec, Toleration } from 'kubernetes-types/core/v1.js';
import type { Stored } from '../objects.ts';
import { type ControllerContext, controllerOf } from './controller-context.ts';
import { currentRevision, hashOf } from './controller-revisions.ts';
import { claimPods, createPod, deletePod, isAvailable, type PodOwner, tell } from './pod-control.ts';
import { isActive, isReady } from './pod-state.ts';
import { fitsNode, toleratesTaints } from './scheduling.ts';
import { createWorkQueue } from './work-queue.ts';
import { setStatus } from './writable.ts';

type DaemonSet = Stored<'daemonsets'>;
type Pod = Stored<'pods'>;
const source = { component: 'daemonset-controller' };
const hashLabel = 'controller-revision-hash';
const generation = 'deprecated.daemonset.template.generation';

/** What every daemon tolerates of its node. */
const tolerations: readonly Toleration[] = [
  { effect: 'NoExecute', key: 'node.kubernetes.io/not-ready', operator: 'Exists' },
  { effect: 'NoExecute', key: 'node.kubernetes.io/unreachable', operator: 'Exists' },
  { effect: 'NoSchedule', key: 'node.kubernetes.io/disk-pressure', operator: 'Exists' },
  { effect: 'NoSchedule', key: 'node.kubernetes.io/memory-pressure', operator: 'Exists' },
  { effect: 'NoSchedule', key: 'node.kubernetes.io/pid-pressure', operator: 'Exists' },
  { effect: 'NoSchedule', key: 'node.kubernetes.io/unschedulable', operator: 'Exists' },
];

/** Makes a pod one for a certain node. */
function forNode(node: string): (spec: PodSpec) => void {
  return (spec) => {
    const term = { matchFields: [{ key: 'metadata.name', operator: 'In', values: [node] }] };
    const affinity = (spec.affinity ??= {});
    const nodeAffinity = (affinity.nodeAffinity ??= {});
    const terms = nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
    nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution = {
      nodeSelectorTerms: terms.length === 0 ? [term] : terms.map((each) => ({ ...each, ...term })),
    };
    const own = spec.tolerations ?? [];
    const missing = tolerations.filter((each) => !own.some((toleration) => isDeepStrictEqual(toleration, each)));
    spec.tolerations = [...own, ...missing];
  };
}

function shouldRun({ spec }: DaemonSet, node: Stored<'nodes'>): boolean {
  const pod = spec?.template.spec ?? { containers: [] };
  const all = [...(pod.tolerations ?? []), ...tolerations];
  return fitsNode(pod, node) && toleratesTaints(all, node, ['NoSchedule', 'NoExecute']);
}

/** Keeps one pod of every daemon set on each node that it is for. Returns what stops it. */
export function startDaemonSets(context: ControllerContext): () => void {
  const { store, clock } = context;
  const queue = createWorkQueue(clock, (namespace, name) => {
    const set = store.get('daemonsets', namespace, name);
    if (set === undefined) return;
    const owner: PodOwner<'daemonsets'> = { source, resource: 'daemonsets', object: set };
    const pods = claimPods(context, 'daemonsets', set);
    const used = new Set(pods.map(({ metadata }) => metadata.labels?.[hashLabel] ?? ''));
    const { newest } = currentRevision(context, 'daemonsets', set, used);
    const hash = hashOf(newest);
    const nodes = store.list('nodes').filter((node) => shouldRun(set, node));
    const on = (node: string) => pods.filter((pod) => nodeOf(pod) === node);
    for (const pod of pods) {
      const dead = pod.status?.phase === 'Failed';
      if (!isActive(pod) && !dead) continue;
      if (dead)
        tell(
          context,
          owner,
          'Warning',
          'FailedDaemonPod',
          `Found failed daemon pod ${namespace}/${pod.metadata.name} on node ${nodeOf(pod)}, will try to kill it`,
        );
      if (dead || !nodes.some(({ metadata }) => metadata.name === nodeOf(pod))) remove(pod);
    }
    for (const { metadata } of nodes) {
      if (on(metadata.name).length > 0) continue;
      const labels = { [hashLabel]: hash, 'pod-template-generation': set.metadata.annotations?.[generation] ?? '1' };
      const pod = createPod(context, owner, set.spec?.template, { labels, change: forNode(metadata.name) });
      tell(context, owner, 'Normal', 'SuccessfulCreate', `Created pod: ${pod.metadata.name}`);
    }
    const old = pods.filter((pod) => isActive(pod) && pod.metadata.labels?.[hashLabel] !== hash);
    if (set.spec?.updateStrategy?.type !== 'OnDelete' && old.length > 0) {
      const unavailable = nodes.length - pods.filter((pod) => isActive(pod) && isReady(pod)).length;
      // One at a time, and those that do not run first.
      const [next] = [...old].sort((a, b) => Number(isReady(a)) - Number(isReady(b)));
      if (next !== undefined && (unavailable < 1 || !isReady(next))) remove(next);
    }
    update(set, nodes.length, hash);

    function remove(pod: Pod): void {
      deletePod(context, pod);
      tell(context, owner, 'Normal', 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`);
    }
  });

  function update(set: DaemonSet, desired: number, hash: string): void {
    const { namespace = '', name } = set.metadata;
    const pods = store.list('pods', { namespace }).filter((pod) => controllerOf(pod)?.uid === set.metadata.uid);
    const active = pods.filter(isActive);
    const available = active.filter((pod) => isAvailable(pod, set.spec?.minReadySeconds ?? 0)).length;
    const updated = active.filter(({ metadata }) => metadata.labels?.[hashLabel] === hash).length;
    store.patch('daemonsets', namespace, name, (copy) => {
      setStatus(copy, {
        currentNumberScheduled: Math.min(desired, active.length),
        desiredNumberScheduled: desired,
        ...(available === 0 ? {} : { numberAvailable: available }),
        numberMisscheduled: 0,
        numberReady: active.filter(isReady).length,
        ...(desired - available > 0 ? { numberUnavailable: desired - available } : {}),
        observedGeneration: set.metadata.generation ?? 1,
        ...(updated === 0 ? {} : { updatedNumberScheduled: updated }),
      });
    });
  }

  const stops = [
    store.watch('daemonsets', ({ object }) => {
      queue.add(object.metadata.namespace ?? '', object.metadata.name);
    }),
    store.watch('nodes', () => {
      for (const { metadata } of store.list('daemonsets')) queue.add(metadata.namespace ?? '', metadata.name);
    }),
    store.watch('pods', ({ object }) => {
      const owner = controllerOf(object);
      if (owner?.kind === 'DaemonSet') queue.add(object.metadata.namespace ?? '', owner.name);
    }),
  ];
  return () => {
    queue.close();
    for (const stop of stops) stop();
  };
}

/** The node that a pod is on, or is made for. */
function nodeOf({ spec }: Pod): string {
  const terms = spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  return spec?.nodeName ?? terms[0]?.matchFields?.[0]?.values?.[0] ?? '';
}
