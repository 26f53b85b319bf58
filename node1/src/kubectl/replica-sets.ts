import type { ObjectMeta } from 'kubernetes-types/meta/v1.js';
import type { Store, Stored } from '../objects.ts';

/** The replica sets that belong to a deployment. */
export function replicaSetsOf(store: Store, owner: { metadata: ObjectMeta }): readonly Stored<'replicasets'>[] {
  const { uid, namespace = '' } = owner.metadata;
  return store
    .list('replicasets', { namespace })
    .filter(({ metadata }) => (metadata.ownerReferences ?? []).some((reference) => reference.uid === uid));
}
