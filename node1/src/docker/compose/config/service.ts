import { accessSync, constants } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { notSimulated } from '../../../cli-kit/exit-error.ts';
import { splitKeyValue, splitVariable, stringValues, toEntries, toList } from './entries.ts';
import { type Environment, readEnvFile } from './environment.ts';
import { isPort } from './merge.ts';
import { type AnyMount, mountTarget, parseMount, volumeText } from './mounts.ts';
import { parsePorts } from './ports.ts';
import { ConfigError, isMapping, listOf, type Mapping, mappingOf, str } from './python.ts';
import { parseBytes, parseNanoseconds } from './quantities.ts';
import type { Version } from './schema-errors.ts';
import { parseVolumesFrom } from './volumes-from.ts';

type Draft = Record<string, unknown>;

const urls = ['http://', 'https://', 'git://', 'github.com/', 'git@'];

/** Whether a build context is somewhere else. */
export function isUrl(path: string): boolean {
  return urls.some((prefix) => path.startsWith(prefix));
}

/** A path of a compose file, from its folder; `~` is the user's home. */
export function expandPath(folder: string, path: string, home = homedir()): string {
  return resolve(folder, path === '~' || path.startsWith('~/') ? join(home, path.slice(1)) : path);
}

/** A service with absolute paths and with its short forms in the long ones where the merge needs them. Throws ConfigError. */
export function processService(service: Mapping, folder: string, home: string): Mapping {
  const draft: Draft = { ...service };
  const path = (text: unknown) => expandPath(folder, str(text), home);
  if ('env_file' in draft) draft['env_file'] = toList(draft['env_file']).map(path);
  if ('build' in draft) draft['build'] = processBuild(draft['build'], path);
  if ('volumes' in draft && (draft['volume_driver'] === undefined || draft['volume_driver'] === null)) {
    draft['volumes'] = listOf(draft['volumes']).map((volume) => processVolume(volume, folder, home));
  }
  if ('sysctls' in draft) draft['sysctls'] = stringValues(toEntries(draft['sysctls'], splitKeyValue, 'sysctls'));
  if ('labels' in draft) draft['labels'] = toEntries(draft['labels'], splitKeyValue, 'labels');
  if ('depends_on' in draft && !isMapping(draft['depends_on'])) {
    draft['depends_on'] = Object.fromEntries(
      listOf(draft['depends_on']).map((name) => [str(name), { condition: 'service_started' }]),
    );
  }
  for (const key of ['dns', 'dns_search', 'tmpfs']) if (key in draft) draft[key] = toList(draft[key]);
  if ('healthcheck' in draft) draft['healthcheck'] = processHealthcheck(mappingOf(draft['healthcheck']));
  if ('ports' in draft) {
    draft['ports'] = listOf(draft['ports']).flatMap((port) => (isPort(port) ? [port] : parsePorts(port)));
  }
  if (isMapping(draft['blkio_config'])) draft['blkio_config'] = processBlkio(draft['blkio_config']);
  return draft;
}

function processBuild(build: unknown, path: (text: unknown) => string): unknown {
  const context = (text: unknown) => (isUrl(str(text)) ? text : path(text));
  if (!isMapping(build)) return typeof build === 'string' ? context(build) : build;
  return {
    ...build,
    ...('context' in build && { context: context(build['context']) }),
    ...('labels' in build && { labels: toEntries(build['labels'], splitKeyValue, 'labels') }),
  };
}

function processVolume(volume: unknown, folder: string, home: string): unknown {
  if (isMapping(volume)) {
    const source = typeof volume['source'] === 'string' ? volume['source'] : '';
    return /^[.~]/.test(source) && volume['type'] === 'bind'
      ? { ...volume, source: expandPath(folder, source, home) }
      : volume;
  }
  const text = str(volume);
  const colon = text.indexOf(':');
  if (colon < 0) return text;
  const host = text.slice(0, colon);
  const isPath = host.startsWith('.') || host === '~' || host.startsWith('~/');
  return `${isPath ? expandPath(folder, host, home) : host}${text.slice(colon)}`;
}

function processHealthcheck(healthcheck: Mapping): Mapping {
  const draft: Draft = { ...healthcheck, ...('disable' in healthcheck && { test: ['NONE'] }) };
  delete draft['disable'];
  for (const key of ['interval', 'timeout', 'start_period']) {
    if (typeof draft[key] === 'string') draft[key] = parseNanoseconds(draft[key]) ?? null;
  }
  return draft;
}

function processBlkio(config: Mapping): Mapping {
  const draft: Draft = { ...config };
  for (const key of ['device_read_bps', 'device_write_bps']) {
    if (key in draft) draft[key] = listOf(draft[key]).map((entry) => withRate(mappingOf(entry), true));
  }
  for (const key of ['device_read_iops', 'device_write_iops']) {
    if (key in draft) draft[key] = listOf(draft[key]).map((entry) => withRate(mappingOf(entry), false));
  }
  return draft;
}

function withRate(entry: Mapping, isBytes: boolean): Mapping {
  const given = entry['rate'] ?? 0;
  const rate = isBytes ? parseBytes(given) : /^\d+$/.test(str(given)) ? Number(given) : undefined;
  if (rate !== undefined) return { ...entry, rate };
  throw new ConfigError(
    isBytes
      ? `Invalid format for bytes value: "${str(given)}"`
      : `Invalid IOPS value: "${str(given)}". Must be a positive integer.`,
  );
}

/** What finishing a service needs. */
export interface Finish {
  readonly names: readonly string[];
  readonly version: Version;
  readonly environment: Environment;
  readonly interpolates: boolean;
  readonly warn: (text: string) => void;
}

/** A service as commands work with it: variables resolved, volumes and ports read. Throws ConfigError. */
export function finalizeService(
  service: Mapping,
  { names, version, environment, interpolates, warn }: Finish,
): Mapping {
  const draft: Draft = { ...service };
  if ('environment' in draft || 'env_file' in draft) {
    const values: Draft = {};
    for (const file of listOf(draft['env_file'])) {
      for (const [key, value] of Object.entries(readEnvFile(str(file), environment.values, warn, interpolates))) {
        values[key] = value === undefined ? null : interpolates ? value : value.replaceAll('$', '$$$$');
      }
    }
    Object.assign(values, toEntries(draft['environment'], splitVariable, 'environment'));
    draft['environment'] = resolveVariables(values, environment);
    delete draft['env_file'];
  }
  if ('volumes_from' in draft) {
    draft['volumes_from'] = listOf(draft['volumes_from']).map((text) => parseVolumesFrom(str(text), names, version));
  }
  if ('volumes' in draft) draft['volumes'] = readMounts(listOf(draft['volumes']));
  if ('net' in draft) {
    const net = str(draft['net']);
    delete draft['net'];
    const container = net.startsWith('container:') ? net.slice('container:'.length) : undefined;
    draft['network_mode'] = container !== undefined && names.includes(container) ? `service:${container}` : net;
  }
  if ('networks' in draft) draft['networks'] = toEntries(draft['networks'], (name) => [name, null], 'networks');
  if ('restart' in draft) draft['restart'] = parseRestart(str(draft['restart'] ?? ''));
  for (const key of ['secrets', 'configs']) {
    if (key in draft) draft[key] = listOf(draft[key]).map((entry) => (isMapping(entry) ? entry : { source: entry }));
  }
  if ('build' in draft) draft['build'] = normalBuild(draft['build'], environment);
  if ('log_driver' in draft || 'log_opt' in draft) {
    draft['logging'] = {
      ...mappingOf(draft['logging']),
      ...('log_driver' in draft && { driver: draft['log_driver'] }),
      ...('log_opt' in draft && { options: draft['log_opt'] }),
    };
    delete draft['log_driver'];
    delete draft['log_opt'];
  }
  if ('dockerfile' in draft) {
    draft['build'] = { ...mappingOf(draft['build']), dockerfile: draft['dockerfile'] };
    delete draft['dockerfile'];
  }
  return draft;
}

function resolveVariables(values: Mapping, environment: Environment): Mapping {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      value ?? (environment.has(key) ? (environment.get(key) ?? null) : null),
    ]),
  );
}

function readMounts(entries: readonly unknown[]): readonly AnyMount[] {
  const mounts = entries.map(parseMount);
  const targets = mounts.map(mountTarget);
  const twice = mounts.filter((_mount, index) => targets.filter((target) => target === targets[index]).length > 1);
  if (twice.length === 0) return mounts;
  throw new ConfigError(`Duplicate mount points: [${twice.map(volumeText).join(', ')}]`);
}

function normalBuild(build: unknown, environment: Environment): Mapping {
  if (!isMapping(build)) return { context: build };
  if (!('args' in build)) return build;
  const args = toEntries(build['args'], splitVariable, 'build arguments');
  return { ...build, args: stringValues(resolveVariables(args, environment)) };
}

/** `always`, `on-failure:3`; null for none. Throws ConfigError, and ExitError where 1.29.2 shows a traceback of its code. */
function parseRestart(text: string): Mapping | null {
  if (text === '') return null;
  const [name = '', count, more] = text.split(':');
  if (more !== undefined) {
    throw new ConfigError(`Restart ${text} has incorrect format, should be mode[:max_retry]`);
  }
  if (count !== undefined && !/^\s*[+-]?\d+\s*$/.test(count)) throw notSimulated(`restart: ${text}`);
  return { Name: name, MaximumRetryCount: count === undefined ? 0 : Number(count) };
}

/** Refuses a build context that is not there. Throws ConfigError. */
export function requireContext({ build }: Mapping): void {
  const path = isMapping(build) ? build['context'] : build;
  if (typeof path !== 'string' || isUrl(path)) return;
  try {
    accessSync(path, constants.R_OK);
  } catch {
    throw new ConfigError(`build path ${path} either does not exist, is not accessible, or is not a valid URL.`);
  }
}
