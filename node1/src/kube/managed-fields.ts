import type { ManagedFieldsEntry } from 'kubernetes-types/meta/v1.js';
import type { Resource, Stored } from '../objects.ts';
import { fieldsOf, toPaths, toTree } from './owned-fields.ts';
import { resources } from './resources.ts';
import { timestamp } from './timestamps.ts';
import { without } from './writable.ts';

/** Kinds that show who wrote what. */
const tracked: readonly Resource[] = [
  ...(['pods', 'services', 'endpoints', 'deployments', 'replicasets', 'daemonsets', 'statefulsets', 'jobs'] as const),
  ...(['cronjobs', 'configmaps', 'secrets', 'roles', 'clusterroles', 'rolebindings', 'clusterrolebindings'] as const),
  ...(['namespaces', 'persistentvolumes', 'persistentvolumeclaims', 'resourcequotas', 'limitranges'] as const),
  ...(['networkpolicies', 'ingresses', 'horizontalpodautoscalers', 'poddisruptionbudgets'] as const),
];

/**
 * Writes into `object` who owns which of its fields (`metadata.managedFields`). A client of the store names itself by an entry with
 * a `manager` and no `fieldsV1`; without one, the writer is the cluster: kubelet for a pod that is there, else the controllers.
 */
export function manageFields(resource: Resource, object: Stored<Resource>, old: Stored<Resource> | undefined): void {
  const given = object.metadata.managedFields ?? [];
  const named = given.find(({ fieldsV1, manager }) => fieldsV1 === undefined && manager !== undefined)?.manager;
  delete object.metadata.managedFields;
  if (!tracked.includes(resource)) return;
  const writer = named ?? (resource === 'pods' && old !== undefined ? 'kubelet' : 'kube-controller-manager');

  // The status of a new object is never its creator's.
  // But for a namespace, of which the server fills in nothing else.
  const shown =
    resource === 'namespaces'
      ? { status: (object as { status?: unknown }).status }
      : old === undefined
        ? without(object as { status?: unknown }, 'status')
        : object;
  const now = fieldsOf(resource, shown);
  const was = resource === 'namespaces' ? { status: (old as { status?: unknown } | undefined)?.status } : old;
  const before = old === undefined || was === undefined ? new Map<string, string>() : fieldsOf(resource, was);
  const changed = [...now].filter(([path, value]) => before.get(path) !== value).map(([path]) => path);
  const gone = new Set([...before.keys()].filter((path) => !now.has(path)));
  const entries = old?.metadata.managedFields ?? [];
  if (changed.length === 0 && gone.size === 0) {
    if (entries.length > 0) object.metadata.managedFields = entries;
    return;
  }

  const taken = new Set(changed);
  const owned = new Map(
    entries.map((entry) => {
      const paths = toPaths(entry.fieldsV1 ?? {});
      return [
        entry,
        paths.filter((path) => !gone.has(path) && (entry.manager === writer || !taken.has(path))),
      ] as const;
    }),
  );
  const mine = entries.find(({ manager }) => manager === writer);
  const write = (manager: string, time: string, paths: readonly string[]): ManagedFieldsEntry => ({
    apiVersion: resources[resource].apiVersion,
    fieldsType: 'FieldsV1',
    fieldsV1: toTree(paths),
    manager,
    operation: 'Update',
    time,
  });
  const result = [...owned].flatMap(([entry, paths]) => {
    if (entry === mine) {
      const all = [...new Set([...paths, ...changed])];
      const had = new Set(toPaths(entry.fieldsV1 ?? {}));
      // The time is that of the last change of what is owned, not of its values.
      const isSame = all.length === had.size && all.every((path) => had.has(path));
      return [write(writer, (isSame ? entry.time : undefined) ?? timestamp(Date.now()), all)];
    }
    return paths.length === 0 ? [] : [{ ...entry, fieldsV1: toTree(paths) }];
  });
  if (mine === undefined && changed.length > 0) result.push(write(writer, timestamp(Date.now()), changed));
  object.metadata.managedFields = result.sort((a, b) => order(a.time, b.time) || order(a.manager, b.manager));
}

function order(a = '', b = ''): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
