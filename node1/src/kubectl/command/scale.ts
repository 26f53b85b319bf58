import type { Deployment, ReplicaSet } from 'kubernetes-types/apps/v1.js';
import { ExitError } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import { ApiError } from '../../objects.ts';
import type { KubectlCall, KubectlCommand } from '../command.ts';
import { dryRunFlag, fileFlags, outputFlags } from '../command.ts';
import { fail, failAll } from '../errors.ts';
import { findObjects } from '../manifest.ts';
import { choose } from '../selection.ts';
import { sign } from './field-manager.ts';
import { isDryRun, report } from './print-result.ts';

async function run(call: KubectlCall): Promise<number> {
  const { flags, namespace } = call;
  const { store } = call.cluster;
  const replicas = flags.number('replicas');
  if (replicas < 0) fail('The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0');
  const files = flags.list('filename');
  const choice = { namespace, selector: flags.text('selector'), all: flags.on('all') };
  const { found, errors } = files.length > 0 ? await findObjects(call, files) : choose(store, call.args, choice);
  const problems: unknown[] = [...errors];
  const dryRun = await isDryRun(call);
  if (found.length === 0 && errors.length === 0) throw new ExitError('error: no objects passed to scale');
  for (const { kind, object } of found) {
    if (kind.resource !== 'deployments' && kind.resource !== 'replicasets') {
      problems.push(new ApiError(404, 'NotFound', 'the server could not find the requested resource'));
      continue;
    }
    const current = (object as Deployment | ReplicaSet).spec?.replicas ?? 1;
    const expected = flags.number('current-replicas');
    if (expected >= 0 && expected !== current) {
      problems.push(new ExitError(`error: Expected replicas to be ${expected}, was ${current}`));
      continue;
    }
    const { name } = object.metadata;
    const scaled = dryRun
      ? object
      : store.patch(kind.resource, object.metadata.namespace ?? '', name, (copy) => {
          if (copy.spec !== undefined) copy.spec.replicas = replicas;
          sign(call, copy);
        });
    await report(call, { kind, object: scaled }, 'scaled', dryRun);
  }
  failAll(problems);
  return 0;
}

/** `kubectl scale`. */
export const scale: KubectlCommand = {
  name: 'scale',
  flags: [
    flag.number('replicas', '0'),
    flag.number('current-replicas', '-1'),
    flag.bool('all'),
    flag.text('selector', 'l'),
    ...fileFlags,
    dryRunFlag,
    ...outputFlags,
    ...flag.ignored('record', 'timeout='),
    ...flag.absent('resource-version='),
  ],
  required: ['replicas'],
  run,
};
