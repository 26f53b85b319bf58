import { isDeepStrictEqual } from 'node:util';
import { ExitError } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import type { Kinds, Resource, Stored } from '../../objects.ts';
import { ApiError } from '../../objects.ts';
import type { KubectlCall, KubectlCommand } from '../command.ts';
import { dryRunFlag, fileFlags, outputFlags, validateFlag } from '../command.ts';
import { fail, failAll, serverMessage } from '../errors.ts';
import type { Manifest } from '../manifest.ts';
import { readManifests } from '../manifest.ts';
import { nameText } from '../print/output.ts';
import { toCompactJson } from '../print/serialise.ts';
import { createWritten, existing, objectOf } from './create-file.ts';
import { sign } from './field-manager.ts';
import { mergeThreeWay } from './merge.ts';
import { isDryRun, report } from './print-result.ts';

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

async function run(call: KubectlCall): Promise<number> {
  const paths = call.flags.list('filename');
  if (paths.length === 0) fail('must specify one of -f and -k');
  if (call.args.length > 0)
    fail(`Unexpected args: [${call.args.join(' ')}]\nSee 'kubectl apply -h' for help and examples`);
  const dryRun = await isDryRun(call);
  const { found, error } = await readManifests(call, paths, call.flags.on('validate'));
  const errors: unknown[] = [];
  for (const manifest of found) {
    try {
      await applyOne(call, manifest, dryRun);
    } catch (problem) {
      if (!(problem instanceof ApiError)) throw problem;
      const doing = existing(call, manifest) === undefined ? 'creating' : 'applying patch to';
      errors.push(new ExitError(serverMessage(problem, `error when ${doing} ${JSON.stringify(manifest.source)}`)));
    }
  }
  if (error !== undefined) errors.push(error);
  if (found.length === 0 && errors.length === 0) fail('no objects passed to apply');
  failAll(errors);
  return 0;
}

async function applyOne(call: KubectlCall, manifest: Manifest, dryRun: boolean): Promise<void> {
  const { kind, source, namespace, name } = manifest;
  if (name === '')
    fail(
      `error when retrieving current configuration of:\nResource: "/${kind.version}, Resource=${kind.resource}", GroupVersionKind: ` +
        `"/${kind.version}, Kind=${kind.kind}"\nName: "", Namespace: ${JSON.stringify(namespace)}\nfrom server for: ${JSON.stringify(source)}: resource name may not be empty`,
    );
  const written = withLastApplied(objectOf(manifest));
  const old = existing(call, manifest);
  if (old === undefined) {
    await createWritten(call, { ...manifest, object: written }, dryRun);
    return;
  }
  if (dryRun) {
    await report(call, old, 'configured', true);
    return;
  }
  const before = old.object.metadata.annotations?.[lastApplied];
  if (before === undefined)
    await call.err(
      `Warning: resource ${nameText(old).replace(/^[^./]*/, kind.resource)} is missing the ${lastApplied} annotation which is required by kubectl apply. ` +
        'kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. ' +
        'The missing annotation will be patched automatically.\n',
    );
  const previous: unknown = before === undefined ? {} : JSON.parse(before);
  const object = call.cluster.store.patch(kind.resource, old.object.metadata.namespace ?? '', name, (copy) => {
    const merged = mergeThreeWay(previous, written, copy) as Stored<Resource>;
    Object.assign(copy, merged);
    sign(call, copy);
  });
  const unchanged = isDeepStrictEqual(object, old.object);
  await report(call, { kind, object }, unchanged ? 'unchanged' : 'configured');
}

/** The object with the annotation from which the next `apply` learns what this one had. */
function withLastApplied(object: Kinds[Resource]): Manifest['object'] {
  const { annotations = {}, ...metadata } = object.metadata ?? {};
  const text = toCompactJson({ ...object, metadata: { ...metadata, annotations } });
  return {
    ...object,
    metadata: { ...metadata, annotations: { ...annotations, [lastApplied]: `${text}\n` } },
  };
}

/** `kubectl apply`. */
export const apply: KubectlCommand = {
  name: 'apply',
  flags: [
    ...fileFlags,
    validateFlag,
    dryRunFlag,
    ...outputFlags,
    ...flag.ignored('record', 'overwrite', 'openapi-patch', 'wait', 'timeout='),
    ...flag.absent(
      'all',
      'prune',
      'prune-whitelist=',
      'server-side',
      'force-conflicts',
      'selector=',
      'force',
      'cascade=',
      'grace-period=',
    ),
  ],
  run,
};
