import type { PersistentVolume, PersistentVolumeClaim } from 'kubernetes-types/core/v1.js';
import type { StorageClass } from 'kubernetes-types/storage/v1.js';
import { canonicalQuantities } from './quantity.ts';
import { setStatus } from './writable.ts';

/** Fills in a claim, or the template of one. */
export function defaultClaim(claim: PersistentVolumeClaim): void {
  const spec = (claim.spec ??= {});
  spec.volumeMode ??= 'Filesystem';
  canonicalQuantities(spec.resources?.requests);
  canonicalQuantities(spec.resources?.limits);
  if (claim.status === undefined) setStatus(claim, { phase: 'Pending' });
}

/** Fills in a volume. */
export function defaultPersistentVolume(volume: PersistentVolume): void {
  const spec = (volume.spec ??= {});
  spec.persistentVolumeReclaimPolicy ??= 'Retain';
  spec.volumeMode ??= 'Filesystem';
  canonicalQuantities(spec.capacity);
  if (spec.hostPath !== undefined) spec.hostPath.type ??= '';
  if (volume.status === undefined) setStatus(volume, { phase: 'Pending' });
}

/** Fills in a storage class. */
export function defaultStorageClass(storage: StorageClass): void {
  storage.reclaimPolicy ??= 'Delete';
  storage.volumeBindingMode ??= 'Immediate';
}
