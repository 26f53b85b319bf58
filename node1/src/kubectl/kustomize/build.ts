import { createHash } from 'node:crypto';
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { parse } from 'yaml';
import { ExitError, notSimulated } from '../../cli-kit/exit-error.ts';
import { applyJsonPatch, type JsonPatch } from '../command/json-patch.ts';
import { mergeThreeWay } from '../command/merge.ts';
import { fail } from '../errors.ts';
import { listedKinds } from '../kinds.ts';
import { toYaml } from '../print/serialise.ts';
import { parseManifest, splitDocuments } from '../yaml-documents.ts';
import { type Generator, type Kustomization, readKustomization, rootOf } from './kustomization.ts';
import { referencesIn } from './references.ts';
import { transform } from './transform.ts';
import type { Plain } from './walk.ts';

/** An object on its way through kustomizations. */
interface Item {
  readonly object: Plain;
  readonly kind: string;
  /** By which others refer to it. */
  readonly original: string;
  /** Its name gets a hash of its content. */
  readonly hashed: boolean;
}

/** kustomize puts these before all others. */
const firstKinds = [
  ...['Namespace', 'StorageClass', 'CustomResourceDefinition', 'MutatingWebhookConfiguration'],
  ...['ValidatingWebhookConfiguration', 'ServiceAccount', 'Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'],
  ...['ConfigMap', 'Secret', 'Service', 'Deployment', 'StatefulSet', 'CronJob', 'PodDisruptionBudget'],
];

/** The objects of a folder with a kustomization, in kustomize's order. Throws ExitError in its words. */
export function kustomize(typed: string, cwd: string): readonly Plain[] {
  if (/^(?:https?:|git@|github\.com)/.test(typed)) throw notSimulated(`kubectl kustomize ${typed}`);
  const items = accumulate(rootOf(typed, cwd), 0);
  const named = items.map((item) => ({ ...item, name: finalName(item) }));
  for (const item of named) {
    (item.object['metadata'] as Plain)['name'] = item.name;
    for (const { set, kind, name } of referencesIn(item.object)) {
      const target = named.find((each) => each.kind === kind && each.original === name);
      if (target !== undefined) set(target.name);
    }
  }
  return named.sort((a, b) => order(a) - order(b) || compare(idOf(a), idOf(b))).map(({ object }) => object);
}

function order({ kind }: Item): number {
  const index = firstKinds.indexOf(kind);
  return index < 0 ? firstKinds.length : index;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `apps_v1_Deployment|web`. */
function idOf({ object, kind, original }: Item): string {
  const version = typeof object['apiVersion'] === 'string' ? object['apiVersion'] : '';
  const [group, plain] = version.includes('/') ? version.split('/') : ['~G', version];
  return `${group ?? ''}_${plain ?? ''}_${kind}|${original}`;
}

function finalName({ object, kind, hashed }: Item): string {
  const { name } = object['metadata'] as { name: string };
  if (!hashed) return name;
  const { data = {}, type } = object as { data?: Record<string, string>; type?: string };
  const sorted = Object.fromEntries(Object.entries(data).sort(([a], [b]) => compare(a, b)));
  const content = JSON.stringify({
    data: sorted,
    kind,
    name,
    ...(kind === 'Secret' ? { type: type ?? '' } : {}),
  }).replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);
  const letters: Readonly<Record<string, string>> = { '0': 'g', '1': 'h', '3': 'k', a: 'm', e: 't' };
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 10);
  return `${name}-${hash.replace(/[013ae]/g, (letter) => letters[letter] ?? letter)}`;
}

function accumulate(root: string, depth: number): Item[] {
  if (depth > 20) throw notSimulated('kustomization: bases');
  const file = readKustomization(root);
  const items: Item[] = [];
  const add = (item: Item, doing: string): void => {
    if (items.some((each) => idOf(each) === idOf(item)))
      fail(`${doing}: id '${JSON.stringify(idOf(item).replace('|', '|~X|~P|') + '|~S')}' already used\n`);
    items.push(item);
  };
  const faults: string[] = [];
  for (const base of file.bases ?? []) {
    if (/^(?:https?:|git@|github\.com)/.test(base)) throw notSimulated(`kustomization: ${base}`);
    const found = fromBase(base, root, depth);
    if (typeof found === 'string') faults.push(`${found}\n`);
    else items.push(...found);
  }
  if (faults.length > 0) fail(faults.join(''));
  for (const path of file.resources ?? [])
    for (const object of objectsIn(root, path, `rawResources failed to read Resources: Load from path ${path} failed`))
      add(
        { object, kind: String(object['kind']), original: nameOf(object), hashed: false },
        'rawResources failed to read Resources',
      );
  for (const each of file.configMapGenerator ?? []) items.push(generated(root, file, each, 'ConfigMap', items));
  for (const each of file.secretGenerator ?? []) items.push(generated(root, file, each, 'Secret', items));
  patchAll(root, file, items);
  const clusterKinds = new Set(listedKinds().flatMap(({ kind, namespaced }) => (namespaced ? [] : [kind])));
  for (const { object, kind } of items) transform(object, file, !clusterKinds.has(kind));
  if (file.namespace !== undefined) moveSubjects(items, file.namespace);
  for (const { target, path = '' } of file.patchesJson6902 ?? []) {
    const patch = (parse(readText(root, path, `patchesJson6902: ${path}`)) ?? []) as JsonPatch;
    const found = items.find(({ kind, original }) => kind === target?.kind && original === target.name);
    if (found === undefined) throw notSimulated(`kustomization: patchesJson6902: ${JSON.stringify(target)}`);
    const next = applyJsonPatch(found.object, patch) as Plain;
    replaceAll(found.object, next);
  }
  return items;
}

/** Bindings name service accounts where they are now: those that are here, and the one that every namespace has. */
function moveSubjects(items: readonly Item[], namespace: string): void {
  const accounts = new Set(items.flatMap(({ kind, original }) => (kind === 'ServiceAccount' ? [original] : [])));
  for (const { object, kind } of items) {
    if (kind !== 'ClusterRoleBinding' && kind !== 'RoleBinding') continue;
    for (const subject of (object['subjects'] ?? []) as Plain[]) {
      const { kind: of, name } = subject;
      if (of === 'ServiceAccount' && typeof name === 'string' && (name === 'default' || accounts.has(name)))
        subject['namespace'] = namespace;
    }
  }
}

/** The objects of a base, or what is wrong with its folder. */
function fromBase(base: string, root: string, depth: number): readonly Item[] | string {
  let folder: string;
  try {
    folder = rootOf(base, root, resolve(root, base));
  } catch (error) {
    return prefixed(error, `couldn't make loader for ${base}`);
  }
  try {
    readKustomization(folder);
  } catch (error) {
    return prefixed(error, `couldn't make target for ${base}`);
  }
  return accumulate(folder, depth + 1);
}

/** The words of an error of ours behind others. Throws all other errors. */
function prefixed(error: unknown, before: string): string {
  if (!(error instanceof ExitError) || typeof error.text !== 'string') throw error;
  return `${before}: ${error.text.replace(/^error: /, '')}`;
}

function nameOf(object: Plain): string {
  return (object['metadata'] as { readonly name?: string } | undefined)?.name ?? '';
}

/** The text of a file of a kustomization; `lead` stands before what is wrong with it. Throws ExitError. */
function readText(root: string, path: string, lead: string): string {
  const full = resolve(root, path);
  let real: string;
  try {
    real = realpathSync(full);
  } catch {
    return fail(`${lead}: evalsymlink failure on '${full}' : lstat ${full}: no such file or directory\n`);
  }
  if (statSync(real).isDirectory()) fail(`${lead}: '${path}' must be a file (got d='${real}')\n`);
  if (!real.startsWith(`${realpathSync(root)}/`))
    fail(`${lead}: security; file '${path}' is not in or below '${realpathSync(root)}'\n`);
  return readFileSync(real, 'utf8');
}

function objectsIn(root: string, path: string, lead: string): readonly Plain[] {
  const text = readText(root, path, lead);
  return splitDocuments(text).flatMap((document) => {
    const value = parseManifest(document, path);
    if (value === undefined || value === null) return [];
    if (typeof value !== 'object' || Array.isArray(value)) throw notSimulated(`kustomization: ${path}`);
    const object = value as Plain;
    if (typeof object['kind'] !== 'string' || typeof nameOf(object) !== 'string' || nameOf(object) === '')
      throw notSimulated(`kustomization: ${path}`);
    return [object];
  });
}

function generated(
  root: string,
  file: Kustomization,
  from: Generator,
  kind: 'ConfigMap' | 'Secret',
  items: readonly Item[],
): Item {
  const name = from.name ?? '';
  if (items.some((each) => each.kind === kind && each.original === name && each.hashed))
    fail(
      `NewResMapFrom${kind}Args: duplicated resid.ResId{gvKind:gvk.Gvk{Group:"", Version:"v1", Kind:"${kind}"}, name:"${name}", prefix:"", suffix:"", namespace:""} is not allowed\n`,
    );
  const start = `NewResMapFrom${kind}Args: NewResMapFrom${kind}Args`;
  const pairs: [string, string][] = [];
  if (from.env !== undefined)
    for (const line of readText(root, from.env, `${start}: env source file: ${from.env}`).split('\n')) {
      const trimmed = line.trim();
      if (trimmed === '' || trimmed.startsWith('#')) continue;
      const [key = '', value = ''] = trimmed.split(/=(.*)/s);
      pairs.push([key, value]);
    }
  for (const literal of from.literals ?? []) {
    const [, key = '', value = ''] = /^([^=]+)=(.*)$/s.exec(literal) ?? [];
    if (key === '')
      fail(
        `${start}: literal sources [${(from.literals ?? []).join(' ')}]: invalid literal source ${literal}, expected key=value\n`,
      );
    pairs.push([key, value.replace(/^(["'])(.*)\1$/s, '$2')]);
  }
  for (const source of from.files ?? []) {
    const [key = '', path = ''] = source.includes('=') ? source.split(/=(.*)/s) : [basename(source), source];
    pairs.push([key, readText(root, path, `${start}: file sources: [${(from.files ?? []).join(' ')}]`)]);
  }
  const options = file.generatorOptions ?? {};
  const encoded =
    kind === 'Secret' ? pairs.map(([key, value]) => [key, Buffer.from(value).toString('base64')] as const) : pairs;
  const object: Plain = {
    apiVersion: 'v1',
    ...(encoded.length === 0 ? {} : { data: Object.fromEntries(encoded) }),
    kind,
    metadata: {
      name,
      ...(from.namespace === undefined ? {} : { namespace: from.namespace }),
      ...(options.labels === undefined ? {} : { labels: { ...options.labels } }),
      ...(options.annotations === undefined ? {} : { annotations: { ...options.annotations } }),
    },
    ...(kind === 'Secret' ? { type: from.type ?? 'Opaque' } : {}),
  };
  return { object, kind, original: name, hashed: options.disableNameSuffixHash !== true };
}

/** Strategic merges, each with the object of its kind and name. */
function patchAll(root: string, file: Kustomization, items: readonly Item[]): void {
  for (const path of [...(file.patchesStrategicMerge ?? []), ...(file.patches ?? [])]) {
    for (const patch of objectsIn(root, path, 'SliceFromPatches')) {
      if (JSON.stringify(patch).includes('"$')) throw notSimulated(`kustomization: ${path}: $patch`);
      const kind = String(patch['kind']);
      const item: Item = { object: patch, kind, original: nameOf(patch), hashed: false };
      const found = items.find((each) => each.kind === kind && each.original === item.original);
      if (found === undefined) return fail(`failed to find an object with ${idOf(item)} to apply the patch`);
      // Its own name counts, which a base may have made another.
      const merged = mergeThreeWay(
        {},
        { ...patch, metadata: { ...(patch['metadata'] as Plain), name: nameOf(found.object) } },
        found.object,
      );
      replaceAll(found.object, merged as Plain);
    }
  }
}

function replaceAll(object: Plain, next: Plain): void {
  for (const key of Object.keys(object)) if (!(key in next)) Reflect.deleteProperty(object, key);
  Object.assign(object, next);
}

/** Objects as one text, as `kubectl kustomize` prints it. */
export function kustomizedText(objects: readonly Plain[]): string {
  return objects.map((object) => toYaml(object)).join('---\n');
}
