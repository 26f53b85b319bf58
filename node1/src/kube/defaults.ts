import { isDeepStrictEqual } from 'node:util';
import type { DaemonSet, Deployment, ReplicaSet, StatefulSet } from 'kubernetes-types/apps/v1.js';
import type { CronJob, Job, JobSpec } from 'kubernetes-types/batch/v1.js';
import type { Service } from 'kubernetes-types/core/v1.js';
import { defaultTemplate } from './defaults-pod.ts';
import { defaultClaim } from './defaults-storage.ts';
import { omitEmpty } from './omit-empty.ts';
import { setStatus } from './writable.ts';

/** Fills in the spec of a deployment. */
export function defaultDeployment(deployment: Deployment): void {
  const { spec } = deployment;
  if (spec === undefined) return;
  // Manifests are what people typed: the template may be absent whatever the type says.
  (spec as Partial<typeof spec>).template ??= {};
  defaultTemplate(spec.template);
  omitEmpty(spec, 'paused');
  spec.progressDeadlineSeconds ??= 600;
  spec.replicas ??= 1;
  spec.revisionHistoryLimit ??= 10;
  spec.strategy ??= {};
  spec.strategy.type ??= 'RollingUpdate';
  if (spec.strategy.type === 'RollingUpdate') {
    spec.strategy.rollingUpdate = { maxSurge: '25%', maxUnavailable: '25%', ...spec.strategy.rollingUpdate };
  }
  if (deployment.status === undefined) setStatus(deployment, {});
}

/** Fills in the spec of a replica set. */
export function defaultReplicaSet(set: ReplicaSet): void {
  const { spec } = set;
  if (spec === undefined) return;
  defaultTemplate(spec.template ?? (spec.template = {}));
  spec.replicas ??= 1;
  if (set.status === undefined) setStatus(set, { replicas: 0 });
}

const templateGeneration = 'deprecated.daemonset.template.generation';

/** Fills in the spec of a daemon set. */
export function defaultDaemonSet(set: DaemonSet, old: DaemonSet | undefined): void {
  const { spec } = set;
  if (spec === undefined) return;
  (spec as Partial<typeof spec>).template ??= {};
  defaultTemplate(spec.template);
  const metadata = (set.metadata ??= {});
  const before = Number(old?.metadata?.annotations?.[templateGeneration] ?? 0);
  const same = old !== undefined && isDeepStrictEqual(old.spec?.template, spec.template);
  metadata.annotations = { ...metadata.annotations, [templateGeneration]: String(same ? before : before + 1) };
  spec.revisionHistoryLimit ??= 10;
  spec.updateStrategy ??= {};
  spec.updateStrategy.type ??= 'RollingUpdate';
  if (spec.updateStrategy.type === 'RollingUpdate') {
    spec.updateStrategy.rollingUpdate = { maxUnavailable: 1, ...spec.updateStrategy.rollingUpdate };
  }
  if (set.status === undefined) {
    setStatus(set, { currentNumberScheduled: 0, desiredNumberScheduled: 0, numberMisscheduled: 0, numberReady: 0 });
  }
}

/** Fills in the spec of a stateful set. */
export function defaultStatefulSet(set: StatefulSet): void {
  const { spec } = set;
  if (spec === undefined) return;
  (spec as Partial<typeof spec>).template ??= {};
  defaultTemplate(spec.template);
  spec.podManagementPolicy ??= 'OrderedReady';
  spec.replicas ??= 1;
  spec.revisionHistoryLimit ??= 10;
  spec.updateStrategy ??= {};
  spec.updateStrategy.type ??= 'RollingUpdate';
  if (spec.updateStrategy.type === 'RollingUpdate') {
    spec.updateStrategy.rollingUpdate = { partition: 0, ...spec.updateStrategy.rollingUpdate };
  }
  for (const claim of spec.volumeClaimTemplates ?? []) {
    claim.apiVersion ??= 'v1';
    claim.kind ??= 'PersistentVolumeClaim';
    defaultClaim(claim);
  }
  if (set.status === undefined) setStatus(set, { replicas: 0 });
}

function defaultJobSpec(spec: JobSpec): void {
  (spec as Partial<JobSpec>).template ??= {};
  defaultTemplate(spec.template);
  if (spec.completions === undefined && spec.parallelism === undefined) spec.completions = 1;
  spec.parallelism ??= 1;
  spec.backoffLimit ??= 6;
  // A feature that a cluster of 1.20 has not turned on: the server drops the field.
  delete spec.ttlSecondsAfterFinished;
}

/** Fills in the spec of a job, with the selector that is its own; `old`: it is there already. */
export function defaultJob(job: Job, old: Job | undefined): void {
  const { spec, metadata } = job;
  if (spec === undefined) return;
  defaultJobSpec(spec);
  if (old === undefined && spec.manualSelector !== true) {
    const uid = metadata?.uid ?? '';
    const template = (spec.template.metadata ??= {});
    template.labels = { ...template.labels, 'controller-uid': uid, 'job-name': metadata?.name ?? '' };
    spec.selector = { matchLabels: { 'controller-uid': uid } };
    if (metadata !== undefined && Object.keys(metadata.labels ?? {}).length === 0) {
      metadata.labels = { ...template.labels };
    }
  }
  if (job.status === undefined) setStatus(job, {});
}

/** Fills in the spec of a cron job. */
export function defaultCronJob(job: CronJob): void {
  const { spec } = job;
  if (spec === undefined) return;
  spec.concurrencyPolicy ??= 'Allow';
  spec.suspend ??= false;
  spec.successfulJobsHistoryLimit ??= 3;
  spec.failedJobsHistoryLimit ??= 1;
  (spec as Partial<typeof spec>).jobTemplate ??= {};
  const { jobTemplate } = spec;
  jobTemplate.metadata = { creationTimestamp: null as unknown as string, ...jobTemplate.metadata };
  const inner = (jobTemplate.spec ??= { template: {} });
  (inner as Partial<JobSpec>).template ??= {};
  defaultTemplate(inner.template);
  if (job.status === undefined) setStatus(job, {});
}

/** Fills in the spec of a service, but for what has to be allocated. */
export function defaultService(service: Service): void {
  const spec = (service.spec ??= {});
  spec.sessionAffinity ??= 'None';
  spec.type ??= 'ClusterIP';
  if (spec.sessionAffinity === 'ClientIP') spec.sessionAffinityConfig ??= { clientIP: { timeoutSeconds: 10_800 } };
  for (const port of spec.ports ?? []) {
    port.protocol ??= 'TCP';
    if (port.targetPort === undefined || port.targetPort === '' || port.targetPort === 0) port.targetPort = port.port;
  }
  if (spec.type === 'NodePort' || spec.type === 'LoadBalancer') spec.externalTrafficPolicy ??= 'Cluster';
  else delete spec.externalTrafficPolicy;
  if (service.status === undefined) setStatus(service, { loadBalancer: {} });
}
