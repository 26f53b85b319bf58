import type { ObjectMeta } from 'kubernetes-types/meta/v1.js';
import { toCompactJson } from '../print/serialise.ts';

/** Where `apply` keeps what it was given. */
export const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** The object with the annotation from which the next `apply` learns what this one had. */
export function withLastApplied<T extends { metadata?: ObjectMeta }>(object: T): T {
  const { annotations: all = {}, managedFields: _managed, ...metadata } = object.metadata ?? {};
  const { [lastApplied]: _old, ...annotations } = all;
  const text = toCompactJson({ ...object, metadata: { ...metadata, annotations } });
  return {
    ...object,
    metadata: { ...metadata, annotations: { ...annotations, [lastApplied]: `${text}\n` } },
  };
}
