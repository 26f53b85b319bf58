import type { Deployment } from 'kubernetes-types/apps/v1.js';
import type { Stored } from '../objects.ts';

type ReplicaSet = Stored<'replicasets'>;

/** Annotation of deployments and their sets: which revision it is. */
export const revisionAnnotation = 'deployment.kubernetes.io/revision';
/** Annotation of a set: how many replicas its deployment wanted when it was last scaled. */
export const desiredAnnotation = 'deployment.kubernetes.io/desired-replicas';
/** Annotation of a set: how many pods its deployment might have had then. */
export const most = 'deployment.kubernetes.io/max-replicas';
/** Annotation of a set: the revisions that it was before, when it came back. */
export const revisionHistory = 'deployment.kubernetes.io/revision-history';

/** A number of pods, or a share of them rounded up or down. */
function resolve(value: string | number, total: number, round: (number: number) => number): number {
  if (typeof value === 'number') return value;
  const percent = /^(\d+)%$/.exec(value)?.[1];
  return percent === undefined ? 0 : round((Number(percent) * total) / 100);
}

/** How many pods more than asked for, and how many fewer available, a rollout may have (`ResolveFenceposts`). */
export function fenceposts({ spec }: Deployment): { readonly surge: number; readonly unavailable: number } {
  const { maxSurge = '25%', maxUnavailable = '25%' } = spec?.strategy?.rollingUpdate ?? {};
  const total = spec?.replicas ?? 1;
  if (spec?.strategy?.type === 'Recreate') return { surge: 0, unavailable: 0 };
  const surge = resolve(maxSurge, total, Math.ceil);
  const unavailable = resolve(maxUnavailable, total, Math.floor);
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : Math.min(unavailable, total) };
}

/** How many pods a set is to have. */
export function replicasOf({ spec }: ReplicaSet): number {
  return spec?.replicas ?? 0;
}
function availableOf({ status }: ReplicaSet): number {
  return status?.availableReplicas ?? 0;
}
/** Sum of a number over replica sets. */
export function total(sets: readonly ReplicaSet[], count: (set: ReplicaSet) => number): number {
  return sets.reduce((sum, set) => sum + count(set), 0);
}

/** What a new replica set of a rolling update is to be scaled to now (`NewRSNewReplicas`). */
export function newReplicas(deployment: Deployment, sets: readonly ReplicaSet[], current: number): number {
  const desired = deployment.spec?.replicas ?? 1;
  if (deployment.spec?.strategy?.type === 'Recreate') return desired;
  const room = desired + fenceposts(deployment).surge - total(sets, replicasOf);
  return room <= 0 ? current : current + Math.min(room, desired - current);
}

/** What the old replica sets of a rolling update are to be scaled to now: the unhealthy first, then oldest first (`reconcileOldReplicaSets`). */
export function oldReplicas(
  deployment: Deployment,
  newSet: ReplicaSet,
  oldSets: readonly ReplicaSet[],
): ReadonlyMap<ReplicaSet, number> {
  const desired = deployment.spec?.replicas ?? 1;
  const least = desired - fenceposts(deployment).unavailable;
  const sizes = new Map(oldSets.map((set) => [set, replicasOf(set)]));
  const newUnavailable = replicasOf(newSet) - availableOf(newSet);
  const all = [...oldSets, newSet];
  let room = total(all, replicasOf) - least - newUnavailable;
  if (room <= 0) return sizes;
  for (const set of oldSets) {
    const size = sizes.get(set) ?? 0;
    const less = Math.max(0, Math.min(room, size - availableOf(set)));
    sizes.set(set, size - less);
    room -= less;
  }
  let spare = total(all, availableOf) - least;
  for (const set of oldSets) {
    if (spare <= 0) break;
    const size = sizes.get(set) ?? 0;
    const less = Math.min(size, spare);
    sizes.set(set, size - less);
    spare -= less;
  }
  return sizes;
}

/** Sizes for replica sets of a deployment that is scaled in the middle of a rollout: each keeps its share (`scale`). */
export function proportional(deployment: Deployment, sets: readonly ReplicaSet[]): ReadonlyMap<ReplicaSet, number> {
  const desired = deployment.spec?.replicas ?? 1;
  const allowed = desired > 0 ? desired + fenceposts(deployment).surge : 0;
  const now = total(sets, replicasOf);
  let left = allowed - now;
  const ordered = [...sets].sort((a, b) => replicasOf(b) - replicasOf(a));
  const sizes = new Map(ordered.map((set) => [set, replicasOf(set)]));
  const add = left;
  for (const set of ordered) {
    const size = replicasOf(set);
    const annotated = Number(set.metadata.annotations?.[most] ?? now);
    const share = Math.round((size * allowed) / (annotated === 0 ? now : annotated)) - size;
    const change = add > 0 ? Math.min(share, left) : Math.max(share, left);
    sizes.set(set, size + change);
    left -= change;
  }
  const [largest] = ordered;
  if (largest !== undefined && left !== 0) sizes.set(largest, Math.max(0, (sizes.get(largest) ?? 0) + left));
  return sizes;
}
