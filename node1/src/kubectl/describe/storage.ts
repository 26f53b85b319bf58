import type { HostPathVolumeSource, PersistentVolume, PersistentVolumeClaim, Pod } from 'kubernetes-types/core/v1.js';
import type { StorageClass } from 'kubernetes-types/storage/v1.js';
import { kubectlAge } from '../../cli-kit/duration.ts';
import { labelText } from '../print/columns.ts';
import { accessModesText, isDefaultClass, storageClassOf } from '../print/columns-storage.ts';
import type { Lines } from './lines.ts';
import { addAnnotations, addLabels, addList } from './metadata.ts';

function statusText({ metadata, status }: PersistentVolume | PersistentVolumeClaim): string {
  const { deletionTimestamp } = metadata ?? {};
  if (deletionTimestamp === undefined) return status?.phase ?? '';
  return `Terminating (lasts ${kubectlAge(Date.now() - Date.parse(deletionTimestamp))})`;
}

/** The source of a volume on its node. */
export function addHostPath(out: Lines, { path, type }: HostPathVolumeSource): void {
  out.add(2, 'Type:\tHostPath (bare host directory volume)');
  out.add(2, `Path:\t${path}`);
  out.add(2, `HostPathType:\t${type ?? '<none>'}`);
}

/** A persistent volume. */
export function describeVolume(out: Lines, volume: PersistentVolume): void {
  const { metadata, spec, status } = volume;
  out.add(0, `Name:\t${metadata?.name ?? ''}`);
  addLabels(out, 'Labels', metadata?.labels);
  addAnnotations(out, 'Annotations', metadata?.annotations);
  out.add(0, `Finalizers:\t[${(metadata?.finalizers ?? []).join(' ')}]`);
  out.add(0, `StorageClass:\t${storageClassOf(volume)}`);
  out.add(0, `Status:\t${statusText(volume)}`);
  const claim = spec?.claimRef;
  out.add(0, `Claim:\t${claim === undefined ? '' : `${claim.namespace ?? ''}/${claim.name ?? ''}`}`);
  out.add(0, `Reclaim Policy:\t${spec?.persistentVolumeReclaimPolicy ?? ''}`);
  out.add(0, `Access Modes:\t${accessModesText(spec?.accessModes)}`);
  if (spec?.volumeMode !== undefined) out.add(0, `VolumeMode:\t${spec.volumeMode}`);
  out.add(0, `Capacity:\t${spec?.capacity?.['storage'] ?? '0'}`);
  addAffinity(out, spec?.nodeAffinity);
  out.add(0, `Message:\t${status?.message ?? ''}`);
  out.add(0, 'Source:');
  if (spec?.hostPath !== undefined) addHostPath(out, spec.hostPath);
  else if (spec?.nfs !== undefined) {
    out.add(2, 'Type:\tNFS (an NFS mount that lasts the lifetime of a pod)');
    out.add(2, `Server:\t${spec.nfs.server}`);
    out.add(2, `Path:\t${spec.nfs.path}`);
    out.add(2, `ReadOnly:\t${String(spec.nfs.readOnly ?? false)}`);
  } else if (spec?.local !== undefined) {
    out.add(2, 'Type:\tLocalVolume (a persistent volume backed by local storage on a node)');
    out.add(2, `Path:\t${spec.local.path}`);
  } else out.add(1, '<unknown>');
}

function addAffinity(out: Lines, affinity: NonNullable<PersistentVolume['spec']>['nodeAffinity']): void {
  out.add(0, `Node Affinity:\t${affinity === undefined ? '<none>' : ''}`);
  if (affinity?.required === undefined) {
    if (affinity !== undefined) out.add(1, 'Required Terms:\t<none>');
    return;
  }
  out.add(1, 'Required Terms:\t');
  affinity.required.nodeSelectorTerms.forEach(({ matchExpressions = [] }, at) => {
    const texts = matchExpressions.map(({ key, operator, values = [] }) => {
      const list = values.length === 0 ? '' : ` [${values.join(', ')}]`;
      return `${key} ${operator.toLowerCase()}${list}`;
    });
    addTerm(out, `Term ${at}`, texts);
  });
}

function addTerm(out: Lines, title: string, texts: readonly string[]): void {
  if (texts.length === 0) out.add(2, `${title}:\t<none>`);
  texts.forEach((text, at) => {
    out.add(2, `${at === 0 ? `${title}:` : ''}\t${text}`);
  });
}

/** A claim; `pods` are those of its namespace. */
export function describeClaim(out: Lines, claim: PersistentVolumeClaim, pods: readonly Pod[]): void {
  const { metadata, spec, status } = claim;
  const bound = (spec?.volumeName ?? '') !== '';
  out.add(0, `Name:\t${metadata?.name ?? ''}`);
  out.add(0, `Namespace:\t${metadata?.namespace ?? ''}`);
  out.add(0, `StorageClass:\t${storageClassOf(claim)}`);
  out.add(0, `Status:\t${statusText(claim)}`);
  out.add(0, `Volume:\t${spec?.volumeName ?? ''}`);
  addLabels(out, 'Labels', metadata?.labels);
  addAnnotations(out, 'Annotations', metadata?.annotations);
  out.add(0, `Finalizers:\t[${(metadata?.finalizers ?? []).join(' ')}]`);
  out.add(0, `Capacity:\t${bound ? (status?.capacity?.['storage'] ?? '0') : ''}`);
  out.add(0, `Access Modes:\t${bound ? accessModesText(status?.accessModes) : ''}`);
  if (spec?.volumeMode !== undefined) out.add(0, `VolumeMode:\t${spec.volumeMode}`);
  const users = pods.filter((pod) =>
    pod.spec?.volumes?.some(({ persistentVolumeClaim: used }) => used?.claimName === metadata?.name),
  );
  addList(
    out,
    'Used By',
    users.map((pod) => pod.metadata?.name ?? ''),
  );
}

/** A storage class. */
export function describeStorageClass(out: Lines, storage: StorageClass): void {
  const { metadata, mountOptions = [] } = storage;
  out.add(0, `Name:\t${metadata?.name ?? ''}`);
  out.add(0, `IsDefaultClass:\t${isDefaultClass(storage) ? 'Yes' : 'No'}`);
  out.add(0, `Annotations:\t${labelText(metadata?.annotations)}`);
  out.add(0, `Provisioner:\t${storage.provisioner}`);
  out.add(0, `Parameters:\t${labelText(storage.parameters)}`);
  const expansion = storage.allowVolumeExpansion;
  out.add(0, `AllowVolumeExpansion:\t${expansion === undefined ? '<unset>' : expansion ? 'True' : 'False'}`);
  if (mountOptions.length === 0) out.add(0, 'MountOptions:\t<none>');
  else {
    out.add(0, 'MountOptions:');
    for (const option of mountOptions) out.add(1, option);
  }
  if (storage.reclaimPolicy !== undefined) out.add(0, `ReclaimPolicy:\t${storage.reclaimPolicy}`);
  if (storage.volumeBindingMode !== undefined) out.add(0, `VolumeBindingMode:\t${storage.volumeBindingMode}`);
}
