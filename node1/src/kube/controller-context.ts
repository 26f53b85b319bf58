import type { OwnerReference } from 'kubernetes-types/meta/v1.js';
import type { Resource, Store, Stored } from '../objects.ts';
import type { Clock } from './clock.ts';
import type { Recorder } from './events.ts';
import { resources } from './resources.ts';

/** What every controller works with. */
export interface ControllerContext {
  readonly store: Store;
  readonly recorder: Recorder;
  readonly clock: Clock;
}

/** The owner of an object that a controller made, if any. */
export function controllerOf({ metadata }: Stored<Resource>): OwnerReference | undefined {
  return metadata.ownerReferences?.find(({ controller }) => controller === true);
}

/** What marks an object as made by `owner`'s controller. */
export function ownedBy(resource: Resource, { metadata }: Stored<Resource>): OwnerReference {
  return {
    apiVersion: resources[resource].apiVersion,
    blockOwnerDeletion: true,
    controller: true,
    kind: resources[resource].kind,
    name: metadata.name,
    uid: metadata.uid ?? '',
  };
}
