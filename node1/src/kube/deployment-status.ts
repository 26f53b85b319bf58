import type { Deployment, DeploymentCondition, DeploymentStatus } from 'kubernetes-types/apps/v1.js';
import type { Stored } from '../objects.ts';
import { fenceposts, total } from './rollout.ts';
import { timestamp } from './timestamps.ts';

type ReplicaSet = Stored<'replicasets'>;

function count(sets: readonly ReplicaSet[], field: 'replicas' | 'readyReplicas' | 'availableReplicas'): number {
  return total(sets, ({ status }) => status?.[field] ?? 0);
}

/** Whether every pod of a deployment is of its newest template, and available (`DeploymentComplete`). */
function isComplete({ spec, metadata }: Deployment, status: DeploymentStatus): boolean {
  return (
    (status.updatedReplicas ?? 0) === spec?.replicas &&
    (status.replicas ?? 0) === spec.replicas &&
    (status.availableReplicas ?? 0) === spec.replicas &&
    (status.observedGeneration ?? 0) >= (metadata?.generation ?? 0)
  );
}

type Draft = Pick<DeploymentCondition, 'type' | 'status'> & { readonly reason: string; readonly message: string };

/** `next` among `conditions`, with the times that it deserves; the same object again where nothing was to tell. */
function put(conditions: readonly DeploymentCondition[], next: Draft): DeploymentCondition[] {
  const now = timestamp(Date.now());
  const old = conditions.find(({ type }) => type === next.type);
  const { reason } = next;
  if (old?.status === next.status && old.reason === reason && old.message === next.message) return [...conditions];
  const lastTransitionTime = old?.status === next.status ? (old.lastTransitionTime ?? now) : now;
  return [...conditions.filter(({ type }) => type !== next.type), { ...next, lastTransitionTime, lastUpdateTime: now }];
}

function availability(deployment: Deployment, available: number): Draft {
  const least = (deployment.spec?.replicas ?? 1) - fenceposts(deployment).unavailable;
  return available >= least
    ? {
        type: 'Available',
        status: 'True',
        reason: 'MinimumReplicasAvailable',
        message: 'Deployment has minimum availability.',
      }
    : {
        type: 'Available',
        status: 'False',
        reason: 'MinimumReplicasUnavailable',
        message: 'Deployment does not have minimum availability.',
      };
}

/** The `Progressing` condition for something that has just happened. */
export function progressing(reason: string, message: string): Draft {
  return {
    type: 'Progressing',
    status: 'True',
    reason,
    message,
  };
}

/** A deployment's conditions with one more or changed. */
export function withCondition(status: DeploymentStatus, next: Draft): DeploymentStatus {
  return {
    ...status,
    conditions: put(status.conditions ?? [], next),
  };
}

/**
 * The status of a deployment from its replica sets (`calculateStatus` and `syncRolloutStatus`). `late` says that its progress deadline has passed.
 */
export function deploymentStatus(
  deployment: Stored<'deployments'>,
  newSet: ReplicaSet | undefined,
  sets: readonly ReplicaSet[],
  late: boolean,
): DeploymentStatus {
  const old = deployment.status ?? {};
  const replicas = count(sets, 'replicas');
  const updated = newSet === undefined ? 0 : count([newSet], 'replicas');
  const ready = count(sets, 'readyReplicas');
  const available = count(sets, 'availableReplicas');
  const unavailable = Math.max(0, total(sets, ({ spec }) => spec?.replicas ?? 0) - available);
  const status: DeploymentStatus = {
    ...(available === 0 ? {} : { availableReplicas: available }),
    observedGeneration: deployment.metadata.generation ?? 1,
    ...(ready === 0 ? {} : { readyReplicas: ready }),
    ...(replicas === 0 ? {} : { replicas }),
    ...(unavailable === 0 ? {} : { unavailableReplicas: unavailable }),
    ...(updated === 0 ? {} : { updatedReplicas: updated }),
  };
  let conditions = put(old.conditions ?? [], availability(deployment, available));
  if (newSet !== undefined) {
    const name = `ReplicaSet ${JSON.stringify(newSet.metadata.name)}`;
    const advanced =
      updated > (old.updatedReplicas ?? 0) ||
      replicas - updated < (old.replicas ?? 0) - (old.updatedReplicas ?? 0) ||
      ready > (old.readyReplicas ?? 0) ||
      available > (old.availableReplicas ?? 0);
    const current = conditions.find(({ type }) => type === 'Progressing');
    if (isComplete(deployment, status)) {
      conditions = put(conditions, progressing('NewReplicaSetAvailable', `${name} has successfully progressed.`));
    } else if (advanced && current?.reason !== 'NewReplicaSetAvailable') {
      conditions = put(conditions, progressing('ReplicaSetUpdated', `${name} is progressing.`));
    } else if (late && current?.reason !== 'NewReplicaSetAvailable') {
      conditions = put(conditions, {
        ...progressing('ProgressDeadlineExceeded', `${name} has timed out progressing.`),
        status: 'False',
      });
    }
  }
  return { ...status, conditions };
}
