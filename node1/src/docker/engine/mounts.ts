import { existsSync, mkdirSync } from 'node:fs';
import { posix } from 'node:path';
import type { ContainerSpec } from '../../workload.ts';
import { DaemonError } from './daemon-error.ts';
import type { MountRequest } from './options.ts';
import type { Volumes } from './volumes.ts';

/** A mount of a container, as `docker inspect` shows it. */
export interface ContainerMount {
  readonly type: 'bind' | 'volume' | 'tmpfs';
  /** Of a volume. */
  readonly name?: string;
  /** Of a bind: the path on this machine. */
  readonly source?: string;
  readonly target: string;
  readonly mode: string;
  readonly writable: boolean;
  /** Made with `--tmpfs`: not among the mounts of inspect. */
  readonly isHidden?: boolean;
  readonly isEmpty?: boolean;
}

/** Where mounts come from. */
export interface MountSources {
  readonly volumes: Volumes;
  /** Of another container. Throws DaemonError where there is none. */
  readonly mountsOf: (nameOrId: string) => readonly ContainerMount[];
}

/** What a container mounts: what was asked for, that of other containers, the volumes of its image. Makes volumes. Throws DaemonError. */
export function resolveMounts(
  requests: readonly MountRequest[],
  volumesFrom: readonly string[],
  ofImage: readonly string[],
  { volumes, mountsOf }: MountSources,
): readonly ContainerMount[] {
  const mounts = new Map<string, ContainerMount>();
  for (const from of volumesFrom) {
    const [name = '', mode = ''] = from.split(':');
    if (!['', 'ro', 'rw', 'z', 'Z'].includes(mode)) throw new DaemonError(`invalid mode: ${mode}`);
    for (const mount of mountsOf(name)) {
      mounts.set(mount.target, { ...mount, writable: mount.writable && mode !== 'ro', mode });
    }
  }
  const own = new Set<string>();
  for (const request of requests) {
    const target = cleaned(request);
    if (own.has(target)) throw new DaemonError(`Duplicate mount point: ${target}`);
    own.add(target);
    mounts.set(target, resolve({ ...request, target }, volumes));
  }
  for (const path of ofImage) {
    const target = posix.normalize(path);
    if (!mounts.has(target)) mounts.set(target, resolve({ type: 'volume', target }, volumes));
  }
  return [...mounts.values()];
}

function cleaned({ target, type }: MountRequest): string {
  if (!target.startsWith('/')) {
    throw new DaemonError(
      `invalid mount config for type "${type}": invalid mount path: '${target}' mount path must be absolute`,
    );
  }
  const normal = posix.normalize(target).replace(/(.)\/$/, '$1');
  if (normal === '/') {
    throw new DaemonError(`invalid mount config for type "${type}": invalid specification: destination can't be '/'`);
  }
  return normal;
}

function resolve(request: MountRequest, volumes: Volumes): ContainerMount {
  const { type, source, target, readOnly = false, mode = '', labels, isEmpty = false, isStrict = false } = request;
  if (type === 'tmpfs') return { type, target, mode, writable: !readOnly, ...(!isStrict && { isHidden: true }) };
  if (type === 'volume') {
    const { name } = volumes.create({ name: source, ...(labels && { labels }) });
    return { type, name, target, mode, writable: !readOnly, ...(isEmpty && { isEmpty }) };
  }
  const path = source ?? '';
  if (isStrict && !existsSync(path)) {
    throw new DaemonError(`invalid mount config for type "bind": bind source path does not exist: ${path}`);
  }
  return { type, source: path, target, mode, writable: !readOnly };
}

/** The mounts as the runtime wants them; folders that a bind names are made. Throws DaemonError. */
export function mountsForRuntime(
  mounts: readonly ContainerMount[],
  volumes: Volumes,
): NonNullable<ContainerSpec['mounts']> {
  return mounts.map(({ type, name = '', source = '', target, mode, writable, isEmpty }) => {
    const common = { target, readOnly: !writable };
    if (type === 'tmpfs') return { ...common, kind: 'tmpfs', options: tmpfsOptions(mode) };
    if (type === 'volume') {
      const folder = volumes.folder(name);
      // Somebody may have taken it away from the disk.
      mkdirSync(folder, { recursive: true });
      return { ...common, source: folder, kind: isEmpty === true ? 'emptyDir' : 'volume' };
    }
    if (!existsSync(source)) makeFolder(source);
    return { ...common, source, kind: 'bind' };
  });
}

const tmpfsFlags =
  /^(defaults|rw|ro|exec|noexec|suid|nosuid|dev|nodev|sync|async|dirsync|mand|nomand|atime|noatime|diratime|nodiratime|relatime|norelatime|strictatime|nostrictatime|private|rprivate|shared|rshared|slave|rslave|unbindable|runbindable)$/;

/** Size and mode of a tmpfs as the kernel shows them. Throws DaemonError for what is no option of one. */
function tmpfsOptions(mode: string): readonly string[] {
  return mode
    .split(',')
    .filter((word) => word !== '' && !tmpfsFlags.test(word))
    .map((word) => {
      const [, number, unit = ''] = /^size=(\d+)([kmgKMG]?)$/.exec(word) ?? [];
      if (number !== undefined) {
        const power = { '': 0, k: 1, m: 2, g: 3 }[unit.toLowerCase()] ?? 0;
        return `size=${Math.ceil((Number(number) * 1024 ** power) / 4096) * 4}k`;
      }
      if (/^(mode=[0-7]+|uid=\d+|gid=\d+|nr_inodes=\w+|nr_blocks=\w+|mpol=\S+)$/.test(word)) return word;
      throw new DaemonError(`invalid tmpfs option [${JSON.stringify(word)}]`);
    });
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code === 'EACCES' ? 'permission denied' : 'file exists';
    throw new DaemonError(`error while creating mount source path '${path}': mkdir ${path}: ${reason}`);
  }
}
