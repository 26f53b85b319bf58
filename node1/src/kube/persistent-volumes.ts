import type { Stored } from '../objects.ts';
import type { ControllerContext } from './controller-context.ts';
import { referenceTo, type Report } from './events.ts';
import { isTerminal } from './pod-state.ts';
import { parseQuantity } from './quantity.ts';
import { matchesSelector } from './selector.ts';
import { createWorkQueue } from './work-queue.ts';
import { setStatus } from './writable.ts';

type Claim = Stored<'persistentvolumeclaims'>;
type Volume = Stored<'persistentvolumes'>;
const source = { component: 'persistentvolume-controller' };
const betaClass = 'volume.beta.kubernetes.io/storage-class';
const byController = 'pv.kubernetes.io/bound-by-controller';
const completed = 'pv.kubernetes.io/bind-completed';

function classOf({ metadata, spec }: Claim | Volume): string {
  return metadata.annotations?.[betaClass] ?? spec?.storageClassName ?? '';
}

function sizeOf(quantities: Readonly<Record<string, string>> | undefined): number {
  return parseQuantity(quantities?.['storage'] ?? 0) ?? 0;
}

/** Whether a volume may be a claim's. */
function fits(volume: Volume, claim: Claim): boolean {
  const { claimRef, accessModes = [], capacity, volumeMode } = volume.spec ?? {};
  const { spec, metadata } = claim;
  if (volume.metadata.deletionTimestamp !== undefined) return false;
  if (claimRef !== undefined) {
    const meant = claimRef.namespace === metadata.namespace && claimRef.name === metadata.name;
    return meant && (claimRef.uid === undefined || claimRef.uid === metadata.uid);
  }
  if (volume.status?.phase !== 'Available') return false;
  if (spec?.volumeName !== undefined && spec.volumeName !== '') return spec.volumeName === volume.metadata.name;
  return (
    classOf(volume) === classOf(claim) &&
    (spec?.accessModes ?? []).every((mode) => accessModes.includes(mode)) &&
    sizeOf(capacity) >= sizeOf(spec?.resources?.requests) &&
    volumeMode === spec?.volumeMode &&
    (spec?.selector === undefined || matchesSelector(spec.selector, volume.metadata.labels))
  );
}

/** Binds claims to volumes that are there, and keeps both as long as they are used. Returns what stops it. */
export function startPersistentVolumes({ store, recorder, clock }: ControllerContext): () => void {
  const tell = (claim: Claim, type: Report['type'], reason: string, message: string): void => {
    recorder.record(source, referenceTo('persistentvolumeclaims', claim), { type, reason, message });
  };

  const bind = (claim: Claim, volume: Volume): void => {
    const { namespace = '', name } = claim.metadata;
    const { apiVersion, kind, resourceVersion = '', uid = '' } = referenceTo('persistentvolumeclaims', claim);
    const bound = store.patch('persistentvolumes', '', volume.metadata.name, (copy) => {
      if (copy.spec?.claimRef === undefined) {
        copy.metadata.annotations = { ...copy.metadata.annotations, [byController]: 'yes' };
      }
      if (copy.spec !== undefined) {
        copy.spec.claimRef = { apiVersion: apiVersion ?? '', kind: kind ?? '', name, namespace, resourceVersion, uid };
      }
      setStatus(copy, { phase: 'Bound' });
    });
    store.patch('persistentvolumeclaims', namespace, name, (copy) => {
      copy.metadata.annotations = { ...copy.metadata.annotations, [completed]: 'yes', [byController]: 'yes' };
      if (copy.spec !== undefined) copy.spec.volumeName = volume.metadata.name;
      setStatus(copy, {
        accessModes: [...(bound.spec?.accessModes ?? [])],
        capacity: { ...bound.spec?.capacity },
        phase: 'Bound',
      });
    });
  };

  /** What is said of a claim for which there is no volume. */
  const tellPending = (claim: Claim): void => {
    const name = classOf(claim);
    if (name === '') {
      const message = 'no persistent volumes available for this claim and no storage class is set';
      tell(claim, 'Normal', 'FailedBinding', message);
      return;
    }
    const storage = store.get('storageclasses', '', name);
    if (storage === undefined) {
      const message = `storageclass.storage.k8s.io ${JSON.stringify(name)} not found`;
      tell(claim, 'Warning', 'ProvisioningFailed', message);
    } else if (storage.volumeBindingMode === 'WaitForFirstConsumer') {
      const message = 'waiting for first consumer to be created before binding';
      tell(claim, 'Normal', 'WaitForFirstConsumer', message);
    } else if (storage.provisioner.startsWith('kubernetes.io/')) {
      tell(claim, 'Warning', 'ProvisioningFailed', `no volume plugin matched name: ${storage.provisioner}`);
    } else {
      const message = `waiting for a volume to be created, either by external provisioner ${JSON.stringify(storage.provisioner)} or manually created by system administrator`;
      tell(claim, 'Normal', 'ExternalProvisioning', message);
    }
  };

  const isUsed = (claim: Claim): boolean =>
    store
      .list('pods', { namespace: claim.metadata.namespace ?? '' })
      .some(
        (pod) =>
          !isTerminal(pod) &&
          pod.spec?.volumes?.some(({ persistentVolumeClaim: used }) => used?.claimName === claim.metadata.name),
      );

  const seeClaim = (namespace: string, name: string): void => {
    const claim = store.get('persistentvolumeclaims', namespace, name);
    if (claim === undefined) return;
    if (claim.metadata.deletionTimestamp !== undefined) {
      if (isUsed(claim)) return;
      store.patch('persistentvolumeclaims', namespace, name, ({ metadata }) => {
        delete metadata.finalizers;
      });
      return;
    }
    if (claim.status?.phase === 'Bound') return;
    const found = store
      .list('persistentvolumes')
      .filter((volume) => fits(volume, claim))
      .sort((a, b) => sizeOf(a.spec?.capacity) - sizeOf(b.spec?.capacity));
    // One that was made for the claim comes first.
    const best = found.find(({ spec }) => spec?.claimRef !== undefined) ?? found[0];
    if (best !== undefined) bind(claim, best);
    else tellPending(claim);
  };

  const seeVolume = (name: string): void => {
    const volume = store.get('persistentvolumes', '', name);
    if (volume === undefined) return;
    const { claimRef, persistentVolumeReclaimPolicy: policy, hostPath } = volume.spec ?? {};
    const claim = store.get('persistentvolumeclaims', claimRef?.namespace ?? '', claimRef?.name ?? '');
    const mine = claim !== undefined && (claimRef?.uid === undefined || claimRef.uid === claim.metadata.uid);
    if (volume.metadata.deletionTimestamp !== undefined) {
      if (volume.status?.phase === 'Bound' && mine) return;
      store.patch('persistentvolumes', '', name, ({ metadata }) => {
        delete metadata.finalizers;
      });
      return;
    }
    if (claimRef?.uid !== undefined && !mine) {
      if (volume.status?.phase !== 'Bound') return;
      const path = hostPath?.path ?? '';
      const removable = policy === 'Delete' && /^\/tmp\/.+/.test(path);
      if (policy === 'Delete' && hostPath !== undefined && !removable) {
        const message = `host_path deleter only supports /tmp/.+ but received provided ${path}`;
        recorder.record(source, referenceTo('persistentvolumes', volume), {
          ...{ type: 'Warning', reason: 'VolumeFailedDelete', message },
        });
      }
      const phase = policy === 'Delete' && !removable ? 'Failed' : 'Released';
      store.patch('persistentvolumes', '', name, (copy) => {
        setStatus(copy, { phase });
      });
      if (removable) store.remove('persistentvolumes', '', name);
      return;
    }
    if (claimRef === undefined && volume.status?.phase !== 'Available') {
      store.patch('persistentvolumes', '', name, (copy) => {
        setStatus(copy, { phase: 'Available' });
      });
    }
    for (const { metadata, status } of store.list('persistentvolumeclaims')) {
      if (status?.phase !== 'Bound') queue.add(metadata.namespace ?? '', metadata.name);
    }
  };

  const queue = createWorkQueue(clock, (namespace, name) => {
    if (namespace === '') seeVolume(name);
    else seeClaim(namespace, name);
  });
  const stops = [
    store.watch('persistentvolumes', ({ object }) => {
      queue.add('', object.metadata.name);
    }),
    store.watch('persistentvolumeclaims', ({ object }) => {
      queue.add(object.metadata.namespace ?? '', object.metadata.name);
      if (object.spec?.volumeName !== undefined) queue.add('', object.spec.volumeName);
    }),
    store.watch('pods', ({ object }) => {
      for (const { persistentVolumeClaim: used } of object.spec?.volumes ?? []) {
        if (used !== undefined) queue.add(object.metadata.namespace ?? '', used.claimName);
      }
    }),
  ];
  return () => {
    queue.close();
    for (const stop of stops) stop();
  };
}
