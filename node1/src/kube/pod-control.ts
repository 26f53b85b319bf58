import type { PodSpec, PodTemplateSpec } from 'kubernetes-types/core/v1.js';
import { ApiError, type Resource, type Stored } from '../objects.ts';
import { type ControllerContext, controllerOf, ownedBy } from './controller-context.ts';
import { type EventOrigin, referenceTo } from './events.ts';
import { isActive } from './pod-state.ts';
import { matchesSelector } from './selector.ts';
import { ifPresent } from './store.ts';
import { timestamp } from './timestamps.ts';

type Pod = Stored<'pods'>;

/** What a controller that makes pods says of itself, and whose pods they are. */
export interface PodOwner<R extends Resource> {
  readonly source: EventOrigin;
  readonly resource: R;
  readonly object: Stored<R>;
}

/** What a pod has that its template has not. */
export interface PodExtras {
  /** Default: generated from the owner's. */
  readonly name?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly change?: (spec: PodSpec) => void;
}

/** Tells something about a controller's object. */
export function tell<R extends Resource>(
  { recorder }: ControllerContext,
  { source, resource, object }: PodOwner<R>,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
): void {
  recorder.record(source, referenceTo(resource, object), { type, reason, message });
}

/** Makes a pod of a template. Throws ApiError, after an event, where the API server refuses it. */
export function createPod<R extends Resource>(
  context: ControllerContext,
  owner: PodOwner<R>,
  template: PodTemplateSpec | undefined,
  extras: PodExtras = {},
): Pod {
  const { name, namespace = 'default' } = owner.object.metadata;
  const { metadata = {}, spec = { containers: [] } } = template ?? {};
  const labels = { ...metadata.labels, ...extras.labels };
  const own = structuredClone(spec);
  extras.change?.(own);
  try {
    return context.store.create('pods', {
      metadata: {
        ...(extras.name === undefined ? { generateName: `${name}-` } : { name: extras.name }),
        namespace,
        ...(Object.keys(labels).length === 0 ? {} : { labels }),
        ...(metadata.annotations === undefined ? {} : { annotations: metadata.annotations }),
        ownerReferences: [ownedBy(owner.resource, owner.object)],
      },
      spec: own,
    });
  } catch (error) {
    if (error instanceof ApiError) tell(context, owner, 'Warning', 'FailedCreate', `Error creating: ${error.message}`);
    throw error;
  }
}

/** Deletes a pod, if it is still there. */
export function deletePod({ store }: ControllerContext, { metadata }: Pod): void {
  ifPresent(() => {
    store.remove('pods', metadata.namespace ?? '', metadata.name);
  });
}

/** The pods of a controller's object: its own that still match its selector, and orphans that do, which it takes. */
export function claimPods<R extends 'daemonsets' | 'jobs' | 'statefulsets'>(
  { store }: ControllerContext,
  resource: R,
  object: Stored<R>,
): readonly Pod[] {
  const { namespace = 'default', uid } = object.metadata;
  const selector = object.spec?.selector ?? {};
  return store.list('pods', { namespace }).flatMap((pod) => {
    const owner = controllerOf(pod);
    if (owner !== undefined) return owner.uid === uid ? [pod] : [];
    if (!matchesSelector(selector, pod.metadata.labels) || !isActive(pod)) return [];
    return [
      store.patch('pods', namespace, pod.metadata.name, ({ metadata }) => {
        metadata.ownerReferences = [ownedBy(resource, object)];
      }),
    ];
  });
}

/** Whether a pod has been ready for so many seconds. */
export function isAvailable({ status }: Pod, seconds: number): boolean {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  if (ready?.status !== 'True') return false;
  return seconds === 0 || Date.now() - Date.parse(ready.lastTransitionTime ?? '') >= seconds * 1000;
}

/** The moment as the API writes it. */
export function now(): string {
  return timestamp(Date.now());
}
