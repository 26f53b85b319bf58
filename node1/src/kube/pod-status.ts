import type { ContainerStatus, Pod, PodCondition, PodStatus } from 'kubernetes-types/core/v1.js';
import { noTime, timestamp } from './timestamps.ts';

type Draft = Pick<PodCondition, 'type' | 'status' | 'reason' | 'message'>;

/** Conditions with the time of their last transition; the order is the one in which kubelet writes them. */
function withTimes(drafts: readonly Draft[], old: readonly PodCondition[]): PodCondition[] {
  return drafts.map(({ type, status, reason, message }) => {
    const before = old.find((condition) => condition.type === type);
    return {
      lastProbeTime: noTime,
      lastTransitionTime:
        before?.status === status && before.lastTransitionTime !== undefined
          ? before.lastTransitionTime
          : timestamp(Date.now()),
      ...(message === undefined ? {} : { message }),
      ...(reason === undefined ? {} : { reason }),
      status,
      type,
    };
  });
}

/** Whether an init container has done its work. */
function isDone({ state }: ContainerStatus): boolean {
  return state?.terminated?.exitCode === 0;
}

/** Where a pod is in its life, from its containers and what is to happen when one ends (kubelet's `getPhase`). */
function phaseOf(pod: Pod, containers: readonly ContainerStatus[], inits: readonly ContainerStatus[]): string {
  const policy = pod.spec?.restartPolicy ?? 'Always';
  if (policy === 'Never' && inits.some(({ state }) => (state?.terminated?.exitCode ?? 0) !== 0)) return 'Failed';
  if (!inits.every(isDone)) return 'Pending';
  const ended = containers.flatMap(({ state, lastState }) => state?.terminated ?? lastState?.terminated ?? []);
  const neverRan = containers.some(
    ({ state, lastState }) => state?.waiting !== undefined && lastState?.terminated === undefined,
  );
  if (neverRan) return 'Pending';
  if (containers.some(({ state }) => state?.running !== undefined) || policy === 'Always') return 'Running';
  if (containers.some(({ state }) => state?.terminated === undefined)) return 'Running';
  if (ended.every(({ exitCode }) => exitCode === 0)) return 'Succeeded';
  return policy === 'OnFailure' ? 'Running' : 'Failed';
}

/** Conditions of a pod on its node. */
function conditionsOf(
  pod: Pod,
  phase: string,
  containers: readonly ContainerStatus[],
  inits: readonly ContainerStatus[],
): PodCondition[] {
  const unready = containers.filter(({ ready }) => !ready).map(({ name }) => name);
  const why: Pick<Draft, 'reason' | 'message'> =
    phase === 'Succeeded'
      ? { reason: 'PodCompleted' }
      : { message: `containers with unready status: [${unready.join(' ')}]`, reason: 'ContainersNotReady' };
  const ready: Pick<Draft, 'status' | 'reason' | 'message'> =
    unready.length === 0 ? { status: 'True' } : { status: 'False', ...why };
  const undone = inits.filter((status) => !isDone(status)).map(({ name }) => name);
  const initialized: Draft =
    undone.length === 0
      ? { type: 'Initialized', status: 'True', ...(phase === 'Succeeded' ? { reason: 'PodCompleted' } : {}) }
      : {
          ...{ type: 'Initialized', status: 'False', reason: 'ContainersNotInitialized' },
          message: `containers with incomplete status: [${undone.join(' ')}]`,
        };
  return withTimes(
    [
      initialized,
      { type: 'Ready', ...ready },
      { type: 'ContainersReady', ...ready },
      { type: 'PodScheduled', status: 'True' },
    ],
    pod.status?.conditions ?? [],
  );
}

/** The status of a pod as kubelet reports it. */
export function statusOf(
  pod: Pod,
  containers: readonly ContainerStatus[],
  where: { readonly hostIP: string; readonly podIP: string | undefined; readonly startTime: string },
  inits: readonly ContainerStatus[] = [],
): PodStatus {
  const phase = phaseOf(pod, containers, inits);
  return {
    conditions: conditionsOf(pod, phase, containers, inits),
    containerStatuses: [...containers].sort((a, b) => (a.name < b.name ? -1 : 1)),
    hostIP: where.hostIP,
    ...(inits.length === 0 ? {} : { initContainerStatuses: [...inits] }),
    phase,
    ...(where.podIP === undefined ? {} : { podIP: where.podIP, podIPs: [{ ip: where.podIP }] }),
    ...(pod.status?.qosClass === undefined ? {} : { qosClass: pod.status.qosClass }),
    startTime: where.startTime,
  };
}
