import { ExitError } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import { ApiError } from '../../objects.ts';
import type { KubectlCall, KubectlCommand } from '../command.ts';
import { dryRunFlag, fileFlags, outputFlags, recordFlag, saveConfigFlag } from '../command.ts';
import { commandError, fail, failAll } from '../errors.ts';
import { apiVersionOf, kindOf } from '../kinds.ts';
import { findObjects, isFromFiles } from '../manifest.ts';
import { choose } from '../selection.ts';
import { createAndReport, notYet } from './print-result.ts';

const scalable = new Set(['Deployment', 'ReplicaSet', 'StatefulSet', 'ReplicationController']);

async function run(call: KubectlCall): Promise<number> {
  const { flags, namespace } = call;
  const [least, most, percent] = ['min', 'max', 'cpu-percent'].map((name) => flags.number(name)) as [
    number,
    number,
    number,
  ];
  if (most < 1) fail(`--max=MAXPODS is required and must be at least 1, max: ${most}`);
  if (most < least) fail(`--max=MAXPODS must be larger or equal to --min=MINPODS, max: ${most}, min: ${least}`);
  const files = flags.list('filename');
  const { found, errors } = isFromFiles(call)
    ? await findObjects(call, files)
    : choose(call.cluster.store, call.args, { namespace });
  const problems: unknown[] = [...errors];
  for (const { kind, object } of found) {
    try {
      if (!scalable.has(kind.kind))
        throw commandError(
          `cannot autoscale a ${kind.kind}: could not find scale subresource for ${kind.group}/${kind.version}, Resource=${kind.resource} in discovery information`,
        );
      await createAndReport(
        call,
        kindOf('horizontalpodautoscalers'),
        {
          metadata: {
            name: flags.text('name') || object.metadata.name,
            creationTimestamp: notYet,
            ...(flags.given('namespace') ? { namespace } : {}),
          },
          spec: {
            scaleTargetRef: { apiVersion: apiVersionOf(kind), kind: kind.kind, name: object.metadata.name },
            maxReplicas: most,
            ...(least > 0 ? { minReplicas: least } : {}),
            ...(percent >= 0 ? { targetCPUUtilizationPercentage: percent } : {}),
          },
          status: { currentReplicas: 0, desiredReplicas: 0 },
        },
        flags.text('dry-run') === 'client' ? 'created' : 'autoscaled',
      );
    } catch (problem) {
      if (!(problem instanceof ApiError) && !(problem instanceof ExitError)) throw problem;
      problems.push(problem);
    }
  }
  if (found.length === 0 && errors.length === 0) fail('no objects passed to autoscale');
  failAll(problems);
  return 0;
}

/** `kubectl autoscale`. */
export const autoscale: KubectlCommand = {
  name: 'autoscale',
  flags: [
    ...['min', 'max', 'cpu-percent'].map((name) => flag.number(name, '-1')),
    flag.text('name'),
    ...fileFlags,
    dryRunFlag,
    ...outputFlags,
    saveConfigFlag,
    recordFlag,
    { name: 'generator', type: 'text', deprecated: 'has no effect and will be removed in the future.' },
  ],
  required: ['max'],
  run,
};
