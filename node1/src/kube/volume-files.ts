import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { DownwardAPIVolumeFile, KeyToPath, Pod, Volume } from 'kubernetes-types/core/v1.js';
import type { Store } from '../objects.ts';
import { fieldOf, resourceOf } from './pod-environment.ts';

/** One file of a volume that the API fills. */
export interface VolumeFile {
  /** Below the volume. */
  readonly path: string;
  readonly content: Buffer;
  readonly mode: number;
}

/** Why a volume cannot be filled, in kubelet's words. */
export class VolumeError extends Error {
  override readonly name = 'VolumeError';
}

interface KeyedSource {
  readonly items?: readonly KeyToPath[];
  readonly optional?: boolean;
  readonly defaultMode?: number;
}

function keyed(
  store: Store,
  namespace: string,
  resource: 'configmaps' | 'secrets',
  name: string,
  { items, optional, defaultMode = 0o644 }: KeyedSource,
): readonly VolumeFile[] {
  const object = store.get(resource, namespace, name);
  if (object === undefined) {
    if (optional === true) return [];
    throw new VolumeError(`${resource.slice(0, -1)} ${JSON.stringify(name)} not found`);
  }
  const data = new Map<string, Buffer>();
  const texts = resource === 'configmaps' ? (object.data ?? {}) : {};
  for (const [key, text] of Object.entries(texts)) data.set(key, Buffer.from(text));
  const binary = resource === 'secrets' ? object.data : (object as { binaryData?: Record<string, string> }).binaryData;
  for (const [key, text] of Object.entries(binary ?? {})) data.set(key, Buffer.from(text, 'base64'));
  const wanted: readonly KeyToPath[] = items ?? [...data.keys()].map((key) => ({ key, path: key }));
  return wanted.flatMap(({ key, path, mode = defaultMode }) => {
    const content = data.get(key);
    if (content !== undefined) return [{ path, content, mode }];
    if (optional === true) return [];
    const kind = resource === 'secrets' ? 'secret' : 'config';
    throw new VolumeError(`references non-existent ${kind} key: ${key}`);
  });
}

function downward(
  store: Store,
  pod: Pod,
  items: readonly DownwardAPIVolumeFile[],
  defaultMode: number,
): readonly VolumeFile[] {
  return items.map(({ path, fieldRef, resourceFieldRef, mode = defaultMode }) => {
    const container = pod.spec?.containers.find(({ name }) => name === resourceFieldRef?.containerName);
    const text =
      fieldRef !== undefined
        ? (fieldOf(pod, fieldRef.fieldPath) ?? '')
        : resourceFieldRef === undefined
          ? ''
          : resourceOf(store, pod, container ?? { name: '' }, resourceFieldRef);
    return { path, content: Buffer.from(text), mode };
  });
}

/** The token of a pod's account, as the secret of the account has it. */
function tokenOf(store: Store, pod: Pod): string {
  const { namespace = 'default' } = pod.metadata ?? {};
  const account = store.get('serviceaccounts', namespace, pod.spec?.serviceAccountName ?? 'default');
  const secret = store.get('secrets', namespace, account?.secrets?.[0]?.name ?? '');
  return Buffer.from(secret?.data?.['token'] ?? '', 'base64').toString();
}

/** The files that the API puts into a volume of a pod; undefined for a volume that it does not fill. Throws VolumeError. */
export function filesOf(store: Store, pod: Pod, volume: Volume): readonly VolumeFile[] | undefined {
  const { namespace = 'default' } = pod.metadata ?? {};
  const { configMap, secret, downwardAPI, projected } = volume;
  if (configMap !== undefined) return keyed(store, namespace, 'configmaps', configMap.name ?? '', configMap);
  if (secret !== undefined) return keyed(store, namespace, 'secrets', secret.secretName ?? '', secret);
  if (downwardAPI !== undefined) {
    return downward(store, pod, downwardAPI.items ?? [], downwardAPI.defaultMode ?? 0o644);
  }
  if (projected === undefined) return undefined;
  const { defaultMode = 0o644, sources = [] } = projected;
  return sources.flatMap((source) => {
    if (source.configMap !== undefined) {
      return keyed(store, namespace, 'configmaps', source.configMap.name ?? '', { ...source.configMap, defaultMode });
    }
    if (source.secret !== undefined) {
      return keyed(store, namespace, 'secrets', source.secret.name ?? '', { ...source.secret, defaultMode });
    }
    if (source.downwardAPI !== undefined) return downward(store, pod, source.downwardAPI.items ?? [], defaultMode);
    const { serviceAccountToken: token } = source;
    return token === undefined
      ? []
      : [{ path: token.path, content: Buffer.from(tokenOf(store, pod)), mode: defaultMode }];
  });
}

/** Whether a volume is filled from a config map or secret of this name. */
export function isFilledFrom(volume: Volume, resource: 'configmaps' | 'secrets', name: string): boolean {
  const { configMap, secret, projected } = volume;
  const names =
    resource === 'configmaps'
      ? [configMap?.name, ...(projected?.sources ?? []).map((source) => source.configMap?.name)]
      : [secret?.secretName, ...(projected?.sources ?? []).map((source) => source.secret?.name)];
  return names.includes(name);
}

/**
 * Writes the files of a volume as kubelet's atomic writer does: into a folder with a name of its own, to which `..data` leads, and a link
 * for each file; what reads sees all of the old or all of the new.
 */
export function writeFiles(folder: string, files: readonly VolumeFile[]): void {
  const stamp = new Date().toISOString().replaceAll(':', '_').replaceAll('-', '_').replace('T', '_').replace('Z', '');
  const own = `..${stamp}${String(process.hrtime.bigint()).slice(-6)}`;
  mkdirSync(join(folder, own), { recursive: true });
  for (const { path, content, mode } of files) {
    const full = join(folder, own, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, content);
    chmodSync(full, mode);
  }
  const data = join(folder, '..data');
  const old = existsSync(data) ? readlinkSync(data) : undefined;
  symlinkSync(own, `${data}_tmp`);
  renameSync(`${data}_tmp`, data);
  const wanted = new Set(files.map(({ path }) => path.split('/')[0] ?? ''));
  for (const name of readdirSync(folder)) {
    if (!name.startsWith('..') && !wanted.has(name)) rmSync(join(folder, name), { force: true });
  }
  for (const name of wanted) {
    if (!existsSync(join(folder, name))) symlinkSync(`..data/${name}`, join(folder, name));
  }
  if (old !== undefined) rmSync(join(folder, old), { recursive: true, force: true });
}
