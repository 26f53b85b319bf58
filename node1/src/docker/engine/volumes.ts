import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DaemonError } from './daemon-error.ts';

/** A volume of docker's driver `local`. */
export interface Volume {
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly created: number;
  readonly labels: Readonly<Record<string, string>> | null;
  readonly options: Readonly<Record<string, string>> | null;
  /** Nobody gave it its name: `docker volume prune` and `rm -v` take it away. */
  readonly isAnonymous: boolean;
}

/** How a volume is to be made. */
interface VolumeOptions {
  /** Default: 64 hexadecimal digits. */
  readonly name?: string | undefined;
  readonly labels?: Readonly<Record<string, string>> | null;
  readonly options?: Readonly<Record<string, string>> | null;
}

/** The volumes of the node. */
export interface Volumes {
  /** By name. */
  all(): readonly Volume[];
  find(name: string): Volume | undefined;
  /** Gives the one of that name where there is one. Throws DaemonError. */
  create(options: VolumeOptions): Volume;
  adopt(volume: Volume): void;
  /** Takes it away with all that is in it. */
  remove(name: string): void;
  /** Folder on this machine with what is in it. */
  folder(name: string): string;
  /** Where docker says that it is. */
  mountpoint(name: string): string;
}

/** Where docker keeps what is its own, as it says. */
export const dockerRoot = '/var/lib/docker';

/** No volumes yet; their files are below `folder`. */
export function createVolumes(folder: string): Volumes {
  const volumes = new Map<string, Volume>();
  const path = (name: string) => join(folder, 'volumes', name, '_data');
  const add = (volume: Volume): Volume => {
    mkdirSync(path(volume.name), { recursive: true });
    volumes.set(volume.name, volume);
    return volume;
  };
  return {
    all: () => [...volumes.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    find: (name) => volumes.get(name),
    create({ name, labels = null, options = null }) {
      const isAnonymous = name === undefined || name === '';
      const called = isAnonymous ? randomBytes(32).toString('hex') : name;
      const known = volumes.get(called);
      if (known !== undefined) return known;
      if (!/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(called)) throw new DaemonError(invalidName(called));
      return add({ name: called, created: Date.now(), labels, options, isAnonymous });
    },
    adopt: add,
    remove(name) {
      volumes.delete(name);
      rmSync(join(folder, 'volumes', name), { recursive: true, force: true, maxRetries: 3 });
    },
    folder: path,
    mountpoint: (name) => `${dockerRoot}/volumes/${name}/_data`,
  };
}

function invalidName(name: string): string {
  if (name.length === 1)
    return 'create ' + name + ': volume name is too short, names should be at least two alphanumeric characters';
  const advice = 'If you intended to pass a host directory, use absolute path';
  return `create ${name}: ${JSON.stringify(name)} includes invalid characters for a local volume name, only "[a-zA-Z0-9][a-zA-Z0-9_.-]" are allowed. ${advice}`;
}
