import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import { fail } from '../errors.ts';
import { toYaml } from '../print/serialise.ts';
import { without } from '../without.ts';

/** What a cluster, context or user of a kubeconfig is. */
export type Entry = Readonly<Record<string, unknown>>;

/** The three maps of a kubeconfig. */
export type Section = 'clusters' | 'contexts' | 'users';

/** One or several kubeconfig files as one; of two entries with a name, the first one counts. */
export interface KubeConfig {
  readonly clusters: Readonly<Record<string, Entry>>;
  readonly contexts: Readonly<Record<string, Entry>>;
  readonly users: Readonly<Record<string, Entry>>;
  /** '' for none. */
  readonly currentContext: string;
}

/** The list and the key under which a section stands in a file. */
const keys = { clusters: 'cluster', contexts: 'context', users: 'user' } as const;
const sections = ['clusters', 'contexts', 'users'] as const;

const empty: KubeConfig = { clusters: {}, contexts: {}, users: {}, currentContext: '' };

/** Where the kubeconfig of one call is. */
export interface ConfigFiles {
  readonly paths: readonly string[];
  /** The same, as they were named. */
  readonly typed: readonly string[];
  /** `--kubeconfig`: the file must be there. */
  readonly explicit: boolean;
}

/** The files that kubectl reads: `--kubeconfig`, else $KUBECONFIG, else the one in the home. */
export function filesOf(explicit: string, env: Readonly<Record<string, string>>, cwd: string): ConfigFiles {
  if (explicit !== '') return { paths: [resolve(cwd, explicit)], typed: [explicit], explicit: true };
  const listed = (env['KUBECONFIG'] ?? '').split(':').filter((path) => path !== '');
  if (listed.length > 0)
    return { paths: [...new Set(listed.map((path) => resolve(cwd, path)))], typed: listed, explicit: false };
  const path = join(env['HOME'] ?? '/', '.kube', 'config');
  return { paths: [path], typed: [path], explicit: false };
}

/** Reads kubeconfig files, and keeps what it read for as long as a file has not changed. */
export interface ConfigReader {
  /** Undefined where there is no such file. Throws ExitError for one that is no kubeconfig. */
  read(path: string): KubeConfig | undefined;
}

/** A reader without anything read. */
export function createConfigReader(): ConfigReader {
  const seen = new Map<string, { readonly stamp: string; readonly config: KubeConfig }>();
  return {
    read(path) {
      const stat = statSync(path, { throwIfNoEntry: false, bigint: true });
      if (stat === undefined) return undefined;
      const stamp = `${stat.ino} ${stat.size} ${stat.mtimeNs} ${stat.ctimeNs}`;
      const known = seen.get(path);
      if (known?.stamp === stamp) return known.config;
      const config = parseConfig(readFileSync(path, 'utf8'), path);
      if (seen.size > 20) seen.clear();
      seen.set(path, { stamp, config });
      return config;
    },
  };
}

function parseConfig(text: string, path: string): KubeConfig {
  let data: Record<string, unknown> | null;
  try {
    data = parse(text) as Record<string, unknown> | null;
  } catch (error) {
    const line = /line (\d+)/.exec((error as Error).message)?.[1] ?? '1';
    return fail(`error loading config file ${JSON.stringify(path)}: yaml: line ${line}: could not find expected ':'`);
  }
  if (typeof data !== 'object' || data === null) return empty;
  const section = (name: Section): Readonly<Record<string, Entry>> => {
    const list = data[name];
    const entries = (Array.isArray(list) ? list : []) as readonly Readonly<Record<string, unknown>>[];
    return Object.fromEntries(entries.map((each) => [each['name'] as string, (each[keys[name]] ?? {}) as Entry]));
  };
  const current = data['current-context'];
  return {
    clusters: section('clusters'),
    contexts: section('contexts'),
    users: section('users'),
    currentContext: typeof current === 'string' ? current : '',
  };
}

/** All files as one. Throws ExitError where `--kubeconfig` names none; `missing` is called where no other is there. */
export function loadConfig(
  reader: ConfigReader,
  { paths, typed, explicit }: ConfigFiles,
): KubeConfig & { missing: boolean } {
  const found = paths.flatMap((path) => {
    const config = reader.read(path);
    if (config === undefined && explicit) fail(`stat ${typed.join()}: no such file or directory`);
    return config === undefined ? [] : [config];
  });
  const merged = [...found].reverse().reduce<KubeConfig>(
    (all, each) => ({
      clusters: { ...all.clusters, ...each.clusters },
      contexts: { ...all.contexts, ...each.contexts },
      users: { ...all.users, ...each.users },
      currentContext: each.currentContext || all.currentContext,
    }),
    empty,
  );
  return { ...merged, missing: found.length === 0 };
}

/** The file into which what is new goes: the first that is there, else the last. */
export function defaultFile(reader: ConfigReader, { paths }: ConfigFiles): string {
  return paths.find((path) => reader.read(path) !== undefined) ?? paths.at(-1) ?? '';
}

/** Writes what has changed, each entry into the file that has it. */
export function saveConfig(reader: ConfigReader, files: ConfigFiles, before: KubeConfig, after: KubeConfig): void {
  const fallback = defaultFile(reader, files);
  const contents = new Map(
    files.paths.map((path) => [path, reader.read(path) ?? (path === fallback ? empty : undefined)]),
  );
  const ownerOf = (has: (config: KubeConfig) => boolean): string =>
    [...contents].find(([, config]) => config !== undefined && has(config))?.[0] ?? fallback;
  const change = (path: string, edit: (config: KubeConfig) => KubeConfig): void => {
    contents.set(path, edit(contents.get(path) ?? empty));
  };
  for (const section of sections) {
    for (const name of new Set([...Object.keys(before[section]), ...Object.keys(after[section])])) {
      const entry = after[section][name];
      if (isDeepStrictEqual(before[section][name], entry)) continue;
      change(
        ownerOf((config) => config[section][name] !== undefined),
        (config) => {
          const others = without(config[section], name);
          return { ...config, [section]: entry === undefined ? others : { ...others, [name]: entry } };
        },
      );
    }
  }
  if (before.currentContext !== after.currentContext)
    change(
      after.currentContext === '' ? ownerOf((config) => config.currentContext === before.currentContext) : fallback,
      (config) => ({ ...config, currentContext: after.currentContext }),
    );
  for (const [path, config] of contents) {
    if (config === undefined || config === reader.read(path)) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, toYaml(externalConfig(config)), { mode: 0o600 });
  }
}

/** A kubeconfig as a file or `config view` shows it; lists are in the order of names. */
export function externalConfig(config: KubeConfig): Record<string, unknown> {
  const list = (section: Section): unknown => {
    const entries = Object.entries(config[section]).sort(([a], [b]) => (a < b ? -1 : 1));
    return entries.length === 0 ? null : entries.map(([name, entry]) => ({ name, [keys[section]]: entry }));
  };
  // In the order of Go's struct, for JSON.
  return {
    kind: 'Config',
    apiVersion: 'v1',
    preferences: {},
    clusters: list('clusters'),
    users: list('users'),
    contexts: list('contexts'),
    'current-context': config.currentContext,
  };
}
