import { readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { notSimulated } from '../../cli-kit/exit-error.ts';
import { fail } from '../errors.ts';
import { parseManifest } from '../yaml-documents.ts';

/** Where a config map or a secret gets its content. */
export interface Generator {
  readonly name?: string;
  readonly namespace?: string;
  readonly type?: string;
  readonly literals?: readonly string[];
  readonly files?: readonly string[];
  readonly env?: string;
}

interface ImageChange {
  readonly name?: string;
  readonly newName?: string;
  readonly newTag?: string;
  readonly digest?: string;
}

interface PatchTarget {
  readonly group?: string;
  readonly version?: string;
  readonly kind?: string;
  readonly name?: string;
}

/** A kustomization file, as far as the kustomize in kubectl 1.20 (2.0.3) has fields that are done here. */
export interface Kustomization {
  readonly resources?: readonly string[];
  readonly bases?: readonly string[];
  readonly namePrefix?: string;
  readonly nameSuffix?: string;
  readonly namespace?: string;
  readonly commonLabels?: Readonly<Record<string, string>>;
  readonly commonAnnotations?: Readonly<Record<string, string>>;
  readonly configMapGenerator?: readonly Generator[];
  readonly secretGenerator?: readonly Generator[];
  readonly generatorOptions?: {
    readonly disableNameSuffixHash?: boolean;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly patchesStrategicMerge?: readonly string[];
  readonly patches?: readonly string[];
  readonly patchesJson6902?: readonly { readonly target?: PatchTarget; readonly path?: string }[];
  readonly images?: readonly ImageChange[];
  readonly imageTags?: readonly ImageChange[];
}

type Shape = 'text' | 'texts' | 'map' | 'list' | 'absent';
const fields: Readonly<Record<string, Shape>> = {
  ...{ apiVersion: 'text', kind: 'text', namePrefix: 'text', nameSuffix: 'text', namespace: 'text' },
  ...{ resources: 'texts', bases: 'texts', patchesStrategicMerge: 'texts', patches: 'texts' },
  ...{ commonLabels: 'map', commonAnnotations: 'map', generatorOptions: 'map' },
  ...{
    configMapGenerator: 'list',
    secretGenerator: 'list',
    patchesJson6902: 'list',
    images: 'list',
    imageTags: 'list',
  },
  ...{ crds: 'absent', vars: 'absent', configurations: 'absent', generators: 'absent', transformers: 'absent' },
  inventory: 'absent',
};
const inGenerators = ['name', 'namespace', 'type', 'literals', 'files', 'env'];
const fileNames = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** The real path of a folder with a kustomization. Throws ExitError. */
export function rootOf(typed: string, from: string, shown = typed): string {
  const path = resolve(from, typed);
  let real: string;
  try {
    real = realpathSync(path);
  } catch {
    return fail(
      `absolute path error in '${shown}' : evalsymlink failure on '${shown}' : lstat ${path}: no such file or directory`,
    );
  }
  if (!statSync(real).isDirectory())
    return fail(`got file '${basename(real)}', but '${shown}' must be a directory to be a root`);
  return real;
}

/** Reads the kustomization of a folder. Throws ExitError. */
export function readKustomization(folder: string): Kustomization {
  const found = fileNames.filter((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.isFile() === true);
  const [file] = found;
  if (file === undefined)
    return fail(
      `unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '${folder}'`,
    );
  if (found.length > 1) fail(`Found multiple kustomization files under: ${folder}\n`);
  let value: unknown;
  try {
    value = parseManifest(readFileSync(join(folder, file), 'utf8'), '') ?? {};
  } catch (error) {
    return fail((error as Error).message.replace(/^error: error parsing : (?:error converting YAML to JSON: )?/, ''));
  }
  for (const [key, inner] of Object.entries(value as object)) check(key, inner);
  const { kind = '' } = value as { kind?: string };
  if (kind !== '' && kind !== 'Kustomization')
    fail(`Failed to read kustomization file under ${folder}:\nkind should be Kustomization`);
  return value as Kustomization;
}

function check(key: string, value: unknown): void {
  const shape = fields[key];
  if (shape === undefined) return fail(`json: unknown field ${JSON.stringify(key)}`);
  if (shape === 'absent') throw notSimulated(`kustomization: ${key}`);
  if (value === null) return;
  const type = Array.isArray(value)
    ? 'array'
    : typeof value === 'object'
      ? 'object'
      : typeof value === 'boolean'
        ? 'bool'
        : typeof value;
  const wanted = shape === 'text' ? 'string' : shape === 'map' ? 'object' : 'array';
  const goType = { text: 'string', texts: '[]string', map: 'map[string]string', list: `[]types.${key}` }[shape];
  if (type !== wanted && shape !== 'list' && shape !== 'map')
    fail(`json: cannot unmarshal ${type} into Go struct field Kustomization.${key} of type ${goType}`);
  if (type !== wanted) throw notSimulated(`kustomization: ${key}: ${JSON.stringify(value)}`);
  if (key === 'patches' && (value as unknown[]).some((each) => typeof each !== 'string'))
    fail('json: cannot unmarshal object into Go struct field Kustomization.patches of type string');
  if (key === 'images' || key === 'imageTags')
    for (const name of (value as object[]).flatMap(Object.keys))
      if (!['name', 'newName', 'newTag', 'digest'].includes(name)) fail(`json: unknown field ${JSON.stringify(name)}`);
  if (!key.endsWith('Generator')) return;
  for (const generator of value as object[])
    for (const name of Object.keys(generator))
      if (!inGenerators.includes(name))
        if (['behavior', 'commands', 'kvSources'].includes(name)) throw notSimulated(`kustomization: ${key}.${name}`);
        else fail(`json: unknown field ${JSON.stringify(name)}`);
}
