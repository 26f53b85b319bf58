import { dirname, resolve } from 'node:path';
import type { Invocation } from '../../program.ts';
import { Environment, readEnvFile } from './config/environment.ts';
import { findFiles, normalName, readComposeFile, toComposeFile } from './config/files.ts';
import { type Config, loadConfig } from './config/load.ts';
import { ConfigError } from './config/python.ts';
import { loadYaml } from './config/yaml-load.ts';
import type { DocArguments } from './docopt.ts';
import { label } from './labels.ts';
import type { Output } from './output.ts';

/** A project's files, read. */
export interface Loaded {
  readonly config: Config;
  readonly environment: Environment;
  /** Absolute. */
  readonly folder: string;
  /** Files that say `version`, as they were named. */
  readonly versioned: readonly string[];
  /** Of all containers that are made. */
  readonly labels: Readonly<Record<string, string>>;
}

/** How files are read. */
export interface LoadWish {
  /** Says nothing of variables that are not set. */
  readonly isSilent: boolean;
  readonly interpolates: boolean;
  readonly needsContexts: boolean;
}

/** Reads the files that the options of docker-compose and the variables COMPOSE_* mean. Throws ConfigError. */
export async function loadProjectConfig(
  { cwd, env, stdin }: Invocation,
  options: DocArguments,
  output: Output,
  wish: LoadWish,
): Promise<Loaded> {
  // In the order in which they are found, before what comes of the files.
  const warnings: Promise<void>[] = [];
  const warn = (text: string) => {
    warnings.push(output.warn(text));
  };
  const shellFiles = filesOf(options, env);
  const first = shellFiles?.[0];
  const dirOfFirst = first === undefined || first === '-' || dirname(first) === '.' ? undefined : dirname(first);
  const override = first === '-' ? '.' : (options.value('--project-directory') ?? dirOfFirst);
  const envFile = options.value('--env-file');
  const environment = environmentOf(cwd, env, override ?? '.', envFile, wish.isSilent ? () => undefined : warn);
  const given = filesOf(options, environment.values);
  const isPiped = given?.length === 1 && given[0] === '-';
  const found = isPiped ? { names: [], folder: override ?? '.' } : findFiles(cwd, given, override, warn);
  const files = isPiped
    ? [toComposeFile(loadYaml(await readAll(stdin), '<stdin>'), undefined, warn)]
    : found.names.map((name) => readComposeFile(cwd, name, warn));
  const folder = resolve(cwd, found.folder);
  const { interpolates, needsContexts } = wish;
  const home = env['HOME'] ?? '/';
  const config = loadConfig({ cwd, folder, home, files, environment, interpolates, needsContexts, warn });
  await Promise.all(warnings);
  const labels = {
    [label.workingDir]: folder,
    ...(!isPiped && { [label.configFiles]: found.names.map(normalName).join(',') }),
    ...(envFile !== undefined && { [label.envFile]: normalName(envFile) }),
  };
  const versioned = files.flatMap((file) => ('version' in file.config ? [file.name ?? ''] : []));
  return { config, environment, folder, versioned, labels };
}

function filesOf(
  options: DocArguments,
  env: Readonly<Record<string, string | undefined>>,
): readonly string[] | undefined {
  const given = options.list('--file');
  if (given.length > 0) return given;
  const { COMPOSE_FILE: names, COMPOSE_PATH_SEPARATOR: separator = ':' } = env;
  return names === undefined || names === '' ? undefined : names.split(separator);
}

function environmentOf(
  cwd: string,
  env: Readonly<Record<string, string>>,
  folder: string,
  file: string | undefined,
  warn: (text: string) => void,
): Environment {
  let values: Record<string, string | undefined> = {};
  try {
    values = readEnvFile(resolve(cwd, file ?? `${folder}/.env`), env, warn);
  } catch (error) {
    if (file !== undefined || !(error instanceof ConfigError)) throw error;
  }
  return new Environment({ ...values, ...env }, warn);
}

async function readAll(input: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of input) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
