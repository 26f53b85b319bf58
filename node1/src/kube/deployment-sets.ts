import type { PodTemplateSpec } from 'kubernetes-types/core/v1.js';
import type { Stored } from '../objects.ts';
import { type ControllerContext, ownedBy } from './controller-context.ts';
import { progressing, withCondition } from './deployment-status.ts';
import { referenceTo } from './events.ts';
import { canonicalJson, templateHash } from './names.ts';
import {
  desiredAnnotation,
  fenceposts,
  most,
  newReplicas,
  replicasOf,
  revisionAnnotation,
  revisionHistory,
} from './rollout.ts';
import { without } from './writable.ts';
import { setStatus } from './writable.ts';

type Deployment = Stored<'deployments'>;
type ReplicaSet = Stored<'replicasets'>;
const source = { component: 'deployment-controller' };
const hashLabel = 'pod-template-hash';
/** Annotations of a deployment that its replica sets do not get. */
const ownAnnotations = [
  'kubectl.kubernetes.io/last-applied-configuration',
  revisionAnnotation,
  revisionHistory,
  desiredAnnotation,
  most,
];

/** A template without its hash, as text: equal for what counts as the same revision. */
function withoutHash(template: PodTemplateSpec = {}): string {
  const { labels = {} } = template.metadata ?? {};
  return canonicalJson({ ...template, metadata: { ...template.metadata, labels: without(labels, hashLabel) } });
}

/** The replica set that has a deployment's present template. */
export function findNewest(deployment: Deployment, sets: readonly ReplicaSet[]): ReplicaSet | undefined {
  const wanted = withoutHash(deployment.spec?.template);
  return sets.find(({ spec }) => withoutHash(spec?.template) === wanted);
}

function revisionOf({ metadata }: ReplicaSet): number {
  return Number(metadata.annotations?.[revisionAnnotation] ?? 0);
}

/** Oldest revision first. */
export function byRevision(a: ReplicaSet, b: ReplicaSet): number {
  return revisionOf(a) - revisionOf(b);
}

function sizesFor(deployment: Deployment): Record<string, string> {
  const desired = deployment.spec?.replicas ?? 1;
  return { [desiredAnnotation]: String(desired), [most]: String(desired + fenceposts(deployment).surge) };
}

function annotationsFor(deployment: Deployment): Record<string, string> {
  const own = Object.entries(deployment.metadata.annotations ?? {}).filter(([key]) => !ownAnnotations.includes(key));
  return { ...Object.fromEntries(own), ...sizesFor(deployment) };
}

function tellScaled(
  { recorder }: ControllerContext,
  deployment: Deployment,
  set: ReplicaSet,
  size: number,
  way: string,
) {
  recorder.record(source, referenceTo('deployments', deployment), {
    type: 'Normal',
    reason: 'ScalingReplicaSet',
    message: `Scaled ${way} replica set ${set.metadata.name} to ${size}`,
  });
}

/** Scales a set and tells of it. */
export function scaleSet(
  context: ControllerContext,
  deployment: Deployment,
  set: ReplicaSet,
  size: number,
): ReplicaSet {
  const before = replicasOf(set);
  const scaled = context.store.patch(
    'replicasets',
    set.metadata.namespace ?? '',
    set.metadata.name,
    ({ metadata, spec }) => {
      metadata.annotations = { ...metadata.annotations, ...sizesFor(deployment) };
      if (spec !== undefined) spec.replicas = size;
    },
  );
  if (size !== before) tellScaled(context, deployment, set, size, size > before ? 'up' : 'down');
  return scaled;
}

function createNewSet(
  context: ControllerContext,
  deployment: Deployment,
  sets: readonly ReplicaSet[],
  revision: number,
) {
  const { store } = context;
  const { name, namespace = 'default' } = deployment.metadata;
  const template = deployment.spec?.template ?? {};
  const hash = templateHash(withoutHash(template));
  const labels = { ...template.metadata?.labels, [hashLabel]: hash };
  const size = newReplicas(deployment, sets, 0);
  const seconds = deployment.spec?.minReadySeconds;
  const created = store.create('replicasets', {
    metadata: {
      name: `${name}-${hash}`,
      namespace,
      labels,
      annotations: { ...annotationsFor(deployment), [revisionAnnotation]: String(revision) },
      ownerReferences: [ownedBy('deployments', deployment)],
    },
    spec: {
      ...(seconds === undefined ? {} : { minReadySeconds: seconds }),
      replicas: size,
      selector: {
        ...deployment.spec?.selector,
        matchLabels: { ...deployment.spec?.selector.matchLabels, [hashLabel]: hash },
      },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  });
  if (size > 0) tellScaled(context, deployment, created, size, 'up');
  return created;
}

/** The newest set of a deployment with its revision written on both; made when there is none. */
export function newestSet(context: ControllerContext, deployment: Deployment, sets: readonly ReplicaSet[]): ReplicaSet {
  const { store } = context;
  const { name, namespace = 'default' } = deployment.metadata;
  const found = findNewest(deployment, sets);
  const revision = Math.max(0, ...sets.filter((set) => set !== found).map(revisionOf)) + 1;
  let newest = found ?? createNewSet(context, deployment, sets, revision);
  const before = revisionOf(newest);
  newest = store.patch('replicasets', namespace, newest.metadata.name, ({ metadata, spec }) => {
    const seconds = deployment.spec?.minReadySeconds;
    if (spec !== undefined && (spec.minReadySeconds ?? 0) !== (seconds ?? 0)) spec.minReadySeconds = seconds ?? 0;
    metadata.annotations = { ...metadata.annotations, ...annotationsFor(deployment) };
    if (before >= revision) return;
    const history = metadata.annotations[revisionHistory];
    metadata.annotations[revisionHistory] = history === undefined ? String(before) : `${history},${before}`;
    metadata.annotations[revisionAnnotation] = String(revision);
  });
  store.patch('deployments', namespace, name, (copy) => {
    copy.metadata.annotations = { ...copy.metadata.annotations, [revisionAnnotation]: String(revisionOf(newest)) };
    const known = copy.status?.conditions?.some(({ type }) => type === 'Progressing') === true;
    if (found !== undefined && known && before >= revision) return;
    const set = `new replica set ${JSON.stringify(newest.metadata.name)}`;
    const condition =
      found === undefined
        ? progressing('NewReplicaSetCreated', `Created ${set}`)
        : progressing('FoundNewReplicaSet', `Found ${set}`);
    setStatus(copy, withCondition(copy.status ?? {}, condition));
  });
  return newest;
}
