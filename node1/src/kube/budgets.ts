import { isDeepStrictEqual } from 'node:util';
import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v1.js';
import type { Stored } from '../objects.ts';
import type { ControllerContext } from './controller-context.ts';
import { referenceTo } from './events.ts';
import { now } from './pod-control.ts';
import { isActive, isReady } from './pod-state.ts';
import { matchesSelector } from './selector.ts';
import { createWorkQueue } from './work-queue.ts';
import { setStatus } from './writable.ts';

/** A number of pods, or a part of them. */
function countOf(value: number | string | undefined, total: number): number {
  if (typeof value === 'number') return value;
  return value === undefined ? 0 : Math.ceil((Number.parseFloat(value) / 100) * total);
}

/** Keeps how many pods may be disturbed. Returns what stops it. */
export function startBudgets({ store, clock }: ControllerContext): () => void {
  const queue = createWorkQueue(clock, (namespace, name) => {
    const budget = store.get('poddisruptionbudgets', namespace, name);
    if (budget === undefined) return;
    const { minAvailable, maxUnavailable, selector } = budget.spec ?? {};
    const empty = Object.keys(selector ?? {}).length === 0;
    const pods = store
      .list('pods', { namespace })
      .filter((pod) => !empty && isActive(pod) && matchesSelector(selector ?? {}, pod.metadata.labels));
    const healthy = pods.filter(isReady).length;
    const desired =
      maxUnavailable === undefined
        ? countOf(minAvailable, pods.length)
        : Math.max(0, pods.length - countOf(maxUnavailable, pods.length));
    const status = {
      currentHealthy: healthy,
      desiredHealthy: desired,
      disruptionsAllowed: pods.length === 0 ? 0 : Math.max(0, healthy - desired),
      expectedPods: pods.length,
      observedGeneration: budget.metadata.generation ?? 1,
    };
    if (isDeepStrictEqual(budget.status, status)) return;
    store.patch('poddisruptionbudgets', namespace, name, (copy) => {
      setStatus(copy, status);
    });
  });
  const stops = [
    store.watch('poddisruptionbudgets', ({ object }) => {
      queue.add(object.metadata.namespace ?? '', object.metadata.name);
    }),
    store.watch('pods', ({ object }) => {
      const { namespace = '' } = object.metadata;
      for (const { metadata } of store.list('poddisruptionbudgets', { namespace })) queue.add(namespace, metadata.name);
    }),
  ];
  return () => {
    queue.close();
    for (const stop of stops) stop();
  };
}

/** Seconds between two looks of an autoscaler. */
const period = 15;
const conditionsKey = 'autoscaling.alpha.kubernetes.io/conditions';
const noMetrics =
  'failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)';

/** What an autoscaler finds at its target: how many there are, or that there is none. */
function replicasOf(
  store: ControllerContext['store'],
  { spec }: HorizontalPodAutoscaler,
  namespace: string,
): number | undefined {
  const { kind = '', name = '' } = spec?.scaleTargetRef ?? {};
  const resource = ({ Deployment: 'deployments', ReplicaSet: 'replicasets', StatefulSet: 'statefulsets' } as const)[
    kind
  ];
  return resource === undefined ? undefined : store.get(resource, namespace, name)?.spec?.replicas;
}

/** Looks at autoscalers as a cluster without metrics does: it says that it has none. Returns what stops it. */
export function startAutoscalers({ store, recorder, clock }: ControllerContext): () => void {
  const timers = new Map<string, () => void>();
  const look = (namespace: string, name: string): void => {
    const key = `${namespace}/${name}`;
    timers.get(key)?.();
    timers.delete(key);
    const scaler = store.get('horizontalpodautoscalers', namespace, name);
    if (scaler === undefined) return;
    timers.set(
      key,
      clock.after(period, () => {
        look(namespace, name);
      }),
    );
    const current = replicasOf(store, scaler, namespace);
    const { kind = '', name: target = '' } = scaler.spec?.scaleTargetRef ?? {};
    const warn = (reason: string, message: string): void => {
      const about = referenceTo('horizontalpodautoscalers', scaler);
      recorder.record({ component: 'horizontal-pod-autoscaler' }, about, { type: 'Warning', reason, message });
    };
    const missing = `deployments/scale.apps ${JSON.stringify(target)} not found`;
    const condition = (type: string, status: string, reason: string, message: string) => ({
      ...{ type, status, lastTransitionTime: now(), reason, message },
    });
    const conditions =
      current === undefined
        ? [
            condition(
              ...(['AbleToScale', 'False', 'FailedGetScale'] as const),
              `the HPA controller was unable to get the target's current scale: ${missing}`,
            ),
          ]
        : [
            condition(
              ...(['AbleToScale', 'True', 'SucceededGetScale'] as const),
              "the HPA controller was able to get the target's current scale",
            ),
            condition(
              ...(['ScalingActive', 'False', 'FailedGetResourceMetric'] as const),
              `the HPA was unable to compute the replica count: ${noMetrics}`,
            ),
          ];
    if (current === undefined) {
      if (kind === 'Deployment') warn('FailedGetScale', missing);
    } else {
      warn('FailedGetResourceMetric', noMetrics);
      warn('FailedComputeMetricsReplicas', `invalid metrics (1 invalid out of 1), first error is: ${noMetrics}`);
    }
    keep(scaler, conditions, current ?? 0);
  };

  const keep = (
    scaler: Stored<'horizontalpodautoscalers'>,
    conditions: readonly { type: string }[],
    current: number,
  ) => {
    const { namespace = '', name, annotations = {} } = scaler.metadata;
    const types = (text: string | undefined): readonly string[] =>
      ((text === undefined ? [] : JSON.parse(text)) as readonly { type: string }[]).map(({ type }) => type);
    const same = isDeepStrictEqual(types(annotations[conditionsKey]), types(JSON.stringify(conditions)));
    if (same && scaler.status?.currentReplicas === current) return;
    store.patch('horizontalpodautoscalers', namespace, name, (copy) => {
      copy.metadata.annotations = { ...copy.metadata.annotations, [conditionsKey]: JSON.stringify(conditions) };
      setStatus(copy, { currentReplicas: current, desiredReplicas: 0 });
    });
  };

  const stop = store.watch('horizontalpodautoscalers', ({ type, object }) => {
    const { namespace = '', name } = object.metadata;
    const key = `${namespace}/${name}`;
    // The first look comes with the controller's next round.
    if (type === 'ADDED')
      timers.set(
        key,
        clock.after(period, () => {
          look(namespace, name);
        }),
      );
    if (type === 'DELETED') {
      timers.get(key)?.();
      timers.delete(key);
    }
  });
  return () => {
    stop();
    for (const cancel of timers.values()) cancel();
  };
}
