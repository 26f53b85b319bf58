import type { ObjectMeta } from 'kubernetes-types/meta/v1.js';
import type { KubectlCall } from '../command.ts';

/** The name under which a command's changes stand in `managedFields`: `--field-manager`, else kubectl's default for it. */
function managerOf({ command, flags }: KubectlCall): string {
  const [word = ''] = command.split(' ');
  const given = flags.given('field-manager') ? flags.text('field-manager') : '';
  if (given !== '') return given;
  if (word === 'apply' || word === 'diff') return 'kubectl-client-side-apply';
  // Scaling goes through a subresource, for which kubectl 1.20 gives no name of its own.
  return word === 'scale' ? 'kubectl' : `kubectl-${word}`;
}

/** Signs a change before it goes to the store, which finds the fields that it owns. */
export function sign(call: KubectlCall, object: { metadata?: ObjectMeta }): void {
  const metadata = object.metadata ?? {};
  object.metadata = { ...metadata, managedFields: [...(metadata.managedFields ?? []), { manager: managerOf(call) }] };
}

/** A copy of a new object with the same signature. */
export function signed<T extends { metadata?: ObjectMeta }>(call: KubectlCall, object: T): T {
  const copy = { ...object };
  sign(call, copy);
  return copy;
}
