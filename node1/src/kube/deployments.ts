import type { Stored } from '../objects.ts';
import { type ControllerContext, controllerOf } from './controller-context.ts';
import { byRevision, findNewest, newestSet, scaleSet } from './deployment-sets.ts';
import { deploymentStatus } from './deployment-status.ts';
import { desiredAnnotation, newReplicas, oldReplicas, proportional, replicasOf, total } from './rollout.ts';
import { createWorkQueue } from './work-queue.ts';
import { setStatus } from './writable.ts';

type Deployment = Stored<'deployments'>;
type ReplicaSet = Stored<'replicasets'>;

function roll(
  context: ControllerContext,
  deployment: Deployment,
  newest: ReplicaSet,
  old: readonly ReplicaSet[],
): void {
  const active = old.filter((set) => replicasOf(set) > 0);
  const desired = deployment.spec?.replicas ?? 1;
  if (deployment.spec?.strategy?.type === 'Recreate') {
    for (const set of active) scaleSet(context, deployment, set, 0);
    const running = total(old, ({ status }) => status?.replicas ?? 0);
    if (running === 0) scaleSet(context, deployment, newest, desired);
    return;
  }
  if (replicasOf(newest) > desired) scaleSet(context, deployment, newest, desired);
  const size = newReplicas(deployment, [newest, ...active], replicasOf(newest));
  if (size > replicasOf(newest)) {
    scaleSet(context, deployment, newest, size);
    return;
  }
  for (const [set, less] of oldReplicas(deployment, newest, active)) {
    if (less !== replicasOf(set)) scaleSet(context, deployment, set, less);
  }
}

/** Scales what is there when only the number of replicas has changed; whether it had to. */
function rescale(
  context: ControllerContext,
  deployment: Deployment,
  newest: ReplicaSet | undefined,
  sets: readonly ReplicaSet[],
) {
  const desired = deployment.spec?.replicas ?? 1;
  const active = sets.filter((set) => replicasOf(set) > 0);
  const changed = active.some(({ metadata }) => {
    const annotated = metadata.annotations?.[desiredAnnotation];
    return annotated !== undefined && Number(annotated) !== desired;
  });
  if (!changed) return false;
  const [only, ...others] = active.length === 0 && newest !== undefined ? [newest] : active;
  if (only === undefined) return false;
  if (others.length === 0) scaleSet(context, deployment, only, desired);
  else if (deployment.spec?.strategy?.type !== 'Recreate') {
    for (const [set, size] of proportional(deployment, active)) scaleSet(context, deployment, set, size);
  }
  return true;
}

function removeOldest({ store }: ControllerContext, deployment: Deployment, old: readonly ReplicaSet[]): void {
  const idle = old.filter((set) => replicasOf(set) === 0 && (set.status?.replicas ?? 0) === 0).sort(byRevision);
  for (const { metadata } of idle.slice(0, Math.max(0, idle.length - (deployment.spec?.revisionHistoryLimit ?? 10)))) {
    store.remove('replicasets', metadata.namespace ?? '', metadata.name);
  }
}

/** Turns deployments into replica sets, and one template into the next (RollingUpdate and Recreate). Returns what stops it. */
export function startDeployments(context: ControllerContext): () => void {
  const { store, clock } = context;
  const deadlines = new Map<string, { readonly generation: string; readonly cancel: () => void; late: boolean }>();

  /** Whether a rollout has made no progress for longer than it may; looked at again when it has. */
  const isLate = (deployment: Deployment): boolean => {
    const { namespace = '', name, uid = '' } = deployment.metadata;
    const condition = deployment.status?.conditions?.find(({ type }) => type === 'Progressing');
    const { updatedReplicas = 0, availableReplicas = 0 } = deployment.status ?? {};
    const generation = `${uid} ${String(deployment.metadata.generation)} ${updatedReplicas} ${availableReplicas}`;
    const known = deadlines.get(`${namespace}/${name}`);
    if (known?.generation === generation) return known.late;
    known?.cancel();
    if (condition?.reason === 'NewReplicaSetAvailable') return false;
    const cancel = clock.after(deployment.spec?.progressDeadlineSeconds ?? 600, () => {
      entry.late = true;
      queue.add(namespace, name);
    });
    const entry = { generation, cancel, late: false };
    deadlines.set(`${namespace}/${name}`, entry);
    return false;
  };

  const queue = createWorkQueue(clock, (namespace, name) => {
    const get = () => store.get('deployments', namespace, name);
    const ofIt = (uid: string | undefined) =>
      store.list('replicasets', { namespace }).filter((set) => controllerOf(set)?.uid === uid);
    const deployment = get();
    if (deployment === undefined) {
      deadlines.get(`${namespace}/${name}`)?.cancel();
      deadlines.delete(`${namespace}/${name}`);
      return;
    }
    const { uid } = deployment.metadata;
    const paused = deployment.spec?.paused === true;
    const before = ofIt(uid);
    const same = findNewest(deployment, before);
    if (!rescale(context, deployment, same, before) && !paused) {
      const newest = newestSet(context, deployment, before);
      const current = get() ?? deployment;
      const old = ofIt(uid).filter((set) => set.metadata.name !== newest.metadata.name);
      roll(context, current, newest, old.sort(byRevision));
      removeOldest(context, current, old);
    }
    const now = get() ?? deployment;
    const sets = ofIt(uid);
    const newest = findNewest(now, sets);
    const late = isLate(now);
    store.patch('deployments', namespace, name, (copy) => {
      setStatus(copy, deploymentStatus(now, newest, sets, late));
    });
  });
  const stops = [
    store.watch('deployments', ({ object }) => {
      queue.add(object.metadata.namespace ?? '', object.metadata.name);
    }),
    store.watch('replicasets', ({ object }) => {
      const owner = controllerOf(object);
      if (owner?.kind === 'Deployment') queue.add(object.metadata.namespace ?? '', owner.name);
    }),
  ];
  return () => {
    queue.close();
    for (const stop of stops) stop();
  };
}
