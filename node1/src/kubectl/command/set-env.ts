import type { Container, EnvVar, EnvVarSource } from 'kubernetes-types/core/v1.js';
import { ExitError } from '../../cli-kit/exit-error.ts';
import type { Resource } from '../../objects.ts';
import type { KubectlCall } from '../command.ts';
import { fail, failAll } from '../errors.ts';
import { kindOf } from '../kinds.ts';
import { isFromFiles } from '../manifest.ts';
import { choose, type Found, getNamed } from '../selection.ts';
import { fitsName, noPodSpec, podSpecOf } from './pod-template.ts';
import { isDryRun } from './print-result.ts';
import { changeAll, objectName, selectObjects } from './set-select.ts';

/** What the arguments ask for. */
interface EnvChanges {
  readonly set: readonly EnvVar[];
  readonly removed: readonly string[];
}

/** `kubectl set env`. */
export async function setEnv(call: KubectlCall): Promise<number> {
  const { flags } = call;
  if (flags.on('all') && flags.text('selector') !== '') fail('cannot set --all and --selector at the same time');
  const isEnv = (word: string): boolean => /^.+=/s.test(word) || word.endsWith('-');
  const first = call.args.findIndex(isEnv);
  const rest = first < 0 ? call.args : call.args.slice(0, first);
  const words = first < 0 ? [] : call.args.slice(first);
  if (!words.every(isEnv)) fail(`all resources must be specified before environment changes: ${call.args.join(' ')}`);
  const dryRun = await isDryRun(call);
  const keys = flags.list('keys').flatMap((list) => list.split(','));
  const from = flags.text('from');
  if (rest.length === 0 && !isFromFiles(call))
    fail('one or more resources must be specified as <resource> <name> or <resource>/<name>');
  if (flags.on('list') && flags.text('output') !== '') fail('--list and --output may not be specified together');
  if (keys.length > 0 && from === '')
    fail('when specifying --keys, a configmap or secret must be provided with --from');
  const parsed = await parseEnv(call, [...flags.list('env'), ...words]);
  const imported = from === '' ? [] : importedEnv(call, from, keys);
  const prefix = flags.text('prefix');
  const changes: EnvChanges = {
    set: [...parsed.set, ...imported].map((each) => ({ ...each, name: prefix + each.name })),
    removed: parsed.removed,
  };
  const selected = await selectObjects(call, rest);
  failAll(selected.errors);
  if (flags.on('list')) {
    for (const found of selected.found) await list(call, found, changes);
    return 0;
  }
  const warned = new Set<string>();
  const problems = await changeAll(
    call,
    selected,
    { verb: 'env updated', dryRun, doing: 'failed to patch env update to pod template: ' },
    (copy, found) => {
      for (const container of containersOf(call, { ...found, object: copy }, warned))
        change(call, container, changes, found);
    },
  );
  for (const warning of warned) await call.err(warning);
  failAll(problems);
  if (problems.length === 0 && changes.set.length === 0 && words.length === 0 && selected.found.length > 0) return 0;
  return 0;
}

function containersOf(call: KubectlCall, found: Found, warned: Set<string>): readonly Container[] {
  const spec = podSpecOf(found.kind, found.object);
  if (spec === undefined) throw new ExitError(`error: ${objectName(found)} ${noPodSpec(found.kind)}`);
  const pattern = call.flags.text('containers');
  const containers = spec.containers.filter(({ name }) => fitsName(name, pattern));
  if (containers.length === 0)
    warned.add(
      `warning: ${found.kind.kind}/${found.object.metadata.name} does not have any containers matching ${JSON.stringify(pattern)}\n`,
    );
  return containers;
}

function change(call: KubectlCall, container: Container, { set, removed }: EnvChanges, found: Found): void {
  const old = container.env ?? [];
  if (!call.flags.on('overwrite')) {
    for (const { name, value } of set) {
      const now = old.find((each) => each.name === name);
      if (now !== undefined && (now.value ?? '') !== (value ?? ''))
        throw new ExitError(
          `error: ${objectName(found)} '${name}' already has a value (${now.value ?? ''}), and --overwrite is false`,
        );
    }
  }
  const kept = old
    .filter(({ name }) => !removed.includes(name))
    .map((each) => set.find(({ name }) => name === each.name) ?? each);
  const fresh = set.filter(({ name }, at) => {
    if (removed.includes(name) || kept.some((each) => each.name === name)) return false;
    return set.findIndex((each) => each.name === name) === at;
  });
  const env = [...kept, ...fresh];
  if (env.length > 0) container.env = env;
  else delete container.env;
}

async function parseEnv(call: KubectlCall, words: readonly string[]): Promise<EnvChanges> {
  const set: EnvVar[] = [];
  const removed: string[] = [];
  for (const word of words) {
    if (!/^\w+=/.test(word) && !word.endsWith('-'))
      fail(
        'environment variables must be of the form key=value and can only contain letters, numbers, and underscores',
      );
    if (word === '-') set.push(...(await stdinEnv(call)));
    else if (word.includes('=')) set.push(pair(word));
    else removed.push(word.slice(0, -1));
  }
  if (removed.some((name) => set.some((each) => each.name === name)))
    fail('can not both modify and remove the same environment variable in the same command');
  return { set, removed };
}

function pair(text: string): EnvVar {
  const equals = text.indexOf('=');
  const value = text.slice(equals + 1);
  return { name: text.slice(0, equals), ...(value === '' ? {} : { value }) };
}

async function stdinEnv({ invocation }: KubectlCall): Promise<readonly EnvVar[]> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of invocation.stdin) chunks.push(chunk);
  const lines = Buffer.concat(chunks).toString().split('\n');
  return lines
    .map((line) => line.replace(/#.*$/, ''))
    .filter((line) => line.includes('='))
    .map(pair);
}

/** Variables that take their values from a config map or a secret. Throws ExitError, ApiError. */
function importedEnv(call: KubectlCall, from: string, keys: readonly string[]): readonly EnvVar[] {
  const { found, errors } = choose(call.cluster.store, from.split(' '), { namespace: call.namespace });
  failAll(errors);
  return found.flatMap(({ kind, object }) => {
    const reference =
      kind.kind === 'Secret' ? 'secretKeyRef' : kind.kind === 'ConfigMap' ? 'configMapKeyRef' : undefined;
    if (reference === undefined) return fail('unsupported resource specified in --from');
    const { data = {} } = object as { data?: Readonly<Record<string, string>> };
    return Object.keys(data)
      .filter((key) => keys.length === 0 || keys.includes(key))
      .map((key): EnvVar => ({
        name: key.replace(/[^a-zA-Z0-9_]/g, '_').toUpperCase(),
        valueFrom: { [reference]: { key, name: object.metadata.name } },
      }));
  });
}

async function list(call: KubectlCall, found: Found, changes: EnvChanges): Promise<void> {
  const warned = new Set<string>();
  const copy = structuredClone(found.object);
  const containers = containersOf(call, { ...found, object: copy }, warned);
  for (const warning of warned) await call.err(warning);
  let failed = false;
  for (const container of containers) {
    change(call, container, changes, found);
    await call.out(`# ${found.kind.kind} ${found.object.metadata.name}, container ${container.name}\n`);
    const problems = new Map<string, string[]>();
    for (const { name, value = '', valueFrom } of container.env ?? []) {
      const reference = `# ${name} from ${valueFrom === undefined ? '' : referenceText(valueFrom)}\n`;
      if (valueFrom === undefined) await call.out(`${name}=${value}\n`);
      else if (!call.flags.on('resolve')) await call.out(reference);
      else {
        const resolved = resolve(call, valueFrom, found);
        if (typeof resolved === 'string') await call.out(`${name}=${resolved}\n`);
        else {
          await call.out(reference);
          problems.set(resolved.problem, [...(problems.get(resolved.problem) ?? []), name]);
        }
      }
    }
    failed ||= problems.size > 0;
    const texts = [...problems].map(
      ([text, names]) => `error retrieving reference for ${names.sort().join(', ')}: ${text}\n`,
    );
    await call.err(texts.sort().join(''));
  }
  if (failed) fail(`${objectName(found)} failed to retrieve valueFrom references`);
}

/** envutil.GetEnvVarRefString. */
function referenceText(source: EnvVarSource): string {
  const { configMapKeyRef: map, fieldRef: field, resourceFieldRef: resource, secretKeyRef: secret } = source;
  if (map !== undefined) return `configmap ${map.name ?? ''}, key ${map.key}`;
  if (resource !== undefined) {
    const prefix = resource.containerName === undefined ? '' : `${resource.containerName}/`;
    return `resource field ${prefix}${resource.resource}`;
  }
  if (field !== undefined) return `field path ${field.fieldPath}`;
  return secret === undefined ? 'invalid valueFrom' : `secret ${secret.name ?? ''}, key ${secret.key}`;
}

function resolve(call: KubectlCall, source: EnvVarSource, { object }: Found): string | { readonly problem: string } {
  const { configMapKeyRef: map, secretKeyRef: secret, fieldRef: field } = source;
  const reference = map ?? secret;
  if (field?.fieldPath === 'metadata.name') return object.metadata.name;
  if (field?.fieldPath === 'metadata.namespace') return object.metadata.namespace ?? '';
  if (reference === undefined) return { problem: `environment variable without a value that can be looked up` };
  const resource = (map === undefined ? 'secrets' : 'configmaps') as Resource;
  try {
    const { data = {} } = getNamed(call.cluster.store, kindOf(resource), call.namespace, reference.name ?? '')
      .object as {
      data?: Readonly<Record<string, string>>;
    };
    const value = data[reference.key];
    if (value === undefined)
      return {
        problem: `key ${reference.key} not found in ${map === undefined ? 'secret' : 'config map'} ${reference.name ?? ''}`,
      };
    return map === undefined ? Buffer.from(value, 'base64').toString() : value;
  } catch (error) {
    return { problem: (error as Error).message };
  }
}
