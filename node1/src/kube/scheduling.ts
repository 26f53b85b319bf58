import type { NodeSelectorRequirement, PodSpec, Taint, Toleration } from 'kubernetes-types/core/v1.js';
import type { Stored } from '../objects.ts';
import { matchesSelector } from './selector.ts';

type Node = Stored<'nodes'>;
type Pod = Stored<'pods'>;

function holds({ key, operator, values = [] }: NodeSelectorRequirement, value: string | undefined): boolean {
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return Number(value) > Number(values[0]);
    case 'Lt':
      return Number(value) < Number(values[0]);
    default:
      return key === '';
  }
}

/** Whether a node has what a pod's selector and affinity require. */
export function fitsNode(spec: PodSpec, { metadata }: Node): boolean {
  const labels = metadata.labels ?? {};
  if (!Object.entries(spec.nodeSelector ?? {}).every(([key, value]) => labels[key] === value)) return false;
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  if (required === undefined) return true;
  return required.nodeSelectorTerms.some(
    ({ matchExpressions = [], matchFields = [] }) =>
      matchExpressions.length + matchFields.length > 0 &&
      matchExpressions.every((each) => holds(each, labels[each.key])) &&
      matchFields.every((each) => holds(each, each.key === 'metadata.name' ? metadata.name : undefined)),
  );
}

/** Whether a toleration is about a taint. */
export function tolerates({ key, operator = 'Equal', value = '', effect }: Toleration, taint: Taint): boolean {
  if (effect !== undefined && effect !== '' && effect !== taint.effect) return false;
  if (key !== undefined && key !== '' && key !== taint.key) return false;
  return operator === 'Exists' || value === (taint.value ?? '');
}

/** The taints of a node, with the one of a node that takes no more pods. */
function taintsOf({ spec }: Node): readonly Taint[] {
  const taints = spec?.taints ?? [];
  const key = 'node.kubernetes.io/unschedulable';
  if (spec?.unschedulable !== true || taints.some((taint) => taint.key === key)) return taints;
  return [...taints, { key, effect: 'NoSchedule' }];
}

/** The first taint of a node with one of some effects that is not tolerated. */
export function untolerated(
  tolerations: readonly Toleration[],
  node: Node,
  effects: readonly string[],
): Taint | undefined {
  return taintsOf(node).find(
    (taint) => effects.includes(taint.effect) && !tolerations.some((toleration) => tolerates(toleration, taint)),
  );
}

/** Whether all taints of a node with some effects are tolerated. */
export function toleratesTaints(tolerations: readonly Toleration[], node: Node, effects: readonly string[]): boolean {
  return untolerated(tolerations, node, effects) === undefined;
}

/** Why the pods that are there keep one away from their node, by its (anti-)affinity or theirs; in the scheduler's words. */
export function podAffinityObjections(pod: Pod, others: readonly Pod[]): readonly string[] {
  const { affinity } = pod.spec ?? {};
  const near = affinity?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  const far = affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  type Term = (typeof near)[number];
  const meant = (term: Term, owner: Pod, other: Pod): boolean =>
    (term.namespaces ?? [owner.metadata.namespace ?? '']).includes(other.metadata.namespace ?? '') &&
    matchesSelector(term.labelSelector ?? {}, other.metadata.labels);
  const alone = (term: Term): boolean => !others.some((other) => meant(term, pod, other));
  const both = "node(s) didn't match pod affinity/anti-affinity";
  // The first of pods that want to be together may go anywhere.
  if (near.some((term) => alone(term) && !meant(term, pod, pod))) {
    return [both, "node(s) didn't match pod affinity rules"];
  }
  if (far.some((term) => !alone(term))) return [both, "node(s) didn't match pod anti-affinity rules"];
  const against = others.some((other) =>
    (other.spec?.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []).some((term) =>
      meant(term, other, pod),
    ),
  );
  return against ? [both, "node(s) didn't satisfy existing pods anti-affinity rules"] : [];
}
