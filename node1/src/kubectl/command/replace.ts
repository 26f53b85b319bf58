import { ExitError } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import type { Resource, Stored } from '../../objects.ts';
import { ApiError } from '../../objects.ts';
import type { KubectlCall, KubectlCommand } from '../command.ts';
import { dryRunFlag, fileFlags, outputFlags, validateFlag } from '../command.ts';
import { fail, failAll, serverMessage } from '../errors.ts';
import { readManifests } from '../manifest.ts';
import { getNamed } from '../selection.ts';
import { objectOf } from './create-file.ts';
import { signed } from './field-manager.ts';
import { isDryRun, report } from './print-result.ts';

async function run(call: KubectlCall): Promise<number> {
  const paths = call.flags.list('filename');
  if (paths.length === 0) fail("Must specify --filename to replace\nSee 'kubectl replace -h' for help and examples");
  const dryRun = await isDryRun(call);
  const { found, error } = await readManifests(call, paths, call.flags.on('validate'));
  const errors: unknown[] = error === undefined ? [] : [error];
  for (const manifest of found) {
    const { kind, namespace, name, source } = manifest;
    try {
      const old = getNamed(call.cluster.store, kind, namespace, name);
      const written = objectOf(manifest) as Stored<Resource>;
      const object = dryRun ? old.object : call.cluster.store.update(kind.resource, signed(call, written));
      await report(call, { kind, object }, 'replaced', dryRun);
    } catch (problem) {
      if (!(problem instanceof ApiError)) throw problem;
      errors.push(new ExitError(serverMessage(problem, `error when replacing ${JSON.stringify(source)}`)));
    }
  }
  failAll(errors);
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
    ...flag.absent('force', 'cascade=', 'grace-period=', 'raw=', 'timeout=', 'wait'),
  ],
  run,
};
