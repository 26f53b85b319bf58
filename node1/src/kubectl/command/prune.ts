import { notSimulated } from '../../cli-kit/exit-error.ts';
import type { KubectlCall } from '../command.ts';
import { resourceKinds } from '../kinds.ts';
import { type Found, listKind } from '../selection.ts';
import { lastApplied } from './last-applied.ts';
import { type DryRun, report } from './print-result.ts';

/** What `apply --prune` looks at, in its order. */
const pruned = [
  ...['ConfigMap', 'Endpoints', 'PersistentVolumeClaim', 'Pod', 'ReplicationController', 'Secret', 'Service', 'Job'],
  ...['CronJob', 'Ingress', 'DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet', 'Namespace', 'PersistentVolume'],
];

const oldIngresses =
  'Warning: extensions/v1beta1 Ingress is deprecated in v1.14+, unavailable in v1.22+; use networking.k8s.io/v1 Ingress\n';

/** Removes what was applied once and is not among `done`. Throws ApiError. */
export async function prune(call: KubectlCall, done: readonly Found[], dryRun: DryRun): Promise<void> {
  if (call.flags.list('prune-whitelist').length > 0) throw notSimulated('kubectl apply --prune-whitelist');
  const { store } = call.cluster;
  const kept = new Set(done.map(({ object }) => object.metadata.uid));
  const visited = done.flatMap(({ object }) => object.metadata.namespace ?? []);
  const namespaces = [...new Set([...(call.flags.given('namespace') ? [call.namespace] : []), ...visited])];
  const kinds = pruned.flatMap((name) => resourceKinds.filter(({ kind }) => kind === name));
  for (const kind of kinds) {
    // kubectl asks for them in the old version.
    if (kind.kind === 'Ingress' && namespaces.length > 0) await call.err(oldIngresses);
    const objects = (kind.namespaced ? namespaces : [undefined]).flatMap((namespace) =>
      listKind(store, kind, namespace, call.flags.text('selector')),
    );
    for (const each of objects) {
      const { annotations = {}, uid, namespace = '', name } = each.object.metadata;
      if (annotations[lastApplied] === undefined || kept.has(uid)) continue;
      if (dryRun === '') store.remove(each.kind.resource, namespace, name);
      await report(call, each, 'pruned', dryRun);
    }
  }
}
