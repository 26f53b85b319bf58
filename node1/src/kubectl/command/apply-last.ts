import type { KubectlCall } from '../command.ts';
import { fail, failAll, failUsage } from '../errors.ts';
import { readManifests } from '../manifest.ts';
import { toJson, toYaml } from '../print/serialise.ts';
import { changeAndReport } from './change-object.ts';
import { existing, objectOf } from './create-file.ts';
import { lastApplied, withLastApplied } from './last-applied.ts';
import { isDryRun } from './print-result.ts';
import { selectObjects } from './set-select.ts';

/** `kubectl apply view-last-applied`. */
export async function viewLastApplied(call: KubectlCall): Promise<number> {
  const format = call.flags.text('output');
  if (format !== 'yaml' && format !== 'json')
    failUsage(
      'apply view-last-applied',
      `Unexpected -o output mode: ${format}, the flag 'output' must be one of yaml|json`,
    );
  const { found, errors } = await selectObjects(call, call.args);
  failAll(errors);
  for (const { object } of found) {
    const text = object.metadata.annotations?.[lastApplied];
    // kubectl means to say that there is none, and does not.
    if (text === undefined) return 0;
    const value: unknown = JSON.parse(text);
    await call.out(format === 'yaml' ? toYaml(value) : toJson(value).replace(/ {4}/g, '  '));
  }
  return 0;
}

/** `kubectl apply set-last-applied`. */
export async function setLastApplied(call: KubectlCall): Promise<number> {
  const dryRun = await isDryRun(call);
  const { found, errors } = await readManifests(call, call.flags.list('filename'));
  failAll(errors);
  for (const manifest of found) {
    const old = existing(call, manifest);
    const name = manifest.object.metadata?.name ?? '';
    if (old === undefined) return fail(`${manifest.kind.resource} ${JSON.stringify(name)} not found`);
    if (old.object.metadata.annotations?.[lastApplied] === undefined && !call.flags.on('create-annotation'))
      fail(
        `no last-applied-configuration annotation found on resource: ${name}, to create the annotation, run the command with --create-annotation`,
      );
    const written = withLastApplied(objectOf(manifest)).metadata?.annotations?.[lastApplied] ?? '';
    await changeAndReport(call, old, 'configured', dryRun, (copy) => {
      copy.metadata.annotations = { ...copy.metadata.annotations, [lastApplied]: written };
    });
  }
  return 0;
}
