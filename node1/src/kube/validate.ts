import { isDeepStrictEqual } from 'node:util';
import type { DaemonSet, Deployment, ReplicaSet, StatefulSet } from 'kubernetes-types/apps/v1.js';
import type { Pod, PodSpec, PodTemplateSpec } from 'kubernetes-types/core/v1.js';
import type { LabelSelector } from 'kubernetes-types/meta/v1.js';
import { message } from '../messages/message.ts';
import type { Resource, Store, Stored } from '../objects.ts';
import { type Cause, InvalidError, RefusedError } from './errors.ts';
import { checkClaim } from './limits.ts';
import { labelCauses, labelRule, nameCauses, serviceRule, subdomainRule } from './name-rules.ts';
import { admitQuotas } from './quotas.ts';
import { matchesSelector } from './selector.ts';
import { refuseUnsimulated } from './supported-fields.ts';
import { bindingCauses, configMapCauses, ruleCauses, secretCauses } from './validate-config.ts';
import { deploymentCauses } from './validate-deployment.ts';
import { ingressCauses, networkPolicyCauses } from './validate-network.ts';
import { podSpecCauses, unsupported } from './validate-pod.ts';
import { serviceCauses } from './validate-service.ts';
import { claimCauses, volumeCauses } from './validate-storage.ts';
import { autoscalerCauses, cronJobCauses, fixedStatefulCauses, jobCauses } from './validate-workloads.ts';
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

function goSelector({ matchLabels, matchExpressions }: LabelSelector): string {
  const item = 'v1.LabelSelectorRequirement';
  const shown = matchExpressions?.map(({ key, operator, values }) => {
    const list = values === undefined ? '(nil)' : `{${values.map((each) => JSON.stringify(each)).join(', ')}}`;
    return `${item}{Key:${JSON.stringify(key)}, Operator:${JSON.stringify(operator)}, Values:[]string${list}}`;
  });
  const expressions = shown === undefined ? '(nil)' : `{${shown.join(', ')}}`;
  return `v1.LabelSelector{MatchLabels:${goMap(matchLabels)}, MatchExpressions:[]${item}${expressions}}`;
}

function selectorCauses(selector: LabelSelector | undefined, kind: string): readonly Cause[] {
  if (selector === undefined) return ['spec.selector: Required value'];
  if (Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions ?? []).length === 0) {
    return [`spec.selector: Invalid value: ${goSelector(selector)}: empty selector is invalid for ${kind}`];
  }
  const expressions = (selector.matchExpressions ?? []).flatMap(({ operator, values = [] }, at) => {
    const path = `spec.selector.matchExpressions[${at}]`;
    if (!['In', 'NotIn', 'Exists', 'DoesNotExist'].includes(operator))
      return [`${path}.operator: Invalid value: ${JSON.stringify(operator)}: not a valid selector operator`];
    return values.length === 0 && operator.endsWith('In')
      ? [`${path}.values: Required value: must be specified when \`operator\` is 'In' or 'NotIn'`]
      : [];
  });
  const found = [...labelCauses('spec.selector.matchLabels', selector.matchLabels), ...expressions];
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

/** How daemon and stateful sets come to a new template, in Go's words for values. */
function updateCauses({ kind, spec }: DaemonSet | StatefulSet): readonly Cause[] {
  const { type = 'RollingUpdate', rollingUpdate } = (spec?.updateStrategy ?? {}) as {
    readonly type?: string;
    readonly rollingUpdate?: { readonly maxUnavailable?: number | string; readonly partition?: number };
  };
  const path = 'spec.updateStrategy';
  const of = (name: string, pointer: string): string =>
    `apps.${name}{Type:${JSON.stringify(type)}, RollingUpdate:(*apps.${pointer})(nil)}`;
  if (!['RollingUpdate', 'OnDelete'].includes(type)) {
    return kind === 'DaemonSet'
      ? [
          `${path}: Unsupported value: ${of('DaemonSetUpdateStrategy', 'RollingUpdateDaemonSet')}: supported values: "RollingUpdate", "OnDelete"`,
        ]
      : [
          `${path}: Invalid value: ${of('StatefulSetUpdateStrategy', 'RollingUpdateStatefulSetStrategy')}: must be 'RollingUpdate' or 'OnDelete'`,
        ];
  }
  const { maxUnavailable, partition = 0 } = rollingUpdate ?? {};
  if (kind === 'StatefulSet') {
    if (type === 'OnDelete' && rollingUpdate !== undefined) {
      return [
        `${path}.rollingUpdate: Invalid value: apps.RollingUpdateStatefulSetStrategy{Partition:${partition}}: only allowed for updateStrategy 'RollingUpdate'`,
      ];
    }
    if (partition >= 0) return [];
    return [`${path}.rollingUpdate.partition: Invalid value: ${partition}: must be greater than or equal to 0`];
  }
  if (type === 'OnDelete' || maxUnavailable === undefined) return [];
  const place = `${path}.rollingUpdate.maxUnavailable: Invalid value:`;
  if (typeof maxUnavailable === 'number' && maxUnavailable < 0)
    return [`${place} ${maxUnavailable}: must be greater than or equal to 0`];
  const isText = typeof maxUnavailable === 'string';
  const value = `intstr.IntOrString{Type:${isText ? 1 : 0}, IntVal:${isText ? 0 : maxUnavailable}, StrVal:${JSON.stringify(isText ? maxUnavailable : '')}}`;
  const percent = isText ? /^(\d+)%$/.exec(maxUnavailable)?.[1] : undefined;
  const amount = isText ? Number(percent ?? 0) : maxUnavailable;
  return [
    ...(isText && percent === undefined
      ? [
          `${place} ${value}: a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')`,
        ]
      : []),
    ...(amount === 0 ? [`${place} ${value}: cannot be 0`] : []),
    ...(isText && amount > 100 ? [`${place} ${value}: must not be greater than 100%`] : []),
  ];
}

type Workload = Deployment | ReplicaSet | DaemonSet | StatefulSet;

function strategyCauses(object: Workload): readonly Cause[] {
  if (object.spec !== undefined && 'updateStrategy' in object.spec)
    return updateCauses(object as DaemonSet | StatefulSet);
  return object.kind === 'ReplicaSet' ? [] : deploymentCauses(object as Deployment);
}

function workloadCauses(object: Workload, old: Workload | undefined): readonly Cause[] {
  const spec = object.spec as Deployment['spec'];
  if (spec === undefined) return ['spec.selector: Required value', 'spec.template: Required value'];
  const { replicas = 1 } = spec;
  const template = (spec as Partial<typeof spec>).template ?? {};
  // Clusters get manifests: what the types call required may be absent.
  const selector = spec.selector as LabelSelector | undefined;
  const wrong = selectorCauses(
    selector,
    (object.kind ?? 'Deployment').toLowerCase().replace('replicaset', 'deployment'),
  );
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

type Causes = {
  readonly [R in Resource]?: (object: Stored<R>, old: Stored<R> | undefined) => readonly Cause[];
};

/** What is wrong with objects of each kind besides their metadata. */
const causesOf: Causes = {
  pods: (pod, old) => [...podSpecCauses('spec', pod.spec ?? { containers: [] }), ...immutablePod(pod, old)],
  services: serviceCauses,
  deployments: workloadCauses,
  replicasets: workloadCauses,
  daemonsets: workloadCauses,
  statefulsets: (set, old) => [...fixedStatefulCauses(set, old), ...workloadCauses(set, undefined)],
  jobs: jobCauses,
  cronjobs: cronJobCauses,
  configmaps: configMapCauses,
  secrets: secretCauses,
  roles: ({ rules }) => ruleCauses(rules, true),
  clusterroles: ({ rules }) => ruleCauses(rules, false),
  rolebindings: (binding, old) => bindingCauses(binding, old, true),
  clusterrolebindings: (binding, old) => bindingCauses(binding, old, false),
  persistentvolumeclaims: claimCauses,
  persistentvolumes: volumeCauses,
  networkpolicies: networkPolicyCauses,
  ingresses: ingressCauses,
  horizontalpodautoscalers: autoscalerCauses,
};

/** Kinds whose names may be anything that fits into a path. */
const pathNamed: readonly Resource[] = ['roles', 'clusterroles', 'rolebindings', 'clusterrolebindings'];

function namesOf(resource: Resource, name: string): readonly Cause[] {
  if (pathNamed.includes(resource)) {
    const bad = ['/', '%'].filter((character) => name.includes(character));
    return bad.map(
      (character) => `metadata.name: Invalid value: ${JSON.stringify(name)}: may not contain '${character}'`,
    );
  }
  const rule = resource === 'services' ? serviceRule : resource === 'namespaces' ? labelRule : subdomainRule;
  return nameCauses('metadata.name', name, rule);
}

/**
 * Throws InvalidError with everything that the API server of 1.20 would say against an object, and ApiError NotSimulated for
 * one that asks for what the rehearsal does not do.
 */
export function validate(
  resource: Resource,
  object: Stored<Resource>,
  old: Stored<Resource> | undefined,
  store: Store,
): void {
  const { name, labels } = object.metadata;
  // The function and the object are of one resource; the compiler cannot know that the two go together.
  const own = causesOf[resource] as Causes['pods'];
  const causes = [
    ...(name === '' ? ['metadata.name: Required value: name or generateName is required'] : []),
    ...(name === '' || old !== undefined ? [] : namesOf(resource, name)),
    ...labelCauses('metadata.labels', labels),
    ...(own?.(object as Stored<'pods'>, old as Stored<'pods'> | undefined) ?? []),
  ];
  if (causes.length > 0) throw new InvalidError(resource, name, causes);
  refuseUnsimulated(resource, object, old);
  if (old !== undefined) return;
  if (resource === 'persistentvolumeclaims') checkClaim(object as Stored<'persistentvolumeclaims'>, store);
  admitQuotas(resource, object, store);
  const { replicas = 1 } = (object as { readonly spec?: { readonly replicas?: number } }).spec ?? {};
  if (replicas > mostReplicas) throw new RefusedError(message('subject/many-pods', { most: mostReplicas }));
}
