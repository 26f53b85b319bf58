import type { Kinds, Resource } from '../../objects.ts';
import { ApiError } from '../../objects.ts';
import type { KubectlCall } from '../command.ts';
import type { Manifest } from '../manifest.ts';
import type { Found } from '../selection.ts';
import { getNamed } from '../selection.ts';
import { signed } from './field-manager.ts';
import type { DryRun } from './print-result.ts';

/** The object of a manifest with its namespace filled in, ready for the store. */
export function objectOf({ kind, namespace, object }: Manifest): Kinds[Resource] {
  const metadata = { ...object.metadata, ...(kind.namespaced ? { namespace } : {}) };
  // What a user wrote has whatever shape it has; the store's validation judges it.
  return { ...object, metadata };
}

/** Makes the object of a manifest. Throws ApiError. */
export function makeWritten(call: KubectlCall, manifest: Manifest, dryRun: DryRun): Found {
  const { kind } = manifest;
  const object = objectOf(manifest);
  if (dryRun === 'client') return { kind, object: object as Found['object'] };
  const how = { dryRun: dryRun !== '' };
  return { kind, object: call.cluster.store.create(kind.resource, signed(call, object), how) };
}

/** The object in the cluster that a manifest describes; undefined when there is none yet. */
export function existing(call: KubectlCall, { kind, namespace, name }: Manifest): Found | undefined {
  try {
    return getNamed(call.cluster.store, kind, namespace, name);
  } catch (error) {
    if (error instanceof ApiError && error.reason === 'NotFound') return undefined;
    throw error;
  }
}
