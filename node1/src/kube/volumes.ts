import { copyFileSync, existsSync, mkdirSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import type { Container, HostPathVolumeSource, Volume } from 'kubernetes-types/core/v1.js';
import type { Store, Stored } from '../objects.ts';
import type { Mount } from '../workload.ts';
import type { Clock } from './clock.ts';
import { filesOf, isFilledFrom, VolumeError, writeFiles } from './volume-files.ts';

type Pod = Stored<'pods'>;

/** The volumes of one pod, as folders of this machine. */
export interface PodVolumes {
  /** Fulfilled when all of them are there; rejects with the signal's reason when that comes first. */
  ready(signal: AbortSignal): Promise<void>;
  /** Makes those that can be made now. */
  prepare(): void;
  /** What a container sees of them. */
  mountsOf(container: Container): readonly Mount[];
  close(): void;
}

/** What volumes need of their node. */
interface Options {
  readonly store: Store;
  readonly clock: Clock;
  /** Of the rehearsal. */
  readonly folder: string;
  readonly pod: () => Pod | undefined;
  readonly warn: (reason: string, message: string) => void;
}

/** Seconds between a change of a config map or secret and that of the files: kubelet looks at each pod about once a minute. */
const propagation = 10;
/** Seconds before kubelet tries again, first and at most. */
const firstPause = 0.5;
const longestPause = 122;
/** Seconds after which kubelet says that it has waited long enough. */
const patience = 123;

/**
 * Where a path of the node is on this machine: below the rehearsal's own folder, but for what is there already below the folders in
 * which a course's shell works. Nothing else of the machine can be seen from a pod.
 */
function hostFolder(folder: string, path: string): string {
  const plain = normalize(`/${path}`);
  const open = [tmpdir(), homedir(), join(folder, 'home')];
  const isOpen = open.some((place) => plain.startsWith(`${place}/`));
  return isOpen && existsSync(plain) ? realpathSync(plain) : join(folder, 'host', plain);
}

/** Makes what a `hostPath` asks for. Throws VolumeError where it must be there and is not. */
function hostPath(folder: string, { path, type = '' }: HostPathVolumeSource): string {
  const place = hostFolder(folder, path);
  const found = statSync(place, { throwIfNoEntry: false });
  const fault = (what: string): never => {
    throw new VolumeError(`hostPath type check failed: ${path} is not ${what}`);
  };
  if (type === 'Directory' && found?.isDirectory() !== true) fault('a directory');
  if (type === 'File' && found?.isFile() !== true) fault('a file');
  if (type === 'Socket' && found?.isSocket() !== true) fault('a socket file');
  if (type === 'CharDevice' && found?.isCharacterDevice() !== true) fault('a character device');
  if (type === 'BlockDevice' && found?.isBlockDevice() !== true) fault('a block device');
  if (found === undefined && type === 'FileOrCreate') {
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, '');
  } else if (found === undefined) mkdirSync(place, { recursive: true });
  return place;
}

function kindOf(volume: Volume): Mount['kind'] {
  if (volume.configMap !== undefined) return 'configMap';
  if (volume.secret !== undefined) return 'secret';
  if (volume.emptyDir !== undefined) return 'emptyDir';
  return volume.projected !== undefined || volume.downwardAPI !== undefined ? 'projected' : 'bind';
}

/** The folder of a pod's volumes. */
function volumesFolder(folder: string, uid: string): string {
  return join(folder, 'pods', uid);
}

/** The volumes of a pod; nothing is made before somebody asks whether they are ready. */
export function createPodVolumes(first: Pod, { store, clock, folder, pod, warn }: Options): PodVolumes {
  const { uid = '', namespace = 'default' } = first.metadata;
  const own = volumesFolder(folder, uid);
  const places = new Map<string, string>();
  const volumes = first.spec?.volumes ?? [];
  let cancel: (() => void) | undefined;

  const prepare = (volume: Volume): string => {
    const place = join(own, 'volumes', volume.name);
    const files = filesOf(store, pod() ?? first, volume);
    if (files !== undefined) {
      mkdirSync(place, { recursive: true });
      writeFiles(place, files);
      return place;
    }
    if (volume.hostPath !== undefined) return hostPath(folder, volume.hostPath);
    if (volume.persistentVolumeClaim !== undefined) {
      const claim = store.get('persistentvolumeclaims', namespace, volume.persistentVolumeClaim.claimName);
      const bound = store.get('persistentvolumes', '', claim?.spec?.volumeName ?? '')?.spec;
      if (bound?.hostPath !== undefined) return hostPath(folder, bound.hostPath);
      if (bound?.local !== undefined) return hostPath(folder, { path: bound.local.path, type: 'Directory' });
      throw new VolumeError('the volume has no source that this node knows');
    }
    mkdirSync(place, { recursive: true });
    return place;
  };

  const missing = (): readonly string[] =>
    volumes.flatMap((volume) => {
      if (places.has(volume.name)) return [];
      try {
        places.set(volume.name, prepare(volume));
        return [];
      } catch (error) {
        if (!(error instanceof VolumeError)) throw error;
        warn('FailedMount', `MountVolume.SetUp failed for volume "${volume.name}" : ${error.message}`);
        return [volume.name];
      }
    });

  const refresh = (): void => {
    cancel = undefined;
    for (const volume of volumes) {
      const place = places.get(volume.name);
      if (place === undefined) continue;
      try {
        const files = filesOf(store, pod() ?? first, volume);
        if (files !== undefined) writeFiles(place, files);
      } catch (error) {
        if (!(error instanceof VolumeError)) throw error;
        warn('FailedMount', `MountVolume.SetUp failed for volume "${volume.name}" : ${error.message}`);
      }
    }
  };
  const look =
    (resource: 'configmaps' | 'secrets') =>
    ({ object }: { readonly object: Stored<'configmaps'> | Stored<'secrets'> }): void => {
      if (object.metadata.namespace !== namespace || cancel !== undefined) return;
      if (!volumes.some((volume) => isFilledFrom(volume, resource, object.metadata.name))) return;
      cancel = clock.after(propagation, refresh);
    };
  const stops = [
    store.watch('configmaps', look('configmaps')),
    store.watch('secrets', look('secrets')),
    // Labels and annotations of the pod itself.
    store.watch('pods', ({ object }) => {
      if (object.metadata.uid !== uid || cancel !== undefined) return;
      if (volumes.some(({ downwardAPI }) => downwardAPI !== undefined)) cancel = clock.after(propagation, refresh);
    }),
  ];

  return {
    prepare() {
      missing();
    },
    async ready(signal) {
      let waited = 0;
      let pause = firstPause;
      let told = false;
      for (let left = missing(); left.length > 0; left = missing()) {
        await clock.sleep(pause, signal);
        waited += pause;
        pause = Math.min(pause * 2, longestPause);
        if (waited < patience || told) continue;
        told = true;
        const all = volumes.map(({ name }) => name).join(' ');
        warn(
          'FailedMount',
          `Unable to attach or mount volumes: unmounted volumes=[${left.join(' ')}], unattached volumes=[${all}]: timed out waiting for the condition`,
        );
      }
    },
    mountsOf: (container) =>
      (container.volumeMounts ?? []).flatMap(({ name, mountPath, readOnly, subPath }, index): Mount[] => {
        const volume = volumes.find((each) => each.name === name);
        const place = places.get(name);
        if (volume === undefined || place === undefined) return [];
        const kind = kindOf(volume);
        const filled = kind === 'configMap' || kind === 'secret' || kind === 'projected';
        const options = { target: mountPath, kind, ...(readOnly === true || filled ? { readOnly: true } : {}) };
        if (subPath === undefined || subPath === '') return [{ ...options, source: place }];
        const source = join(place, normalize(`/${subPath}`));
        if (!filled) {
          if (!existsSync(source)) mkdirSync(source, { recursive: true });
          return [{ ...options, source }];
        }
        // What was mounted by its own path is not changed any more.
        const copy = join(own, 'subpaths', container.name, String(index), normalize(`/${subPath}`));
        mkdirSync(dirname(copy), { recursive: true });
        if (existsSync(source) && statSync(source).isFile()) copyFileSync(source, copy);
        else mkdirSync(copy, { recursive: true });
        return [{ ...options, source: copy }];
      }),
    close() {
      cancel?.();
      for (const stop of stops) stop();
      rmSync(own, { recursive: true, force: true });
    },
  };
}
