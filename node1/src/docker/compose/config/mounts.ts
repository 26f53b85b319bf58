import { posix } from 'node:path';
import { ConfigError, isMapping, type Mapping } from './python.ts';

/** One entry of `volumes`: `SOURCE:TARGET:MODE`. */
export interface VolumeSpec {
  readonly kind: 'volume-spec';
  /** A path, a name, or undefined for an anonymous volume. */
  readonly external: string | undefined;
  readonly internal: string;
  readonly mode: string;
}

/** One entry of `volumes` in its long form. */
export interface MountSpec {
  readonly kind: 'mount-spec';
  readonly type: string;
  readonly source: string | undefined;
  readonly target: string | undefined;
  readonly readOnly: boolean;
  readonly consistency: string | undefined;
  /** Of its type: `nocopy`, `propagation`, `size`. */
  readonly options: Mapping | undefined;
}

export type AnyMount = VolumeSpec | MountSpec;

/** Python's os.path.normpath. */
function normpath(path: string): string {
  if (path === '') return '.';
  const normal = posix.normalize(path);
  return normal.length > 1 ? normal.replace(/\/+$/, '') : normal;
}

/** Reads one entry, whose paths are absolute already. Throws ConfigError. */
export function parseMount(entry: unknown): AnyMount {
  if (!isMapping(entry)) return parseVolume(String(entry));
  const text = (key: string) => (typeof entry[key] === 'string' && entry[key] !== '' ? entry[key] : undefined);
  const type = text('type') ?? '';
  const source = text('source');
  if (source !== undefined && type === 'tmpfs') throw new ConfigError('tmpfs mounts can not specify a source');
  const options = entry[type];
  return {
    ...{
      kind: 'mount-spec',
      type,
      source: source === undefined ? undefined : normpath(source),
      target: text('target'),
    },
    ...{ readOnly: entry['read_only'] === true, consistency: text('consistency') },
    options: isMapping(options) ? options : undefined,
  };
}

/** `SOURCE:TARGET:MODE`. Throws ConfigError. */
export function parseVolume(text: string): VolumeSpec {
  const parts = text.split(':');
  if (parts.length > 3) {
    throw new ConfigError(`Volume ${text} has incorrect format, should be external:internal[:mode]`);
  }
  const [first = '', second, mode = 'rw'] = parts;
  if (second === undefined) return { kind: 'volume-spec', external: undefined, internal: normpath(first), mode: 'rw' };
  return { kind: 'volume-spec', external: normpath(first), internal: normpath(second), mode };
}

/** The short form of either. */
export function volumeText(mount: AnyMount): string {
  if (mount.kind === 'mount-spec') {
    const { source, target = '', readOnly } = mount;
    return volumeText({ kind: 'volume-spec', external: source, internal: target, mode: readOnly ? 'ro' : 'rw' });
  }
  const { external, internal, mode } = mount;
  return external === undefined ? internal : `${external}:${internal}:${mode}`;
}

/** The long form of a mount that was given so. */
export function mountMapping({ type, source, target, readOnly, consistency, options }: MountSpec): Mapping {
  return {
    type,
    ...(source !== undefined && { source }),
    ...(target !== undefined && { target }),
    ...(readOnly && { read_only: true }),
    ...(consistency !== undefined && { consistency }),
    ...(options !== undefined && Object.keys(options).length > 0 && { [type]: options }),
  };
}

/** The name of the volume that an entry refers to; undefined for a path, and for an anonymous one. */
export function volumeName(mount: AnyMount): string | undefined {
  if (mount.kind === 'mount-spec') return mount.type === 'volume' ? mount.source : undefined;
  const { external } = mount;
  return external === undefined || /^[./~]/.test(external) ? undefined : external;
}

/** Where it is in the container. */
export function mountTarget(mount: AnyMount): string {
  return mount.kind === 'mount-spec' ? (mount.target ?? '') : mount.internal;
}
