import type { Service } from 'kubernetes-types/core/v1.js';
import { notSimulated } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import { InvalidError } from '../../kube/errors.ts';
import type { Kinds, Resource, Stored } from '../../objects.ts';
import { ApiError } from '../../objects.ts';
import type { KubectlCall, KubectlCommand } from '../command.ts';
import { dryRunFlag, fileFlags, outputFlags, saveConfigFlag, validateFlag } from '../command.ts';
import { asOne, fail, failAll, whileDoing } from '../errors.ts';
import { groupSingular } from '../kinds.ts';
import { isFromFiles, type Manifest, readManifests } from '../manifest.ts';
import { objectPrinter } from '../print/object-printer.ts';
import { type Found, getNamed } from '../selection.ts';
import { recordCause } from './change-cause.ts';
import { existing, makeWritten, objectOf } from './create-file.ts';
import { signed } from './field-manager.ts';
import { withLastApplied } from './last-applied.ts';
import { type DryRun, isDryRun, report } from './print-result.ts';
import { waitUntilGone } from './wait-gone.ts';

async function run(call: KubectlCall): Promise<number> {
  const paths = call.flags.list('filename');
  const isForced = call.flags.on('force');
  if (!isFromFiles(call)) fail('must specify one of -f and -k');
  if (call.flags.number('grace-period') >= 0 && !isForced) fail('--grace-period must have --force specified');
  if (call.flags.duration('timeout') !== 0 && !isForced) fail('--timeout must have --force specified');
  const dryRun = await isDryRun(call);
  await objectPrinter(call);
  if (call.flags.on('force')) return await forced(call, paths, dryRun);
  const { found, errors: unread } = await readManifests(call, paths, call.flags.on('validate'));
  const errors: unknown[] = [];
  for (const manifest of found) {
    const { kind, namespace, name, source } = manifest;
    try {
      const old = getNamed(call.cluster.store, kind, namespace, name);
      const written = prepared(call, manifest) as Stored<Resource>;
      requireClusterIp(manifest, old.object, written);
      const object =
        dryRun === 'client'
          ? written
          : call.cluster.store.update(kind.resource, signed(call, written), { dryRun: dryRun !== '' });
      await report(call, { kind, object }, 'replaced', dryRun);
    } catch (problem) {
      if (!(problem instanceof ApiError)) throw problem;
      errors.push(whileDoing(problem, `error when replacing ${JSON.stringify(source)}`));
    }
  }
  failAll([...errors, ...asOne(unread)]);
  return 0;
}

/** The object of a manifest, with what `--record` and `--save-config` add. */
function prepared(call: KubectlCall, manifest: Manifest): Kinds[Resource] {
  const object = objectOf(manifest);
  recordCause(call, object);
  return call.flags.on('save-config') ? withLastApplied(object) : object;
}

/** A service keeps its address: one that is replaced by another without it is refused. Throws ApiError. */
function requireClusterIp({ kind, name }: Manifest, old: Stored<Resource>, written: Stored<Resource>): void {
  if (kind.resource !== 'services') return;
  const [before, after] = [old, written].map((each) => (each as Service).spec);
  const headless = (before?.clusterIP ?? '') === '' || before?.clusterIP === 'None';
  if (headless || (after?.clusterIP ?? '') !== '' || after?.type === 'ExternalName') return;
  if (written.metadata.resourceVersion === undefined || after?.clusterIP === undefined)
    throw new InvalidError('services', name, [
      'spec.clusterIPs[0]: Invalid value: []string(nil): primary clusterIP can not be unset',
    ]);
}

/** `--force`: what is there is removed, and what is written made. */
async function forced(call: KubectlCall, paths: readonly string[], dryRun: DryRun): Promise<number> {
  const { flags, cluster } = call;
  const grace = flags.number('grace-period');
  if (dryRun !== '') throw notSimulated('kubectl replace --force --dry-run');
  const { found, errors } = await readManifests(call, paths, flags.on('validate'));
  if (errors.length > 0) failAll(asOne(errors));
  const old: Found[] = [];
  for (const manifest of found) {
    const there = existing(call, manifest);
    if (there === undefined) continue;
    const { name, namespace = '' } = there.object.metadata;
    await call.out(`${groupSingular(there.kind)} ${JSON.stringify(name)} deleted\n`);
    cluster.store.remove(there.kind.resource, namespace, name, grace < 0 ? {} : { graceSeconds: grace });
    old.push(there);
  }
  const limit = flags.duration('timeout');
  if ((await waitUntilGone(call, old, limit === 0 ? 300_000 : limit)) !== undefined)
    fail('timed out waiting for the condition');
  for (const manifest of found) {
    const object = prepared(call, manifest) as Manifest['object'];
    await report(call, makeWritten(call, { ...manifest, object }, ''), 'replaced');
  }
  return 0;
}

/** `kubectl replace`. */
export const replace: KubectlCommand = {
  name: 'replace',
  flags: [
    ...fileFlags,
    validateFlag,
    dryRunFlag,
    ...outputFlags,
    saveConfigFlag,
    flag.bool('force'),
    flag.number('grace-period', '-1'),
    flag.duration('timeout', '0s'),
    // Whatever is replaced by force is waited for.
    ...flag.ignored('wait'),
  ],
  run,
};
