import type { Deployment } from 'kubernetes-types/apps/v1.js';
import { ExitError } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import { ApiError } from '../../objects.ts';
import type { KubectlCall, KubectlCommand } from '../command.ts';
import { dryRunFlag, fileFlags, recordFlag } from '../command.ts';
import { commandError, fail, failAll } from '../errors.ts';
import { findObjects, isFromFiles } from '../manifest.ts';
import { printFlags } from '../print/print-flags.ts';
import { choose, type Found } from '../selection.ts';
import { until } from '../until.ts';
import { recordCause } from './change-cause.ts';
import { changeAndReport } from './change-object.ts';
import { type DryRun, isDryRun } from './print-result.ts';

/** Kinds with a subresource `scale`. */
const scalable = new Set(['Deployment', 'ReplicaSet', 'StatefulSet', 'ReplicationController']);

async function run(call: KubectlCall): Promise<number> {
  const { flags, namespace } = call;
  const replicas = flags.number('replicas');
  const dryRun = await isDryRun(call);
  if (replicas < 0) fail('The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0');
  if (flags.number('current-replicas') < -1) fail('The --current-replicas must specify an integer of -1 or greater');
  const files = flags.list('filename');
  const choice = { namespace, selector: flags.text('selector'), all: flags.on('all') };
  const { found, errors } = isFromFiles(call)
    ? await findObjects(call, files)
    : choose(call.cluster.store, call.args, choice);
  const problems: unknown[] = [...errors];
  if (found.length === 0 && errors.length === 0) throw new ExitError('error: no objects passed to scale');
  if (flags.text('resource-version') !== '' && found.length > 1)
    fail(`cannot use --resource-version with multiple resources`);
  for (const each of found) {
    try {
      await scaleOne(call, each, replicas, dryRun);
    } catch (problem) {
      if (!(problem instanceof ApiError) && !(problem instanceof ExitError)) throw problem;
      problems.push(problem);
    }
  }
  failAll(problems);
  return 0;
}

async function scaleOne(call: KubectlCall, found: Found, replicas: number, dryRun: DryRun): Promise<void> {
  const { flags } = call;
  const { object, kind } = found;
  const current = (object as Deployment).spec?.replicas ?? 1;
  const expected = flags.number('current-replicas');
  const version = flags.text('resource-version');
  if (dryRun !== 'client') {
    if (!scalable.has(kind.kind))
      throw new ApiError(404, 'NotFound', 'the server could not find the requested resource');
    if (expected >= 0 && expected !== current)
      throw commandError(`Expected replicas to be ${expected}, was ${current}`);
    if (version !== '' && version !== object.metadata.resourceVersion)
      throw commandError(`Expected resource version to be ${version}, was ${object.metadata.resourceVersion ?? ''}`);
  }
  await changeAndReport(call, found, 'scaled', dryRun, (copy) => {
    const workload = copy as { spec?: { replicas?: number } };
    if (dryRun !== 'client' && workload.spec !== undefined) workload.spec.replicas = replicas;
    recordCause(call, copy);
  });
  const limit = flags.duration('timeout');
  if (dryRun !== '' || limit <= 0) return;
  const { name, namespace = '' } = object.metadata;
  const { store } = call.cluster;
  const reached = await until({
    signal: call.invocation.signal,
    limit,
    subscribe: (check) => store.watch(kind.resource, check),
    holds: () => {
      const now = store.get(kind.resource, namespace, name) as Deployment | undefined;
      if (now === undefined) return true;
      const seen = (now.status?.observedGeneration ?? 0) >= (now.metadata?.generation ?? 0);
      return seen && (now.status?.replicas ?? 0) === replicas;
    },
  });
  if (!reached) throw commandError('timed out waiting for the condition');
}

/** `kubectl scale`. */
export const scale: KubectlCommand = {
  name: 'scale',
  flags: [
    flag.number('replicas', '0'),
    flag.number('current-replicas', '-1'),
    flag.bool('all'),
    flag.text('selector', 'l'),
    flag.text('resource-version'),
    flag.duration('timeout', '0s'),
    ...fileFlags,
    dryRunFlag,
    ...printFlags,
    recordFlag,
  ],
  required: ['replicas'],
  run,
};
