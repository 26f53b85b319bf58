import { dirname, resolve } from 'node:path';
import { splitKeyValue, stringValues, toEntries } from './entries.ts';
import type { Environment } from './environment.ts';
import { type ComposeFile, readComposeFile, servicesOf, validateSection } from './files.ts';
import { interpolateSection } from './interpolate.ts';
import { mergeServices, requireExtensible } from './merge.ts';
import { type AnyMount, volumeName, volumeText } from './mounts.ts';
import { ConfigError, isMapping, listOf, type Mapping, mappingOf, str } from './python.ts';
import { schemaOf, validateConstraints, validateFile, type Version } from './schema-errors.ts';
import { expandPath, finalizeService, processService, requireContext } from './service.ts';
import { sortServices } from './sort.ts';
import { validateService } from './validate.ts';

/** A service, read: its options in compose's own names. */
export type ServiceConfig = Mapping & { readonly name: string };

/** All files of a project together. */
export interface Config {
  readonly version: Version;
  /** As `config` shows it. */
  readonly shownVersion: string;
  /** What others depend on first. */
  readonly services: readonly ServiceConfig[];
  readonly volumes: Mapping;
  readonly networks: Mapping;
  readonly secrets: Mapping;
  readonly configs: Mapping;
}

/** What loading needs. */
export interface LoadOptions {
  /** Absolute. */
  readonly cwd: string;
  /** Absolute: what relative paths of the files start from. */
  readonly folder: string;
  readonly home: string;
  readonly files: readonly ComposeFile[];
  readonly environment: Environment;
  readonly interpolates: boolean;
  /** `pull` and `--no-build` build nothing, so a missing context does not matter. */
  readonly needsContexts: boolean;
  readonly warn: (text: string) => void;
}

/** Reads, merges and checks the files of a project. Throws ConfigError in docker-compose's words. */
export function loadConfig(options: LoadOptions): Config {
  const [first] = options.files;
  if (first === undefined) throw new ConfigError('no files');
  for (const next of options.files.slice(1)) requireSameVersion(first, next);
  const files = options.files.map((file) => processFile(file, options));
  const [main = first] = files;
  const { version, shownVersion } = main;
  const load = (key: string, kind: string) => loadMapping(files, key, kind, options);
  const volumes = load('volumes', 'Volume');
  const networks = load('networks', 'Network');
  const [secrets, configs] = [load('secrets', 'Secret'), load('configs', 'Config')];
  const merged = files.map(servicesOf).reduce((base, override) => {
    const names = [...new Set([...Object.keys(base), ...Object.keys(override)])];
    return Object.fromEntries(
      names.map((name): [string, Mapping] => [
        name,
        mergeFiles(mappingOf(base[name]), mappingOf(override[name]), version),
      ]),
    );
  });
  const names = Object.keys(merged);
  const services = sortServices(names.map((name) => loadService(name, mappingOf(merged[name]), names, main, options)));
  if (version !== 'v1') for (const service of services) requireVolumes(service, volumes);
  const withConfigs = services.filter((service) => listOf(service['configs']).length > 0).map(({ name }) => name);
  if (withConfigs.length > 0) {
    options.warn(
      `Some services (${withConfigs.sort().join(', ')}) use the 'configs' key, which will be ignored. Compose does not support 'configs' configuration - use \`docker stack deploy\` to deploy to a swarm.`,
    );
  }
  return { version, shownVersion, services, volumes, networks, secrets, configs };
}

function requireSameVersion(main: ComposeFile, next: ComposeFile): void {
  if (main.version === next.version) return;
  const shown = (version: Version) => (version === 'v1' ? '1' : '3.9');
  throw new ConfigError(
    `Version mismatch: file ${main.name ?? 'None'} specifies version ${shown(main.version)} but extension file ${next.name ?? 'None'} uses version ${shown(next.version)}`,
  );
}

function processFile(file: ComposeFile, options: LoadOptions, service?: string): ComposeFile {
  const { environment, interpolates } = options;
  const section = (value: unknown, kind: string): Mapping => {
    const given = value === undefined ? {} : value;
    validateSection(file.name, given, kind);
    return interpolates ? interpolateSection(file.version, mappingOf(given), kind, environment) : mappingOf(given);
  };
  const services = section(file.version === 'v1' ? file.config : file.config['services'], 'service');
  let config = services;
  if (file.version !== 'v1') {
    const sections = ['volume', 'network', 'secret', 'config'].map((kind): [string, unknown] => [
      `${kind}s`,
      section(file.config[`${kind}s`], kind),
    ]);
    config = { ...file.config, services, ...(Object.fromEntries(sections) as Mapping) };
  }
  validateFile(config, file.version, file.name ?? '');
  if (service !== undefined && !Object.hasOwn(services, service)) {
    throw new ConfigError(`Cannot extend service '${service}' in ${file.name ?? 'None'}: Service not found`);
  }
  return { ...file, config };
}

function mergeFiles(base: Mapping, override: Mapping, version: Version): Mapping {
  const merged = mergeServices(base, override, version, serviceKeys(version));
  const extended = override['extends'] ?? base['extends'];
  return extended === undefined ? merged : { ...merged, extends: extended };
}

const unmerged = new Set(['extends']);

/** The options of a service that are merged as a whole. */
function serviceKeys(version: Version): ReadonlySet<string> {
  const { definitions } = schemaOf(version);
  const service = mappingOf(mappingOf(definitions)['service']);
  const compose = ['dockerfile', 'log_driver', 'log_opt', 'net', 'detach', 'volume_driver'];
  return new Set([...Object.keys(mappingOf(service['properties'])), ...compose].filter((key) => !unmerged.has(key)));
}

interface Extended {
  readonly file: string | undefined;
  readonly name: string;
}

function loadService(
  name: string,
  service: Mapping,
  names: readonly string[],
  file: ComposeFile,
  options: LoadOptions,
): ServiceConfig {
  const path = file.name === undefined ? undefined : resolve(options.cwd, file.name);
  const extended = extendService({ file: path, name }, service, options.folder, file, options, []);
  const processed = processService(extended, options.folder, options.home);
  validateConstraints(processed, name, file.version);
  if (options.needsContexts) requireContext(processed);
  validateService(processed, name, names);
  const { version } = file;
  const { environment, interpolates, warn } = options;
  return { ...finalizeService(processed, { names, version, environment, interpolates, warn }), name };
}

function extendService(
  self: Extended,
  service: Mapping,
  folder: string,
  file: ComposeFile,
  options: LoadOptions,
  seen: readonly Extended[],
): Mapping {
  if (seen.some((each) => each.file === self.file && each.name === self.name)) {
    const trail = [...seen, self].map((each) => `${each.name} in ${each.file ?? 'None'}`);
    throw new ConfigError(`Circular reference:\n  ${trail.join('\n  extends ')}`);
  }
  const { extends: given } = service;
  if (given === undefined) return service;
  const wanted = isMapping(given) ? given : { service: given };
  if (!('file' in wanted) && self.file === undefined) {
    throw new ConfigError(
      `Invalid 'extends' configuration for ${self.name}: you need to specify a 'file', e.g. 'file: something.yml'`,
    );
  }
  const path = 'file' in wanted ? expandPath(folder, str(wanted['file']), options.home) : (self.file ?? '');
  const name = str(wanted['service']);
  let found: unknown;
  if (file.name !== undefined && path === resolve(options.cwd, file.name)) {
    found = servicesOf(file)[name];
    if (found === undefined) {
      throw new ConfigError(`Cannot extend service '${name}' in ${path}: Service not found`);
    }
  } else {
    const other = readComposeFile(options.cwd, path, options.warn);
    requireSameVersion(file, other);
    found = servicesOf(processFile(other, { ...options, interpolates: true }, name))[name];
  }
  const base = dirname(path);
  const deeper = extendService({ file: path, name }, mappingOf(found), base, file, options, [...seen, self]);
  const processed = processService(deeper, base, options.home);
  requireExtensible(processed, path, name);
  return mergeServices(processed, service, file.version, serviceKeys(file.version));
}

function loadMapping(files: readonly ComposeFile[], key: string, kind: string, options: LoadOptions): Mapping {
  const mapping: Record<string, unknown> = {};
  for (const { version, config } of files) {
    if (version === 'v1') continue;
    for (const [name, value] of Object.entries(mappingOf(config[key]))) {
      mapping[name] = isMapping(value) && Object.keys(value).length > 0 ? loadEntry(name, value, kind, options) : {};
    }
  }
  return mapping;
}

function loadEntry(name: string, value: Mapping, kind: string, { cwd, folder, home }: LoadOptions): Mapping {
  const entry: Record<string, unknown> = { ...value };
  const { external } = entry;
  if (external !== undefined && external !== null && external !== false) {
    const more = Object.keys(value).filter((key) => key !== 'external');
    const isWrong = more.some((key) => key !== 'name' && !(kind === 'Network' && key === 'driver'));
    if (isWrong) {
      throw new ConfigError(
        `${kind} ${name} declared as external but specifies additional attributes (${more.join(', ')}).`,
      );
    }
    if (isMapping(external)) entry['name'] = external['name'] ?? null;
    else if (entry['name'] === undefined) entry['name'] = name;
  }
  if ('labels' in entry) entry['labels'] = toEntries(entry['labels'], splitKeyValue, 'labels');
  if ('file' in entry && (kind === 'Secret' || kind === 'Config')) {
    entry['file'] = expandPath(folder, str(entry['file']), home);
  }
  if ('driver_opts' in entry) {
    const options = stringValues(mappingOf(entry['driver_opts']));
    const isBind = kind === 'Volume' && (entry['driver'] ?? 'local') === 'local' && options['o'] === 'bind';
    if (isBind && options['device'] !== undefined) options['device'] = expandPath(cwd, options['device'], home);
    entry['driver_opts'] = options;
  }
  return entry;
}

function requireVolumes(service: ServiceConfig, volumes: Mapping): void {
  for (const mount of listOf(service['volumes']) as readonly AnyMount[]) {
    const name = volumeName(mount);
    if (name === undefined || Object.hasOwn(volumes, name)) continue;
    const shown = mount.kind === 'mount-spec' ? str(mountRepr(mount)) : volumeText(mount);
    throw new ConfigError(
      `Named volume "${shown}" is used in service "${service.name}" but no declaration was found in the volumes section.`,
    );
  }
}

function mountRepr({ type, source, target, readOnly }: Extract<AnyMount, { kind: 'mount-spec' }>): Mapping {
  return {
    type,
    ...(source !== undefined && { source }),
    ...(target !== undefined && { target }),
    ...(readOnly && { read_only: true }),
  };
}
