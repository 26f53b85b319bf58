import { isDeepStrictEqual } from 'node:util';
import { ExitError, notSimulated } from '../../cli-kit/exit-error.ts';
import { type Flag, flag } from '../../cli-kit/flags.ts';
import { InvalidError } from '../../kube/errors.ts';
import { parseSelector } from '../../kube/selector.ts';
import type { Resource, Stored } from '../../objects.ts';
import { ApiError } from '../../objects.ts';
import type { KubectlCall, KubectlCommand } from '../command.ts';
import { dryRunFlag, fileFlags, outputFlags, recordFlag, validateFlag } from '../command.ts';
import { asOne, fail, failAll, failUsage, whileDoing } from '../errors.ts';
import { apiVersionOf } from '../kinds.ts';
import type { Manifest } from '../manifest.ts';
import { readManifests } from '../manifest.ts';
import { fromOlder } from '../older-versions.ts';
import { formatOf, objectPrinter } from '../print/object-printer.ts';
import { nameText } from '../print/output.ts';
import { printFlags } from '../print/print-flags.ts';
import type { Found } from '../selection.ts';
import { setLastApplied, viewLastApplied } from './apply-last.ts';
import { recordCause } from './change-cause.ts';
import { existing, makeWritten, objectOf } from './create-file.ts';
import { sign } from './field-manager.ts';
import { lastApplied, withLastApplied } from './last-applied.ts';
import { mergeThreeWay } from './merge.ts';
import { type DryRun, isDryRun, report } from './print-result.ts';
import { prune } from './prune.ts';
import { waitUntilGone } from './wait-gone.ts';

/** What one object became. */
interface Applied {
  readonly found: Found;
  readonly verb: string;
}

async function run(call: KubectlCall): Promise<number> {
  const { flags } = call;
  const paths = flags.list('filename');
  if (paths.length === 0 && flags.text('kustomize') === '') fail('must specify one of -f and -k');
  if (call.args.length > 0) failUsage('apply', `Unexpected args: [${call.args.join(' ')}]`);
  const selector = flags.text('selector');
  if (flags.on('all') && selector !== '') fail('cannot set --all and --selector at the same time');
  if (flags.on('force') && flags.text('dry-run') === 'server') fail('--dry-run=server cannot be used with --force');
  if (flags.on('prune') && !flags.on('all') && selector === '')
    fail(
      'all resources selected for prune without explicitly passing --all. To prune all resources, pass the --all flag. If you did not mean to prune all resources, specify a label selector',
    );
  for (const name of ['overwrite', 'openapi-patch'])
    if (!flags.on(name)) throw notSimulated(`kubectl apply --${name}=false`);
  const dryRun = await isDryRun(call);
  await objectPrinter(call);
  const { found: all, errors: unread } = await readManifests(call, paths, flags.on('validate'));
  const fits = parseSelector(selector);
  const found = all.filter(({ object }) => fits(object.metadata?.['labels'] as Record<string, string> | undefined));
  if (found.length === 0 && unread.length === 0) fail('no objects passed to apply');
  const whole = !['', 'name'].includes(formatOf(call).format);
  const errors: unknown[] = [...asOne(unread)];
  const done: Found[] = [];
  for (const manifest of found) {
    try {
      const { found: now, verb } = await applyOne(call, manifest, dryRun);
      done.push(now);
      if (!whole) await report(call, now, verb, dryRun);
    } catch (problem) {
      if (!(problem instanceof ApiError) && !(problem instanceof ExitError)) throw problem;
      errors.push(problem);
    }
  }
  failAll(errors);
  if (whole) await printAll(call, done);
  if (flags.on('prune')) await prune(call, done, dryRun);
  return 0;
}

/** With `-o`, kubectl prints what it applied at the end, as a list where it is several. */
async function printAll(call: KubectlCall, done: readonly Found[]): Promise<void> {
  const print = await objectPrinter(call);
  const [first] = done;
  if (print === undefined || first === undefined) return;
  const items = done.map(({ object }) => object);
  const list = { apiVersion: 'v1', items, kind: 'List', metadata: {} };
  await call.out(print(done.length === 1 ? first.object : list, nameText(first)));
}

async function applyOne(call: KubectlCall, manifest: Manifest, dryRun: DryRun): Promise<Applied> {
  const { kind, source, namespace, name, object } = manifest;
  const generated = object.metadata?.generateName ?? '';
  if (name === '' && generated !== '') fail(`from ${generated}: cannot use generate name with apply`);
  if (name === '')
    fail(
      `error when retrieving current configuration of:\nResource: "${groupVersion(manifest)}, Resource=${kind.resource}", GroupVersionKind: ` +
        `"${groupVersion(manifest)}, Kind=${kind.kind}"\nName: "", Namespace: ${JSON.stringify(namespace)}\nfrom server for: ${JSON.stringify(source)}: resource name may not be empty`,
    );
  const recorded = objectOf(manifest);
  recordCause(call, recorded);
  const written = withLastApplied(recorded, manifest.older?.written);
  const old = existing(call, manifest);
  if (old === undefined) {
    try {
      return {
        found: makeWritten(call, { ...manifest, object: written as Manifest['object'] }, dryRun),
        verb: 'created',
      };
    } catch (problem) {
      throw whileDoing(problem, `error when creating ${JSON.stringify(source)}`);
    }
  }
  if (dryRun === 'client') return { found: old, verb: 'configured' };
  const before = old.object.metadata.annotations?.[lastApplied];
  if (before === undefined)
    await call.err(
      `Warning: resource ${kind.resource}/${old.object.metadata.name} is missing the ${lastApplied} annotation which is required by kubectl apply. ` +
        'kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. ' +
        'The missing annotation will be patched automatically.\n',
    );
  const previous = readPrevious(before);
  const merge = (copy: Stored<Resource>): void => {
    const merged = mergeThreeWay(previous, written, copy) as Stored<Resource>;
    for (const key of Object.keys(copy)) if (!(key in merged)) Reflect.deleteProperty(copy, key);
    Object.assign(copy, merged);
    sign(call, copy);
  };
  try {
    const { store } = call.cluster;
    const changed = store.patch(kind.resource, old.object.metadata.namespace ?? '', name, merge, {
      dryRun: dryRun !== '',
    });
    if (changed.metadata.deletionTimestamp !== undefined)
      await call.err(`Warning: Detected changes to resource ${name} which is currently being deleted.\n`);
    const same = isDeepStrictEqual(changed, old.object) && manifest.older?.isFilled !== true;
    return { found: { kind, object: changed }, verb: same ? 'unchanged' : 'configured' };
  } catch (problem) {
    const forced = call.flags.on('force') && (problem instanceof InvalidError || isConflict(problem));
    if (forced && dryRun === '') return await makeAnew(call, manifest, old, written);
    throw whileDoing(problem, `error when applying patch:\nto:\nfor: ${JSON.stringify(source)}`);
  }
}

/** What the API server would make of an object if it were applied now. Throws ApiError. */
export function mergedForDiff(call: KubectlCall, manifest: Manifest, old: Found | undefined): unknown {
  // What was last applied is not compared.
  const plain = objectOf(manifest);
  const written = { ...plain, metadata: { ...plain.metadata, annotations: { ...plain.metadata?.annotations } } };
  if (old === undefined) return makeWritten(call, { ...manifest, object: written }, 'server').object;
  const previous = readPrevious(old.object.metadata.annotations?.[lastApplied]);
  const { kind, name } = manifest;
  return call.cluster.store.patch(
    kind.resource,
    old.object.metadata.namespace ?? '',
    name,
    (copy) => {
      const merged = mergeThreeWay(previous, written, copy) as Stored<Resource>;
      for (const key of Object.keys(copy)) if (!(key in merged)) Reflect.deleteProperty(copy, key);
      Object.assign(copy, merged);
      sign(call, copy);
    },
    { dryRun: true },
  );
}

/** `--force`: an object that cannot be changed is removed and made again. */
async function makeAnew(call: KubectlCall, manifest: Manifest, old: Found, written: unknown): Promise<Applied> {
  const grace = call.flags.number('grace-period');
  const { kind } = manifest;
  const { name, namespace = '' } = old.object.metadata;
  call.cluster.store.remove(kind.resource, namespace, name, grace < 0 ? {} : { graceSeconds: grace });
  await waitUntilGone(call, [old], undefined);
  return { found: makeWritten(call, { ...manifest, object: written as Manifest['object'] }, ''), verb: 'configured' };
}

function isConflict(problem: unknown): boolean {
  return problem instanceof ApiError && problem.reason === 'Conflict';
}

function readPrevious(text: string | undefined): unknown {
  try {
    const written = text === undefined ? {} : (JSON.parse(text) as Readonly<Record<string, unknown>>);
    return fromOlder(written)?.object ?? written;
  } catch {
    return {};
  }
}

function groupVersion({ kind }: Manifest): string {
  return kind.group === '' ? `/${kind.version}` : apiVersionOf(kind);
}

/** `kubectl apply`. */
export const apply: KubectlCommand = {
  name: 'apply',
  flags: [
    ...fileFlags,
    validateFlag,
    dryRunFlag,
    ...outputFlags,
    recordFlag,
    ...['all', 'force', 'prune', 'wait'].map((name) => flag.bool(name)),
    flag.text('selector', 'l'),
    flag.list('prune-whitelist'),
    flag.number('grace-period', '-1'),
    // A patch of ours never conflicts, and is made of the schema; what is removed is removed in the background.
    ...['overwrite', 'openapi-patch'].map((name): Flag => ({ ...flag.bool(name), initial: 'true' })),
    ...flag.ignored('timeout='),
  ],
  run,
  commands: [
    { name: 'edit-last-applied', flags: [], absent: true },
    {
      name: 'set-last-applied',
      flags: [...fileFlags.slice(0, 1), flag.bool('create-annotation'), dryRunFlag, ...printFlags],
      run: setLastApplied,
    },
    {
      name: 'view-last-applied',
      flags: [flag.bool('all'), flag.text('selector', 'l'), flag.text('output', 'o', 'yaml'), ...fileFlags],
      run: viewLastApplied,
    },
  ],
};
