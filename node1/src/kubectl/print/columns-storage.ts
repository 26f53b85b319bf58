import type { Kinds } from '../../objects.ts';
import { born, nameOf, type Table } from './cells.ts';

type Storage = 'persistentvolumeclaims' | 'persistentvolumes' | 'storageclasses';

const shortModes: Readonly<Record<string, string>> = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
};

/** `RWO,ROX`: access modes as every table and description shows them. */
export function accessModesText(modes: readonly string[] = []): string {
  return Object.entries(shortModes)
    .flatMap(([mode, short]) => (modes.includes(mode) ? [short] : []))
    .join(',');
}

/** The storage class of a volume or claim, from its annotation or its spec. */
export function storageClassOf({
  metadata,
  spec,
}: Kinds['persistentvolumes'] | Kinds['persistentvolumeclaims']): string {
  return metadata?.annotations?.['volume.beta.kubernetes.io/storage-class'] ?? spec?.storageClassName ?? '';
}

/** Whether a storage class is the default one. */
export function isDefaultClass({ metadata }: Kinds['storageclasses']): boolean {
  return ['storageclass.kubernetes.io/is-default-class', 'storageclass.beta.kubernetes.io/is-default-class'].some(
    (key) => metadata?.annotations?.[key] === 'true',
  );
}

/** The tables of volumes. */
export const storageTables: { readonly [R in Storage]: Table<Kinds[R]> } = {
  persistentvolumeclaims: {
    headers: ['NAME', 'STATUS', 'VOLUME', 'CAPACITY', 'ACCESS MODES', 'STORAGECLASS', 'AGE', 'VOLUMEMODE'],
    wide: 1,
    row: (claim, now) => {
      const { spec, status } = claim;
      const bound = (spec?.volumeName ?? '') !== '';
      return [
        nameOf(claim),
        claim.metadata?.deletionTimestamp === undefined ? (status?.phase ?? '') : 'Terminating',
        spec?.volumeName ?? '',
        bound ? (status?.capacity?.['storage'] ?? '0') : '',
        bound ? accessModesText(status?.accessModes) : '',
        storageClassOf(claim),
        born(claim, now),
        spec?.volumeMode ?? '<unset>',
      ];
    },
  },
  persistentvolumes: {
    headers: [
      ...['NAME', 'CAPACITY', 'ACCESS MODES', 'RECLAIM POLICY', 'STATUS', 'CLAIM', 'STORAGECLASS', 'REASON', 'AGE'],
      'VOLUMEMODE',
    ],
    wide: 1,
    row: (volume, now) => {
      const { spec, status } = volume;
      const claim = spec?.claimRef;
      return [
        nameOf(volume),
        spec?.capacity?.['storage'] ?? '0',
        accessModesText(spec?.accessModes),
        spec?.persistentVolumeReclaimPolicy ?? '',
        volume.metadata?.deletionTimestamp === undefined ? (status?.phase ?? '') : 'Terminating',
        claim === undefined ? '' : `${claim.namespace ?? ''}/${claim.name ?? ''}`,
        storageClassOf(volume),
        status?.reason ?? '',
        born(volume, now),
        spec?.volumeMode ?? '<unset>',
      ];
    },
  },
  storageclasses: {
    headers: ['NAME', 'PROVISIONER', 'RECLAIMPOLICY', 'VOLUMEBINDINGMODE', 'ALLOWVOLUMEEXPANSION', 'AGE'],
    wide: 0,
    row: (storage, now) => [
      `${nameOf(storage)}${isDefaultClass(storage) ? ' (default)' : ''}`,
      storage.provisioner,
      storage.reclaimPolicy ?? 'Delete',
      storage.volumeBindingMode ?? 'Immediate',
      String(storage.allowVolumeExpansion ?? false),
      born(storage, now),
    ],
  },
};
