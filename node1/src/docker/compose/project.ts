import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { parse, YAMLParseError } from 'yaml';
import { ExitError } from '../../cli-kit/exit-error.ts';
import { expandWord, splitWords } from '../build/words.ts';
import { parsePort, type PublishedPort } from '../engine/ports.ts';
import { interpolate, InterpolationError } from './interpolate.ts';

/** One service of a compose file. */
export interface Service {
  readonly name: string;
  /** As in the file, with its variables in place. */
  readonly source: Readonly<Record<string, unknown>>;
  readonly image: string;
  readonly build:
    | { readonly context: string; readonly dockerfile: string; readonly args: Readonly<Record<string, string>> }
    | undefined;
  readonly hasImage: boolean;
  readonly ports: readonly PublishedPort[];
  readonly environment: Readonly<Record<string, string>>;
  readonly command: readonly string[] | undefined;
  readonly entrypoint: readonly string[] | undefined;
  readonly dependsOn: readonly string[];
}

/** A compose file, read. */
export interface Project {
  readonly name: string;
  /** In the order of the file, what others depend on first. */
  readonly services: readonly Service[];
  readonly source: Readonly<Record<string, unknown>>;
  /** Warnings that docker-compose prints first. */
  readonly warnings: readonly string[];
}

const names = ['docker-compose.yml', 'docker-compose.yaml', 'compose.yml', 'compose.yaml'];

type Environment = Readonly<Record<string, string>>;

/** Reads a project. `file` is what -f says, `name` what -p says. Throws ExitError. */
export async function readProject(cwd: string, env: Environment, file?: string, name?: string): Promise<Project> {
  const { path, text } = await readFirst(cwd, file);
  const folder = dirname(path);
  const values = { ...parseEnvFile(await readFile(join(folder, '.env'), 'utf8').catch(() => '')), ...env };
  const unset = new Set<string>();
  const shown = file ?? `./${basename(path)}`;
  const source = interpolated(parseYaml(text, shown), values, unset);
  if (!isRecord(source) || !isRecord(source['services'])) {
    throw new ExitError(`The Compose file '${shown}' is invalid because:\nservices must be a mapping`);
  }
  const projectName = (name ?? env['COMPOSE_PROJECT_NAME'] ?? basename(folder))
    .toLowerCase()
    .replace(/[^-_a-z0-9]/g, '');
  const services = Object.entries(source['services']).map(([key, value]) => {
    if (!isRecord(value))
      throw new ExitError(`The Compose file '${shown}' is invalid because:\nservices.${key} must be a mapping`);
    return toService(key, value, folder, projectName, shown);
  });
  const warnings = [...unset].map((variable) => `The ${variable} variable is not set. Defaulting to a blank string.`);
  return { name: projectName, services: byDependency(services), source, warnings };
}

async function readFirst(cwd: string, file: string | undefined): Promise<{ path: string; text: string }> {
  for (const name of file === undefined ? names : [file]) {
    const path = resolve(cwd, name);
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text !== undefined) return { path, text };
  }
  if (file !== undefined) {
    const shown = /^[./]/.test(file) ? file : `./${file}`;
    throw new ExitError(`.FileNotFoundError: [Errno 2] No such file or directory: '${shown}'`);
  }
  throw new ExitError(
    "\n        Can't find a suitable configuration file in this directory or any\n        parent. Are you in the right directory?\n\n" +
      `        Supported filenames: ${names.join(', ')}\n        `,
  );
}

function parseYaml(text: string, shown: string): unknown {
  try {
    return parse(text, { merge: true, maxAliasCount: 100 });
  } catch (error) {
    if (error instanceof YAMLParseError || error instanceof ReferenceError) {
      throw new ExitError(`The Compose file '${shown}' is invalid because:\n${error.message}`);
    }
    throw error;
  }
}

function interpolated(source: unknown, values: Environment, unset: Set<string>): unknown {
  try {
    return interpolate(source, { values, onUnset: (name) => unset.add(name) });
  } catch (error) {
    if (error instanceof InterpolationError) throw new ExitError(error.message);
    throw error;
  }
}

function toService(
  name: string,
  source: Record<string, unknown>,
  folder: string,
  project: string,
  shown: string,
): Service {
  const { build, image } = source;
  if (build === undefined && image === undefined) {
    throw new ExitError(
      `The Compose file '${shown}' is invalid because:\nService ${name} has neither an image nor a build context specified. At least one must be provided.`,
    );
  }
  const context = isRecord(build) ? build['context'] : build;
  return {
    name,
    source,
    image: typeof image === 'string' ? image : `${project}_${name}`,
    hasImage: typeof image === 'string',
    build:
      typeof context === 'string'
        ? {
            context: resolve(folder, context),
            dockerfile: isRecord(build) && typeof build['dockerfile'] === 'string' ? build['dockerfile'] : 'Dockerfile',
            args: isRecord(build) ? toMap(build['args']) : {},
          }
        : undefined,
    ports: toList(source['ports']).map((port) => toPort(port, name, shown)),
    environment: toMap(source['environment']),
    command: toCommand(source['command']),
    entrypoint: toCommand(source['entrypoint']),
    dependsOn: isRecord(source['depends_on'])
      ? Object.keys(source['depends_on'])
      : toList(source['depends_on']).map(String),
  };
}

function toPort(value: unknown, service: string, shown: string): PublishedPort {
  const text = isRecord(value) ? `${toText(value['published'] ?? 0)}:${toText(value['target'])}` : toText(value);
  const port = parsePort(text);
  if (port !== undefined) return port;
  throw new ExitError(
    `The Compose file '${shown}' is invalid because:\nservices.${service}.ports is invalid: Invalid port "${text}", should be [[remote_ip:]remote_port[-remote_port]:]port[/protocol]`,
  );
}

/** A mapping, or a list of `KEY=value`, as compose files have them for environments. */
function toMap(value: unknown): Readonly<Record<string, string>> {
  if (isRecord(value))
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, toText(inner ?? '')]));
  return Object.fromEntries(
    toList(value).map((line) => [toText(line).split('=')[0] ?? '', toText(line).split(/=(.*)/s)[1] ?? '']),
  );
}

function toCommand(value: unknown): readonly string[] | undefined {
  if (value === undefined || value === null) return undefined;
  return Array.isArray(value)
    ? value.map(toText)
    : splitWords(toText(value)).map((word) => expandWord(word, new Map()));
}

/** What others depend on comes before them; otherwise the file's order stays. */
function byDependency(services: readonly Service[]): readonly Service[] {
  const sorted: Service[] = [];
  const open = new Set<string>();
  function visit(service: Service): void {
    if (sorted.includes(service)) return;
    if (open.has(service.name)) throw new ExitError(`Circular dependency between ${[...open].join(' and ')}`);
    open.add(service.name);
    for (const name of service.dependsOn) {
      const found = services.find((each) => each.name === name);
      if (found === undefined) {
        throw new ExitError(`Service "${service.name}" depends on service "${name}" which is undefined.`);
      }
      visit(found);
    }
    open.delete(service.name);
    sorted.push(service);
  }
  services.forEach(visit);
  return sorted;
}

function parseEnvFile(text: string): Environment {
  const pairs = text.split(/\r?\n/).flatMap((line) => {
    const [, key, value = ''] = /^\s*([A-Za-z_]\w*)=(.*)$/.exec(line) ?? [];
    return key === undefined ? [] : [[key, value.trim().replace(/^(["'])(.*)\1$/, '$2')]];
  });
  return Object.fromEntries(pairs) as Environment;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function toList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'object' || value === undefined ? '' : JSON.stringify(value);
}
