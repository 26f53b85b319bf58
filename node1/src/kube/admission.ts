import type { Deployment, ReplicaSet } from 'kubernetes-types/apps/v1.js';
import type { Namespace, Pod, Service } from 'kubernetes-types/core/v1.js';
import type { Resource, Store, Stored } from '../objects.ts';
import type { Allocation } from './allocation.ts';
import { defaultDeployment, defaultPodSpec, defaultReplicaSet, defaultService } from './defaults.ts';
import { forbidden, notFound } from './errors.ts';
import { manageFields } from './managed-fields.ts';
import { admitPod, createTokens } from './pod-admission.ts';
import { resources } from './resources.ts';
import type { Admission } from './store.ts';
import { timestamp } from './timestamps.ts';
import { validate } from './validate.ts';
import { setStatus, writableMetadata } from './writable.ts';

/** Namespaces that the API server keeps. */
const kept = ['default', 'kube-system', 'kube-public'];

/** Kinds whose status a client that creates one cannot choose. */
const ownStatus: readonly Resource[] = ['pods', 'services', 'deployments', 'replicasets', 'namespaces'];

function setDefaults(
  resource: Resource,
  object: Stored<Resource>,
  isNew: boolean,
  tokenOf: (namespace: string) => string,
) {
  if (isNew && ownStatus.includes(resource)) Reflect.deleteProperty(object, 'status');
  switch (resource) {
    case 'pods':
      if (isNew) admitPod(object as Pod, tokenOf);
      else defaultPodSpec((object as Pod).spec ?? { containers: [] });
      break;
    case 'deployments':
      defaultDeployment(object as Deployment);
      break;
    case 'replicasets':
      defaultReplicaSet(object as ReplicaSet);
      break;
    case 'services':
      defaultService(object as Service);
      break;
    case 'namespaces': {
      const namespace = object as Namespace;
      namespace.spec ??= {};
      if (isNew) namespace.spec.finalizers = ['kubernetes'];
      namespace.status ??= { phase: 'Active' };
      break;
    }
    case 'endpoints':
    case 'nodes':
    case 'events':
      break;
  }
}

function checkNamespace(resource: Resource, object: Stored<Resource>, store: Store): void {
  const { name, namespace = '' } = object.metadata;
  const found = store.get('namespaces', '', namespace);
  if (found === undefined) throw notFound('namespaces', namespace);
  if (found.status?.phase !== 'Terminating') return;
  throw forbidden(
    resource,
    name,
    `unable to create new content in namespace ${namespace} because it is being terminated`,
  );
}

/** Seconds of grace that a pod gets: none when nothing of it runs. */
function graceOf(pod: Pod, asked: number | undefined): number {
  const { phase } = pod.status ?? {};
  if (pod.spec?.nodeName === undefined || phase === 'Succeeded' || phase === 'Failed') return 0;
  return asked ?? pod.spec.terminationGracePeriodSeconds ?? 30;
}

function markPod(pod: Pod, grace: number) {
  return (copy: Stored<Resource>) => {
    const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = pod.metadata ?? {};
    // A second delete can only make the grace shorter.
    if (deletionTimestamp !== undefined && grace >= deletionGracePeriodSeconds) return;
    const metadata = writableMetadata(copy);
    metadata.deletionGracePeriodSeconds = grace;
    metadata.deletionTimestamp = timestamp(Date.now() + grace * 1000);
  };
}

/** Defaults, validation, allocation and graceful deletion as the API server of 1.20 does them. */
export function createAdmission(allocation: Allocation): Admission {
  const tokenOf = createTokens();
  return {
    admit(resource, object, old, store) {
      if (old === undefined && resources[resource].namespaced) checkNamespace(resource, object, store);
      setDefaults(resource, object, old === undefined, tokenOf);
      validate(resource, object, old);
      manageFields(resource, object, old);
      if (resource === 'services') {
        allocation.give(object as Service, old as Service | undefined, object.metadata.name);
      }
    },
    beforeRemove(resource, object, graceSeconds) {
      if (resource === 'namespaces') {
        const { name } = object.metadata;
        if (kept.includes(name)) throw forbidden('namespaces', name, 'this namespace may not be deleted');
        if (((object as Namespace).spec?.finalizers ?? []).length === 0) return undefined;
        return (copy) => {
          writableMetadata(copy).deletionTimestamp ??= timestamp(Date.now());
          setStatus(copy as Namespace, { phase: 'Terminating' });
        };
      }
      if (resource !== 'pods') return undefined;
      const grace = graceOf(object as Pod, graceSeconds);
      return grace <= 0 ? undefined : markPod(object as Pod, grace);
    },
    adopted(resource, object) {
      if (resource === 'services') allocation.adopt(object as Service);
      if (resource === 'pods') tokenOf.adopt(object as Pod);
    },
    removed(resource, object) {
      if (resource === 'services') allocation.take(object as Service);
    },
  };
}
