import { isDeepStrictEqual } from 'node:util';
import type { PersistentVolume, PersistentVolumeClaim } from 'kubernetes-types/core/v1.js';
import type { Cause } from './errors.ts';
import { parseQuantity } from './quantity.ts';
import { unsupported } from './validate-pod.ts';
import { without } from './writable.ts';

const modes = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce'];

function modeCauses(path: string, given: readonly string[] = [], missing: string): readonly Cause[] {
  return [
    ...(given.length === 0 ? [`${path}: Required value${missing}`] : []),
    ...given.flatMap((mode) => (modes.includes(mode) ? [] : [unsupported(path, mode, modes)])),
  ];
}

function sizeCauses(path: string, size: string | undefined): readonly Cause[] {
  if (size === undefined) return [`${path}: Required value`];
  const number = parseQuantity(size);
  return number !== undefined && number > 0
    ? []
    : [`${path}: Invalid value: ${JSON.stringify(size)}: must be greater than zero`];
}

/** What is wrong with a claim. */
export function claimCauses(claim: PersistentVolumeClaim, old: PersistentVolumeClaim | undefined): readonly Cause[] {
  const { accessModes, resources } = claim.spec ?? {};
  const size = resources?.requests?.['storage'];
  const plain = ({ spec = {} }: PersistentVolumeClaim) => without(spec, 'volumeName', 'resources');
  const fixed = old !== undefined && !isDeepStrictEqual(plain(claim), plain(old));
  const shrunk =
    (parseQuantity(size ?? 0) ?? 0) < (parseQuantity(old?.spec?.resources?.requests?.['storage'] ?? 0) ?? 0);
  return [
    ...modeCauses('spec.accessModes', accessModes, ': at least 1 access mode is required'),
    ...sizeCauses('spec.resources[storage]', size),
    ...(fixed ? ['spec: Forbidden: spec is immutable after creation except resources.requests for bound claims'] : []),
    ...(shrunk ? ['spec.resources.requests.storage: Forbidden: field can not be less than previous value'] : []),
  ];
}

/** What is wrong with a volume. */
export function volumeCauses(volume: PersistentVolume): readonly Cause[] {
  const { spec = {} } = volume;
  const policies = ['Delete', 'Recycle', 'Retain'];
  const { persistentVolumeReclaimPolicy: policy = 'Retain', hostPath, local, nfs } = spec;
  const others = Object.keys(spec).filter((field) =>
    /^(aws|azure|ceph|cinder|csi|fc|flex|flocker|gce|gluster|iscsi|photon|portworx|quobyte|rbd|scale|storageos|vsphere)/.test(
      field,
    ),
  );
  return [
    ...modeCauses('spec.accessModes', spec.accessModes, ''),
    ...(Object.keys(spec.capacity ?? {}).length === 0 ? ['spec.capacity: Required value'] : []),
    ...(Object.keys(spec.capacity ?? {}).length > 0
      ? sizeCauses('spec.capacity[storage]', spec.capacity?.['storage'])
      : []),
    ...(policies.includes(policy) ? [] : [unsupported('spec.persistentVolumeReclaimPolicy', policy, policies)]),
    ...(hostPath === undefined && local === undefined && nfs === undefined && others.length === 0
      ? ['spec: Required value: must specify a volume type']
      : []),
    ...(hostPath !== undefined && ((hostPath as Partial<typeof hostPath>).path ?? '') === ''
      ? ['spec.hostPath.path: Required value']
      : []),
  ];
}
