import { isDeepStrictEqual } from 'node:util';
import type { Deployment, ReplicaSet } from 'kubernetes-types/apps/v1.js';
import type { Pod, PodSpec, PodTemplateSpec, Service } from 'kubernetes-types/core/v1.js';
import type { LabelSelector } from 'kubernetes-types/meta/v1.js';
import { message } from '../messages/message.ts';
import type { Resource, Stored } from '../objects.ts';
import { type Cause, InvalidError, RefusedError } from './errors.ts';
import { labelCauses, labelRule, nameCauses, serviceRule, subdomainRule } from './name-rules.ts';
import { matchesSelector } from './selector.ts';
import { podSpecCauses, refuseUnsimulated, unsupported } from './validate-pod.ts';
import { serviceCauses } from './validate-service.ts';
import { without } from './writable.ts';

/** A map as Go prints it: `map[string]string{"app":"x"}`. */
function goMap(map: Readonly<Record<string, string>> | undefined): string {
  return map === undefined
    ? 'map[string]string(nil)'
    : `map[string]string{${Object.entries(map)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`)
        .join(', ')}}`;
}

function goSelector({ matchLabels }: LabelSelector): string {
  return `v1.LabelSelector{MatchLabels:${goMap(matchLabels)}, MatchExpressions:[]v1.LabelSelectorRequirement(nil)}`;
}

function selectorCauses(selector: LabelSelector | undefined): readonly Cause[] {
  if (selector === undefined) return ['spec.selector: Required value'];
  if (Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions ?? []).length === 0) {
    return [`spec.selector: Invalid value: ${goSelector(selector)}: empty selector is invalid for deployment`];
  }
  const found = labelCauses('spec.selector.matchLabels', selector.matchLabels);
  return found.length === 0
    ? []
    : [...found, `spec.selector: Invalid value: ${goSelector(selector)}: invalid label selector`];
}

function templateCauses(
  template: PodTemplateSpec,
  selector: LabelSelector | undefined,
  fits: boolean,
): readonly Cause[] {
  const { labels } = template.metadata ?? {};
  const restart = template.spec?.restartPolicy ?? 'Always';
  return [
    ...(selector !== undefined && fits && !matchesSelector(selector, labels)
      ? [
          `spec.template.metadata.labels: Invalid value: ${goMap(labels)}: \`selector\` does not match template \`labels\``,
        ]
      : []),
    ...labelCauses('spec.template.labels', fits ? labels : {}),
    ...podSpecCauses('spec.template.spec', template.spec ?? { containers: [] }),
    ...(restart === 'Always' ? [] : [unsupported('spec.template.spec.restartPolicy', restart, ['Always'])]),
  ];
}

/** More would only wait for a node that never comes. */
const mostReplicas = 500;

function strategyCauses(object: Deployment | ReplicaSet): readonly Cause[] {
  const { type = 'RollingUpdate' } = (object as Deployment).spec?.strategy ?? {};
  const known = ['Recreate', 'RollingUpdate'];
  return known.includes(type) ? [] : [unsupported('spec.strategy.type', type, known)];
}

function workloadCauses(object: Deployment | ReplicaSet, old: Deployment | ReplicaSet | undefined): readonly Cause[] {
  const { spec } = object;
  if (spec === undefined) return ['spec.selector: Required value', 'spec.template: Required value'];
  const { replicas = 1, template = {} } = spec;
  // Clusters get manifests: what the types call required may be absent.
  const selector = spec.selector as LabelSelector | undefined;
  const wrong = selectorCauses(selector);
  return [
    ...wrong,
    ...(replicas >= 0 ? [] : [`spec.replicas: Invalid value: ${replicas}: must be greater than or equal to 0`]),
    ...strategyCauses(object),
    ...templateCauses(template, selector, wrong.length === 0),
    ...(old?.spec !== undefined && selector !== undefined && !isDeepStrictEqual(old.spec.selector, selector)
      ? [`spec.selector: Invalid value: ${goSelector(selector)}: field is immutable`]
      : []),
  ];
}

function immutablePod(pod: Pod, old: Pod | undefined): readonly Cause[] {
  if (old?.spec === undefined || pod.spec === undefined) return [];
  // The scheduler's binding is a request of its own; it sets the node once.
  const bound = old.spec.nodeName !== undefined;
  const comparable = (spec: PodSpec) => ({
    ...without(spec, 'tolerations', 'activeDeadlineSeconds', 'nodeName'),
    nodeName: bound ? spec.nodeName : '',
    containers: spec.containers.map((container) => without(container, 'image')),
  });
  return isDeepStrictEqual(comparable(old.spec), comparable(pod.spec))
    ? []
    : [
        'spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`, ' +
          '`spec.initContainers[*].image`, `spec.activeDeadlineSeconds` or `spec.tolerations` (only additions to existing tolerations)',
      ];
}

function specCauses(resource: Resource, object: Stored<Resource>, old: Stored<Resource> | undefined): readonly Cause[] {
  if (resource === 'pods') {
    const { spec = { containers: [] } } = object as Pod;
    return [...podSpecCauses('spec', spec), ...immutablePod(object as Pod, old as Pod | undefined)];
  }
  if (resource === 'services') return serviceCauses(object as Service, old as Service | undefined);
  if (resource === 'deployments' || resource === 'replicasets') {
    return workloadCauses(object as Deployment, old as Deployment | undefined);
  }
  return [];
}

/**
 * Throws InvalidError with everything that the API server of 1.20 would say against an object, and ApiError NotSimulated for
 * a pod that asks its node for what the rehearsal does not do.
 */
export function validate(resource: Resource, object: Stored<Resource>, old: Stored<Resource> | undefined): void {
  const { name, labels } = object.metadata;
  const rule = resource === 'services' ? serviceRule : resource === 'namespaces' ? labelRule : subdomainRule;
  const causes = [
    ...(name === '' ? ['metadata.name: Required value: name or generateName is required'] : []),
    ...(name === '' || old !== undefined ? [] : nameCauses('metadata.name', name, rule)),
    ...labelCauses('metadata.labels', labels),
    ...specCauses(resource, object, old),
  ];
  if (causes.length > 0) throw new InvalidError(resource, name, causes);
  if (resource === 'pods') refuseUnsimulated((object as Pod).spec ?? { containers: [] });
  if (resource === 'deployments' || resource === 'replicasets') {
    const { replicas = 1, minReadySeconds = 0, template } = (object as Deployment).spec ?? {};
    if (replicas > mostReplicas) throw new RefusedError(message('subject/many-pods', { most: mostReplicas }));
    if (minReadySeconds > 0)
      throw new RefusedError(message('subject/field', { field: 'minReadySeconds', of: 'workload' }));
    refuseUnsimulated(template?.spec ?? { containers: [] });
  }
}
