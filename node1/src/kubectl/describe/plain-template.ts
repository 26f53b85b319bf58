import type { PodTemplateSpec } from 'kubernetes-types/core/v1.js';

/** A copy of a pod template without the label that the deployment's controller adds to those of its replica sets. */
export function plainTemplate(template: PodTemplateSpec | undefined): PodTemplateSpec {
  const copy = structuredClone(template ?? {});
  if (copy.metadata?.labels !== undefined) delete copy.metadata.labels['pod-template-hash'];
  return copy;
}
