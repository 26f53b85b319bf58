import type { Resource } from '../objects.ts';
import type { ControllerContext } from './controller-context.ts';
import { resourceNames, resources } from './resources.ts';
import { ifPresent } from './store.ts';
import { createWorkQueue } from './work-queue.ts';

/** Empties namespaces that are being deleted, then lets them go. Returns what stops it. */
export function startNamespaces({ store, clock }: ControllerContext): () => void {
  const content = resourceNames.filter((resource) => resources[resource].namespaced);

  const empty = (namespace: string): boolean => {
    let left = 0;
    for (const resource of content) {
      for (const { metadata } of store.list(resource, { namespace })) {
        if (metadata.deletionTimestamp === undefined) {
          ifPresent(() => {
            store.remove(resource, namespace, metadata.name);
          });
        }
        if (store.get(resource, namespace, metadata.name) !== undefined) left += 1;
      }
    }
    return left === 0;
  };

  const queue = createWorkQueue(clock, (_none, name) => {
    const namespace = store.get('namespaces', '', name);
    if (namespace?.metadata.deletionTimestamp === undefined || !empty(name)) return;
    store.patch('namespaces', '', name, ({ spec }) => {
      if (spec !== undefined) delete spec.finalizers;
    });
    store.remove('namespaces', '', name);
  });

  const look = (resource: Resource) =>
    store.watch(resource, ({ type, object }) => {
      if (resource === 'namespaces') queue.add('', object.metadata.name);
      else if (type === 'DELETED') queue.add('', object.metadata.namespace ?? '');
    });
  const stops = [...content, 'namespaces' as const].map(look);
  return () => {
    queue.close();
    for (const stop of stops) stop();
  };
}
