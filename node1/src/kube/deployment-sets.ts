import type { PodTemplateSpec } from 'kubernetes-types/core/v1.js';
import type { Stored } from '../objects.ts';
import { type ControllerContext, ownedBy } from './controller-context.ts';
import { progressing, withCondition } from './deployment-status.ts';
import { referenceTo } from './events.ts';
import { canonicalJson, templateHash } from './names.ts';
import { DESIRED, fenceposts, MOST, newReplicas, replicasOf, REVISION, REVISION_HISTORY } from './rollout.ts';
import { without } from './without.ts';
import { setStatus } from './writable.ts';

type Deployment = Stored<'deployments'>;
type ReplicaSet = Stored<'replicasets'>;
const SOURCE = { component: 'deployment-controller' };
const HASH = 'pod-template-hash';
/** Annotations of a deployment that its replica sets do not get. */
const OWN = ['kubectl.kubernetes.io/last-applied-configuration', REVISION, REVISION_HISTORY, DESIRED, MOST];

/** A template without its hash, as text: equal for what counts as the same revision. */
const withoutHash = (template: PodTemplateSpec = {}): string => {
  const { labels = {} } = template.metadata ?? {};
  return canonicalJson({ ...template, metadata: { ...template.metadata, labels: without(labels, HASH) } });
};

/** The replica set that has a deployment's present template. */
export const findNewest = (deployment: Deployment, sets: readonly ReplicaSet[]): ReplicaSet | undefined => {
  const wanted = withoutHash(deployment.spec?.template);
  return sets.find(({ spec }) => withoutHash(spec?.template) === wanted);
};

const revisionOf = ({ metadata }: ReplicaSet): number => Number(metadata.annotations?.[REVISION] ?? 0);

/** Oldest revision first. */
export const byRevision = (a: ReplicaSet, b: ReplicaSet): number => revisionOf(a) - revisionOf(b);

const sizesFor = (deployment: Deployment): Record<string, string> => {
  const desired = deployment.spec?.replicas ?? 1;
  return { [DESIRED]: String(desired), [MOST]: String(desired + fenceposts(deployment).surge) };
};

const annotationsFor = (deployment: Deployment): Record<string, string> => {
  const own = Object.entries(deployment.metadata.annotations ?? {}).filter(([key]) => !OWN.includes(key));
  return { ...Object.fromEntries(own), ...sizesFor(deployment) };
};

const tellScaled = (
  { recorder }: ControllerContext,
  deployment: Deployment,
  set: ReplicaSet,
  size: number,
  way: string,
) => {
  recorder.record(SOURCE, referenceTo('deployments', deployment), {
    type: 'Normal',
    reason: 'ScalingReplicaSet',
    message: `Scaled ${way} replica set ${set.metadata.name} to ${size}`,
  });
};

/** Scales a set and tells of it. */
export const scaleSet = (
  context: ControllerContext,
  deployment: Deployment,
  set: ReplicaSet,
  size: number,
): ReplicaSet => {
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
};

const createNewSet = (
  context: ControllerContext,
  deployment: Deployment,
  sets: readonly ReplicaSet[],
  revision: number,
) => {
  const { store } = context;
  const { name, namespace = 'default' } = deployment.metadata;
  const template = deployment.spec?.template ?? {};
  const hash = templateHash(withoutHash(template));
  const labels = { ...template.metadata?.labels, [HASH]: hash };
  const size = newReplicas(deployment, sets, 0);
  const created = store.create('replicasets', {
    metadata: {
      name: `${name}-${hash}`,
      namespace,
      labels,
      annotations: { ...annotationsFor(deployment), [REVISION]: String(revision) },
      ownerReferences: [ownedBy('deployments', deployment)],
    },
    spec: {
      replicas: size,
      selector: {
        ...deployment.spec?.selector,
        matchLabels: { ...deployment.spec?.selector.matchLabels, [HASH]: hash },
      },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  });
  if (size > 0) tellScaled(context, deployment, created, size, 'up');
  return created;
};

/** The newest set of a deployment with its revision written on both; made when there is none. */
export const newestSet = (
  context: ControllerContext,
  deployment: Deployment,
  sets: readonly ReplicaSet[],
): ReplicaSet => {
  const { store } = context;
  const { name, namespace = 'default' } = deployment.metadata;
  const found = findNewest(deployment, sets);
  const revision = Math.max(0, ...sets.filter((set) => set !== found).map(revisionOf)) + 1;
  let newest = found ?? createNewSet(context, deployment, sets, revision);
  const before = revisionOf(newest);
  newest = store.patch('replicasets', namespace, newest.metadata.name, ({ metadata }) => {
    metadata.annotations = { ...metadata.annotations, ...annotationsFor(deployment) };
    if (before >= revision) return;
    const history = metadata.annotations[REVISION_HISTORY];
    metadata.annotations[REVISION_HISTORY] = history === undefined ? String(before) : `${history},${before}`;
    metadata.annotations[REVISION] = String(revision);
  });
  store.patch('deployments', namespace, name, (copy) => {
    copy.metadata.annotations = { ...copy.metadata.annotations, [REVISION]: String(revisionOf(newest)) };
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
};
