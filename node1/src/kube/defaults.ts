import type { Deployment, ReplicaSet } from 'kubernetes-types/apps/v1.js';
import type { Container, PodSpec, PodTemplateSpec, Service } from 'kubernetes-types/core/v1.js';
import { noTime } from './timestamps.ts';
import { setStatus } from './writable.ts';

/** What a template without a spec counts as until validation refuses it. */
function emptySpec(): PodSpec {
  return { containers: [] };
}

/** Whether an image's tag is `latest`, by name or because there is none. */
function isLatest(image: string): boolean {
  if (image.includes('@')) return false;
  const tag = /:([^/:]*)$/.exec(image)?.[1];
  return tag === undefined || tag === 'latest';
}

function defaultContainer(container: Container): void {
  container.imagePullPolicy ??= isLatest(container.image ?? '') ? 'Always' : 'IfNotPresent';
  container.resources ??= {};
  container.terminationMessagePath ??= '/dev/termination-log';
  container.terminationMessagePolicy ??= 'File';
  for (const port of container.ports ?? []) port.protocol ??= 'TCP';
}

/** Fills in what the API server of 1.20 does in the spec of a pod or of a template. */
export function defaultPodSpec(spec: PodSpec): void {
  // Manifests are what people typed: the list may be absent whatever the type says.
  const { containers } = spec as Partial<PodSpec>;
  for (const container of containers ?? []) defaultContainer(container);
  spec.dnsPolicy ??= 'ClusterFirst';
  spec.restartPolicy ??= 'Always';
  spec.schedulerName ??= 'default-scheduler';
  spec.securityContext ??= {};
  spec.terminationGracePeriodSeconds ??= 30;
}

function defaultTemplate(template: PodTemplateSpec): void {
  template.metadata = { creationTimestamp: noTime, ...template.metadata };
  template.spec ??= emptySpec();
  defaultPodSpec(template.spec);
}

/** Fills in the spec of a deployment. */
export function defaultDeployment(deployment: Deployment): void {
  const { spec } = deployment;
  if (spec === undefined) return;
  // Manifests are what people typed: the template may be absent whatever the type says.
  (spec as Partial<typeof spec>).template ??= {};
  defaultTemplate(spec.template);
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

/** Fills in the spec of a service, but for what has to be allocated. */
export function defaultService(service: Service): void {
  const spec = (service.spec ??= {});
  spec.sessionAffinity ??= 'None';
  spec.type ??= 'ClusterIP';
  for (const port of spec.ports ?? []) {
    port.protocol ??= 'TCP';
    if (spec.type !== 'ExternalName') port.targetPort ??= port.port;
  }
  if (spec.type === 'NodePort' || spec.type === 'LoadBalancer') spec.externalTrafficPolicy ??= 'Cluster';
  else delete spec.externalTrafficPolicy;
  if (service.status === undefined) setStatus(service, { loadBalancer: {} });
}
