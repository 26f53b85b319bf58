import type { PodSpec } from 'kubernetes-types/core/v1.js';
import { apiVersionOf, type Kind } from '../kinds.ts';

/** Kinds whose `spec.template` is a pod. */
const withTemplate = new Set([
  ...['Deployment', 'ReplicaSet', 'DaemonSet', 'StatefulSet', 'Job', 'ReplicationController'],
]);

interface Template {
  spec?: PodSpec;
}

/** The pod spec within an object; undefined for a kind that has none. */
export function podSpecOf(kind: Kind, object: unknown): PodSpec | undefined {
  const { spec } = object as {
    spec?: PodSpec & { template?: Template; jobTemplate?: { spec?: { template?: Template } } };
  };
  if (kind.kind === 'Pod') return spec;
  if (kind.kind === 'CronJob') return spec?.jobTemplate?.spec?.template?.spec;
  return withTemplate.has(kind.kind) ? spec?.template?.spec : undefined;
}

/** What kubectl says of an object without one. */
export function noPodSpec(kind: Kind): string {
  const version = apiVersionOf(kind).split('/').at(-1) ?? '';
  return `the object is not a pod or does not have a pod template: *${version}.${kind.kind}`;
}

/** Whether a container's name is one that `-c` names: `*` stands for any text. */
export function fitsName(name: string, pattern: string): boolean {
  const escaped = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.*')}$`).test(name);
}
