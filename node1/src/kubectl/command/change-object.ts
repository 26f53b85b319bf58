import type { Resource, Stored } from '../../objects.ts';
import type { KubectlCall } from '../command.ts';
import type { Found } from '../selection.ts';
import { sign } from './field-manager.ts';
import { type DryRun, report } from './print-result.ts';

/** A change of an object's copy. */
export type Change = (copy: Stored<Resource>) => void;

/** Whether `--local` was given: files are changed, and nothing in the cluster. */
export function isLocal({ flags }: KubectlCall): boolean {
  return flags.given('local') && flags.on('local');
}

/** What a change makes of an object: in the cluster, or with `--dry-run` and `--local` of a copy. Throws ApiError. */
export function changed(call: KubectlCall, { kind, object }: Found, dryRun: DryRun, change: Change): Found {
  if (dryRun === 'client' || isLocal(call)) {
    const copy = structuredClone(object);
    change(copy);
    return { kind, object: copy };
  }
  const { name, namespace = '' } = object.metadata;
  const edit: Change = (copy) => {
    change(copy);
    sign(call, copy);
  };
  return { kind, object: call.cluster.store.patch(kind.resource, namespace, name, edit, { dryRun: dryRun !== '' }) };
}

/** Changes an object, and says so in `verb`'s words or prints it. Throws ApiError. */
export async function changeAndReport(
  call: KubectlCall,
  found: Found,
  verb: string,
  dryRun: DryRun,
  change: Change,
): Promise<void> {
  await report(call, changed(call, found, dryRun, change), verb, dryRun);
}
