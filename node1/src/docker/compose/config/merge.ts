import { parseExtraHosts, splitKeyValue, splitVariable, toEntries, toList } from './entries.ts';
import { parsePorts, portKey, type ServicePort } from './ports.ts';
import { ConfigError, dumps, isMapping, listOf, type Mapping, mappingOf, str } from './python.ts';
import type { Version } from './schema-errors.ts';

type Merge = (base: unknown, override: unknown) => unknown;

/** Merges fields of two mappings into a new one; only what one of them has is there. */
function merger(base: Mapping, override: Mapping) {
  const merged: Record<string, unknown> = {};
  const has = (key: string) => Object.hasOwn(base, key) || Object.hasOwn(override, key);
  return {
    merged,
    has,
    field(key: string, merge: Merge, otherwise?: unknown): void {
      if (!has(key)) return;
      merged[key] = merge(
        Object.hasOwn(base, key) ? base[key] : otherwise,
        Object.hasOwn(override, key) ? override[key] : otherwise,
      );
    },
    mapping(key: string, parse: (value: unknown) => Mapping = mappingOf): void {
      if (has(key)) merged[key] = { ...parse(base[key]), ...parse(override[key]) };
    },
    scalar(...keys: readonly string[]): void {
      for (const key of keys) if (has(key)) merged[key] = Object.hasOwn(override, key) ? override[key] : base[key];
    },
  };
}

function variables(value: unknown): Mapping {
  return toEntries(value, splitVariable, 'environment');
}
function labels(value: unknown): Mapping {
  return toEntries(value, splitKeyValue, 'labels');
}
function dependencies(value: unknown): Mapping {
  return toEntries(value, (name) => [name, { condition: 'service_started' }], 'depends_on');
}

/** A service of one file with that of another laid over it. Throws ConfigError. */
export function mergeServices(base: Mapping, override: Mapping, version: Version, keys: ReadonlySet<string>): Mapping {
  const md = merger(base, override);
  md.mapping('environment', variables);
  md.mapping('labels', labels);
  md.mapping('ulimits');
  md.mapping('sysctls', labels);
  md.mapping('depends_on', dependencies);
  md.mapping('storage_opt');
  md.field('links', sequence(linkKey));
  md.field('secrets', sequence(sourceKey, sourceMapping));
  md.field('configs', sequence(sourceKey, sourceMapping));
  md.field('security_opt', sequence(str));
  md.mapping('extra_hosts', parseExtraHosts);
  md.field('networks', mergeNetworks, {});
  for (const key of ['volumes', 'devices']) md.field(key, mergePaths);
  for (const key of [
    'cap_add',
    'cap_drop',
    'expose',
    'external_links',
    'volumes_from',
    'device_cgroup_rules',
    'profiles',
  ]) {
    md.field(key, mergeUnique, []);
  }
  for (const key of ['dns', 'dns_search', 'env_file', 'tmpfs']) md.field(key, (a, b) => [...toList(a), ...toList(b)]);
  md.field('logging', mergeLogging, {});
  md.field('ports', mergePorts, []);
  md.field('blkio_config', mergeBlkio, {});
  md.field('healthcheck', (a, b) => (mappingOf(b)['disabled'] === true ? b : { ...mappingOf(a), ...mappingOf(b) }), {});
  md.field('deploy', mergeDeploy, {});
  for (const key of keys) if (!Object.hasOwn(md.merged, key)) md.scalar(key);
  if (version === 'v1') mergeImageOrBuild(md.merged, base, override);
  else if (md.has('build')) md.merged['build'] = mergeBuild(base, override);
  return md.merged;
}

function mergeImageOrBuild(merged: Record<string, unknown>, base: Mapping, override: Mapping): void {
  delete merged['image'];
  delete merged['build'];
  for (const from of [override, base]) {
    for (const key of ['image', 'build']) {
      if (!Object.hasOwn(from, key)) continue;
      merged[key] = from[key];
      return;
    }
  }
}

function mergeBuild(base: Mapping, override: Mapping): Mapping {
  const of = ({ build }: Mapping): Mapping => (typeof build === 'string' ? { context: build } : mappingOf(build));
  const md = merger(of(base), of(override));
  md.scalar('context', 'dockerfile', 'network', 'target', 'shm_size', 'isolation');
  md.mapping('args', variables);
  md.field('cache_from', mergeUnique, []);
  md.mapping('labels', labels);
  md.mapping('extra_hosts', parseExtraHosts);
  return md.merged;
}

function mergeDeploy(base: unknown, override: unknown): Mapping {
  const [a, b] = [mappingOf(base), mappingOf(override)];
  const md = merger(a, b);
  md.scalar('mode', 'endpoint_mode', 'replicas');
  md.mapping('labels', labels);
  md.mapping('update_config');
  md.mapping('rollback_config');
  md.mapping('restart_policy');
  if (md.has('resources')) {
    const resources = merger(mappingOf(a['resources']), mappingOf(b['resources']));
    resources.mapping('limits');
    resources.field('reservations', mergeReservations, {});
    md.merged['resources'] = resources.merged;
  }
  if (md.has('placement')) {
    const placement = merger(mappingOf(a['placement']), mappingOf(b['placement']));
    placement.scalar('max_replicas_per_node');
    placement.field('constraints', mergeUnique, []);
    placement.field('preferences', mergeObjects, []);
    md.merged['placement'] = placement.merged;
  }
  return md.merged;
}

const mergeReservations: Merge = (base, override) => {
  const md = merger(mappingOf(base), mappingOf(override));
  md.scalar('cpus', 'memory');
  md.field('generic_resources', mergeObjects, []);
  md.field('devices', mergeObjects, []);
  return md.merged;
};

const mergeObjects: Merge = (base, override) => {
  const byText = new Map([...listOf(base), ...listOf(override)].map((each) => [dumps(each, true), each]));
  return [...byText.values()];
};

const mergeNetworks: Merge = (base, override) => {
  const of = (value: unknown): Mapping =>
    Array.isArray(value) ? Object.fromEntries(value.map((name) => [String(name), {}])) : mappingOf(value);
  const [a, b] = [of(base), of(override)];
  return Object.fromEntries(
    [...new Set([...Object.keys(a), ...Object.keys(b)])].map((name) => {
      const md = merger(mappingOf(a[name]), mappingOf(b[name]));
      md.field('aliases', mergeUnique, []);
      md.field('link_local_ips', mergeUnique, []);
      md.scalar('priority', 'ipv4_address', 'ipv6_address');
      return [name, md.merged];
    }),
  );
};

const mergeBlkio: Merge = (base, override) => {
  const md = merger(mappingOf(base), mappingOf(override));
  md.scalar('weight');
  for (const key of ['device_read_bps', 'device_read_iops', 'device_write_bps', 'device_write_iops', 'weight_device']) {
    md.field(
      key,
      (a, b) => {
        const byPath = new Map([...listOf(a), ...listOf(b)].map((each) => [str(mappingOf(each)['path']), each]));
        return [...byPath].sort(([x], [y]) => (x < y ? -1 : 1)).map(([, each]) => each);
      },
      [],
    );
  }
  return md.merged;
};

const mergeLogging: Merge = (base, override) => {
  const [a, b] = [mappingOf(base), mappingOf(override)];
  const md = merger(a, b);
  md.scalar('driver');
  if (md.merged['driver'] === a['driver'] || a['driver'] === undefined) md.mapping('options');
  else if (Object.keys(mappingOf(b['options'])).length > 0) md.merged['options'] = b['options'];
  return md.merged;
};

const mergePorts: Merge = (base, override) => {
  const byKey = new Map<string, ServicePort>();
  for (const entry of [...listOf(base), ...listOf(override)]) {
    for (const port of isPort(entry) ? [entry] : parsePorts(entry)) byKey.set(portKey(port), port);
  }
  return [...byKey.values()].sort((x, y) => Number(x.target) - Number(y.target));
};

/** Whether an entry of `ports` has been read already. */
export function isPort(entry: unknown): entry is ServicePort {
  return isMapping(entry) && 'externalIp' in entry;
}

const mergeUnique: Merge = (base, override) => {
  return [...new Set([...listOf(base), ...listOf(override)].map(str))].sort();
};

/** Entries of a list by what makes them the same; sorted. */
function sequence(key: (entry: unknown) => string, show: (entry: unknown) => unknown = (entry) => entry): Merge {
  return (base, override) => {
    const byKey = new Map([...listOf(base), ...listOf(override)].map((entry) => [key(entry), entry]));
    return [...byKey.values()].sort((a, b) => (str(a) < str(b) ? -1 : 1)).map(show);
  };
}

function linkKey(entry: unknown): string {
  const [target = '', alias = ''] = str(entry).split(/:(.*)/s);
  return alias === '' ? target : alias;
}

function sourceKey(entry: unknown): string {
  return isMapping(entry) ? str(entry['source']) : str(entry);
}

/** The long form of a secret or config. */
function sourceMapping(entry: unknown): Mapping {
  return isMapping(entry) ? entry : { source: entry };
}

const mergePaths: Merge = (base, override) => {
  const byTarget = new Map<string, unknown>();
  for (const entry of [...listOf(base), ...listOf(override)]) byTarget.set(targetOf(entry), entry);
  return [...byTarget].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
};

function targetOf(entry: unknown): string {
  if (isMapping(entry)) return str(entry['target']);
  const [host, container] = str(entry).split(/:(.*)/s);
  return container === undefined ? (host ?? '') : container.replace(/:[^:]*$/, '');
}

/** Refuses what may not be extended. Throws ConfigError. */
export function requireExtensible(service: Mapping, file: string, name: string): void {
  const fail = (what: string) =>
    new ConfigError(`Cannot extend service '${name}' in ${file}: services with '${what}' cannot be extended`);
  for (const key of ['links', 'volumes_from']) if (Object.hasOwn(service, key)) throw fail(key);
  if (typeof service['net'] === 'string' && service['net'].startsWith('container:')) throw fail('net: container');
  if (typeof service['network_mode'] === 'string' && service['network_mode'].startsWith('service:')) {
    throw fail('network_mode: service');
  }
  if (Object.hasOwn(service, 'depends_on')) throw fail('depends_on');
}
