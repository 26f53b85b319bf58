import type {
  Container,
  EnvVar,
  HTTPGetAction,
  LifecycleHandler,
  PodSpec,
  PodTemplateSpec,
  Probe,
  Volume,
} from 'kubernetes-types/core/v1.js';
import { omitEmpty } from './omit-empty.ts';
import { canonicalQuantities } from './quantity.ts';
import { noTime } from './timestamps.ts';

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

function defaultGet(action: HTTPGetAction | undefined): void {
  if (action === undefined) return;
  action.path ??= '/';
  action.scheme ??= 'HTTP';
}

function defaultProbe(probe: Probe | undefined): void {
  if (probe === undefined) return;
  defaultGet(probe.httpGet);
  probe.failureThreshold ??= 3;
  probe.periodSeconds ??= 10;
  probe.successThreshold ??= 1;
  probe.timeoutSeconds ??= 1;
}

function defaultVariable({ valueFrom }: EnvVar): void {
  if (valueFrom?.fieldRef !== undefined) valueFrom.fieldRef.apiVersion ??= 'v1';
  if (valueFrom?.resourceFieldRef !== undefined) valueFrom.resourceFieldRef.divisor ??= '0';
}

function defaultContainer(container: Container, isOnHost: boolean): void {
  container.imagePullPolicy ??= isLatest(container.image ?? '') ? 'Always' : 'IfNotPresent';
  container.resources ??= {};
  canonicalQuantities(container.resources.limits);
  canonicalQuantities(container.resources.requests);
  container.terminationMessagePath ??= '/dev/termination-log';
  container.terminationMessagePolicy ??= 'File';
  for (const port of container.ports ?? []) {
    port.protocol ??= 'TCP';
    if (isOnHost) port.hostPort ??= port.containerPort;
  }
  for (const variable of container.env ?? []) defaultVariable(variable);
  defaultProbe(container.livenessProbe);
  defaultProbe(container.readinessProbe);
  defaultProbe(container.startupProbe);
  const { postStart, preStop } = container.lifecycle ?? {};
  for (const handler of [postStart, preStop] as readonly (LifecycleHandler | undefined)[]) defaultGet(handler?.httpGet);
}

function defaultVolume(volume: Volume): void {
  if (Object.keys(volume).every((key) => key === 'name')) volume.emptyDir = {};
  for (const source of [volume.secret, volume.configMap, volume.downwardAPI, volume.projected]) {
    if (source !== undefined) source.defaultMode ??= 420;
  }
  if (volume.hostPath !== undefined) volume.hostPath.type ??= '';
  const items = [
    ...(volume.downwardAPI?.items ?? []),
    ...(volume.projected?.sources ?? []).flatMap(({ downwardAPI }) => downwardAPI?.items ?? []),
  ];
  for (const { fieldRef, resourceFieldRef } of items) {
    if (fieldRef !== undefined) fieldRef.apiVersion ??= 'v1';
    if (resourceFieldRef !== undefined) resourceFieldRef.divisor ??= '0';
  }
}

/** Fills in what the API server of 1.20 does in the spec of a pod or of a template. */
export function defaultPodSpec(spec: PodSpec): void {
  // Manifests are what people typed: the list may be absent whatever the type says.
  const { containers, initContainers } = spec as Partial<PodSpec>;
  omitEmpty(spec, 'hostNetwork', 'hostPID', 'hostIPC', 'initContainers', 'volumes', 'imagePullSecrets', 'hostAliases');
  for (const container of [...(containers ?? []), ...(initContainers ?? [])]) {
    omitEmpty(container, 'stdin', 'stdinOnce', 'tty', 'command', 'args', 'env', 'envFrom', 'ports', 'volumeMounts');
    for (const mount of container.volumeMounts ?? []) omitEmpty(mount, 'readOnly', 'subPath');
    defaultContainer(container, spec.hostNetwork === true);
  }
  for (const volume of spec.volumes ?? []) defaultVolume(volume);
  spec.dnsPolicy ??= 'ClusterFirst';
  spec.restartPolicy ??= 'Always';
  spec.schedulerName ??= 'default-scheduler';
  spec.securityContext ??= {};
  spec.terminationGracePeriodSeconds ??= 30;
  // The old name of the field, which is kept in step.
  if (spec.serviceAccountName === undefined && spec.serviceAccount !== undefined) {
    spec.serviceAccountName = spec.serviceAccount;
  }
  if (spec.serviceAccountName !== undefined) spec.serviceAccount = spec.serviceAccountName;
}

/** Fills in the template of a workload. */
export function defaultTemplate(template: PodTemplateSpec): void {
  template.metadata = { creationTimestamp: noTime, ...template.metadata };
  template.spec ??= emptySpec();
  defaultPodSpec(template.spec);
}
