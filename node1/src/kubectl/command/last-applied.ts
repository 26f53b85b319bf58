import type { ObjectMeta } from 'kubernetes-types/meta/v1.js';
import { toCompactJson } from '../print/serialise.ts';
import { without } from '../without.ts';

/** Where `apply` keeps what it was given. */
export const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** The object with the annotation from which the next `apply` learns what this one had. */
export function withLastApplied<T extends { metadata?: ObjectMeta }>(object: T, written: object = object): T {
  const metadata = without(object.metadata ?? {}, 'annotations', 'managedFields');
  const annotations = without(object.metadata?.annotations ?? {}, lastApplied);
  const text = toCompactJson({ ...written, metadata: { ...metadata, annotations } });
  return {
    ...object,
    metadata: { ...metadata, annotations: { ...annotations, [lastApplied]: `${text}\n` } },
  };
}
