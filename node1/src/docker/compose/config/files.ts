import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, resolve } from 'node:path';
import { ConfigError, isMapping, type Mapping, mappingOf, typeName } from './python.ts';
import { type Version, versionExplanation, withArticle } from './schema-errors.ts';
import { loadYaml, oddKeys } from './yaml-load.ts';

/** One compose file. */
export interface ComposeFile {
  /** As messages name it: `./docker-compose.yml`; undefined for one on standard input. */
  readonly name: string | undefined;
  readonly config: Mapping;
  readonly version: Version;
  /** As `config` shows it: `3.8`, `3.9` where none is given, `1`. */
  readonly shownVersion: string;
}

const supported = ['docker-compose.yml', 'docker-compose.yaml', 'compose.yml', 'compose.yaml'];
const overrides = [
  ...['docker-compose.override.yml', 'docker-compose.override.yaml'],
  ...['compose.override.yml', 'compose.override.yaml'],
];

/** Where the files of a project are. */
export interface Found {
  /** Relative to `cwd`, as they are named in messages. */
  readonly names: readonly string[];
  /** Relative to `cwd`. */
  readonly folder: string;
}

/** Looks for a project's files as docker-compose does, also in the folders above. Throws ConfigError. */
export function findFiles(
  cwd: string,
  given: readonly string[] | undefined,
  projectFolder: string | undefined,
  warn: (text: string) => void,
): Found {
  if (given !== undefined) {
    const names = given.map((name) => joinAsPython('.', name));
    return { names, folder: projectFolder ?? dirname(names[0] ?? '.') };
  }
  const found =
    findDefault(cwd, '.', warn) ?? (projectFolder === undefined ? undefined : findDefault(cwd, projectFolder, warn));
  if (found === undefined) {
    throw new ConfigError(
      "\n        Can't find a suitable configuration file in this directory or any\n        parent. Are you in the right directory?\n\n" +
        `        Supported filenames: ${supported.join(', ')}\n        `,
    );
  }
  return { names: found, folder: projectFolder ?? dirname(found[0] ?? '.') };
}

function findDefault(cwd: string, folder: string, warn: (text: string) => void): readonly string[] | undefined {
  for (let path = folder; ; path = `${path}/..`) {
    const candidates = supported.filter((name) => existsSync(join(cwd, path, name)));
    const [winner] = candidates;
    if (winner !== undefined) {
      if (candidates.length > 1) {
        warn(`Found multiple config files with supported names: ${candidates.join(', ')}`);
        warn(`Using ${winner}\n`);
      }
      const over = overrides.map((name) => `${path}/${name}`).filter((name) => existsSync(join(cwd, name)));
      if (over.length > 1) {
        throw new ConfigError(
          `Multiple override files found: ${over.join(', ')}. You may only use a single override file.`,
        );
      }
      return [`${path}/${winner}`, ...over];
    }
    if (resolve(cwd, path) === resolve(cwd, path, '..')) return undefined;
  }
}

/** Python's os.path.join, which keeps `./`. */
function joinAsPython(folder: string, name: string): string {
  return name.startsWith('/') ? name : `${folder}/${name}`;
}

/** Reads one file. Throws ConfigError. */
export function readComposeFile(cwd: string, name: string, warn: (text: string) => void): ComposeFile {
  const path = resolve(cwd, name);
  let text: string;
  try {
    text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new ConfigError(readProblem(error, name));
  }
  return toComposeFile(loadYaml(text, name), name, warn);
}

function readProblem(error: unknown, name: string): string {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'EISDIR') return `.IsADirectoryError: [Errno 21] Is a directory: '${name}'`;
  if (code === 'EACCES') return `.PermissionError: [Errno 13] Permission denied: '${name}'`;
  return `.FileNotFoundError: [Errno 2] No such file or directory: '${name}'`;
}

/** What a file says at its top. Throws ConfigError. */
export function toComposeFile(config: unknown, name: string | undefined, warn: (text: string) => void): ComposeFile {
  if (!isMapping(config)) {
    throw new ConfigError(
      `Top level object in '${name ?? 'None'}' needs to be an object not '<class '${typeName(config)}'>'.`,
    );
  }
  const version = versionOf(config, name ?? 'None', warn);
  const { version: given } = config;
  const shownVersion = version === 'v1' ? '1' : typeof given === 'string' && given !== '' ? given : '3.9';
  return { name, config, version, shownVersion };
}

function versionOf(config: Mapping, name: string, warn: (text: string) => void): Version {
  const { version } = config;
  if (version === undefined || version === null || version === '' || version === 0 || version === false) {
    const isSpec = ['services', 'networks', 'volumes'].some((key) => isFilled(config[key]));
    if (!isSpec) {
      validateSection(name, config, 'services');
      return 'v1';
    }
    for (const key of ['services', 'networks', 'volumes']) {
      validateSection(name, config[key] === undefined ? {} : config[key], key);
    }
    return 'spec';
  }
  if (isMapping(version)) {
    warn(
      `Unexpected type for "version" key in "${name}". Assuming "version" is the name of a service, and defaulting to Compose file version 1.`,
    );
    return 'v1';
  }
  if (typeof version !== 'string') {
    throw new ConfigError(`Version in "${name}" is invalid - it should be a string.`);
  }
  if (!/^[1-3]+(\.\d+)?$/.test(version)) throw new ConfigError(`Version "${version}" in "${name}" is invalid.`);
  if (version.startsWith('1')) throw new ConfigError(`Version in "${name}" is invalid. ${versionExplanation}`);
  return 'spec';
}

function isFilled(value: unknown): boolean {
  if (isMapping(value)) return Object.keys(value).length > 0;
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

/** Refuses a section whose entries are no mappings. Throws ConfigError. */
export function validateSection(file: string | undefined, section: unknown, kind: string): void {
  const name = file ?? 'None';
  if (!isMapping(section)) {
    throw new ConfigError(`In file '${name}', ${kind} must be a mapping, not ${withArticle(yamlType(section))}.`);
  }
  const odd = (section as { readonly [oddKeys]?: readonly string[] })[oddKeys] ?? [];
  for (const [key, value] of Object.entries(section)) {
    if (odd.includes(key)) {
      throw new ConfigError(`In file '${name}', the ${kind} name ${key} must be a quoted string, i.e. '${key}'.`);
    }
    if (value === null || value === undefined || isMapping(value)) continue;
    throw new ConfigError(`In file '${name}', ${kind} '${key}' must be a mapping not ${withArticle(yamlType(value))}.`);
  }
}

function yamlType(value: unknown): string {
  const names: Readonly<Record<string, string>> = {
    dict: 'mapping',
    list: 'array',
    int: 'number',
    float: 'number',
    bool: 'boolean',
    str: 'string',
  };
  const name = typeName(value);
  return names[name] ?? name;
}

/** The services of a file. */
export function servicesOf({ version, config }: ComposeFile): Mapping {
  return version === 'v1' ? config : mappingOf(config['services']);
}

/** Python's os.path.normpath of a name, for labels. */
export function normalName(name: string): string {
  return normalize(name);
}
