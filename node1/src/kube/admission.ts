import type { Namespace, Pod, Service } from 'kubernetes-types/core/v1.js';
import type { Resource, Store, Stored } from '../objects.ts';
import type { Allocation } from './allocation.ts';
import {
  defaultCronJob,
  defaultDaemonSet,
  defaultDeployment,
  defaultJob,
  defaultReplicaSet,
  defaultService,
  defaultStatefulSet,
} from './defaults.ts';
import {
  defaultAutoscaler,
  defaultBinding,
  defaultLimitRange,
  defaultNetworkPolicy,
  defaultQuota,
  defaultSecret,
} from './defaults-config.ts';
import { defaultPodSpec } from './defaults-pod.ts';
import { defaultClaim, defaultPersistentVolume, defaultStorageClass } from './defaults-storage.ts';
import { forbidden, notFound } from './errors.ts';
import { manageFields } from './managed-fields.ts';
import { omitEmpty } from './omit-empty.ts';
import { admitPod } from './pod-admission.ts';
import { resources } from './resources.ts';
import type { Admission } from './store.ts';
import { timestamp } from './timestamps.ts';
import { validate } from './validate.ts';
import { setStatus, writableMetadata } from './writable.ts';

/** Namespaces that the API server keeps. */
const kept = ['default', 'kube-system', 'kube-public'];

/** Kinds whose status a client that creates one cannot choose. */
const ownStatus: readonly Resource[] = [
  ...(['pods', 'services', 'deployments', 'replicasets', 'namespaces', 'daemonsets', 'statefulsets', 'jobs'] as const),
  ...(['cronjobs', 'persistentvolumes', 'persistentvolumeclaims', 'resourcequotas', 'ingresses'] as const),
  ...(['horizontalpodautoscalers', 'poddisruptionbudgets'] as const),
];

type Defaults = { readonly [R in Resource]?: (object: Stored<R>, old: Stored<R> | undefined, store: Store) => void };

/** What the API server fills in, by resource. */
const defaults: Defaults = {
  pods(pod, old, store) {
    if (old === undefined) admitPod(pod, store);
    else defaultPodSpec(pod.spec ?? { containers: [] });
  },
  nodes(node) {
    omitEmpty(node.spec ?? {}, 'unschedulable');
  },
  deployments: defaultDeployment,
  replicasets: defaultReplicaSet,
  daemonsets: defaultDaemonSet,
  statefulsets: defaultStatefulSet,
  jobs: defaultJob,
  cronjobs: defaultCronJob,
  services: defaultService,
  secrets: defaultSecret,
  rolebindings: defaultBinding,
  clusterrolebindings: defaultBinding,
  networkpolicies: defaultNetworkPolicy,
  horizontalpodautoscalers: defaultAutoscaler,
  limitranges: defaultLimitRange,
  resourcequotas: defaultQuota,
  storageclasses: defaultStorageClass,
  priorityclasses(priority) {
    priority.preemptionPolicy ??= 'PreemptLowerPriority';
  },
  ingresses(ingress) {
    if (ingress.status === undefined) setStatus(ingress, { loadBalancer: {} });
  },
  persistentvolumes(volume, old) {
    defaultPersistentVolume(volume);
    if (old === undefined) volume.metadata.finalizers = ['kubernetes.io/pv-protection'];
  },
  persistentvolumeclaims(claim, old, store) {
    defaultClaim(claim);
    if (old !== undefined) return;
    claim.metadata.finalizers = ['kubernetes.io/pvc-protection'];
    const standard = store.list('storageclasses').find(isDefaultClass);
    if (standard !== undefined && claim.spec !== undefined) claim.spec.storageClassName ??= standard.metadata.name;
  },
  namespaces(namespace, old) {
    namespace.spec ??= {};
    if (old === undefined) namespace.spec.finalizers = ['kubernetes'];
    namespace.status ??= { phase: 'Active' };
  },
};

function isDefaultClass({ metadata }: Stored<'storageclasses'>): boolean {
  return metadata.annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true';
}

function setDefaults(
  resource: Resource,
  object: Stored<Resource>,
  old: Stored<Resource> | undefined,
  store: Store,
): void {
  if (old === undefined && ownStatus.includes(resource)) Reflect.deleteProperty(object, 'status');
  // The function and the object are of one resource; the compiler cannot know that the two go together.
  const fill = defaults[resource] as Defaults['pods'];
  fill?.(object as Stored<'pods'>, old as Stored<'pods'> | undefined, store);
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

/** A service that is no longer of a type with node ports loses those that it had, where nobody asked for others. */
function dropNodePorts(service: Service, old: Service): void {
  const has = ({ spec }: Service): boolean => spec?.type === 'NodePort' || spec?.type === 'LoadBalancer';
  const ports = service.spec?.ports ?? [];
  const before = old.spec?.ports ?? [];
  const same = ports.length === before.length && ports.every(({ nodePort }, at) => nodePort === before[at]?.nodePort);
  if (has(old) && !has(service) && same) for (const port of ports) Reflect.deleteProperty(port, 'nodePort');
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
  return {
    admit(resource, object, old, store) {
      if (old === undefined && resources[resource].namespaced) checkNamespace(resource, object, store);
      setDefaults(resource, object, old, store);
      if (resource === 'services' && old !== undefined) dropNodePorts(object as Service, old as Service);
      validate(resource, object, old, store);
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
      if (resource !== 'pods') {
        if ((object.metadata.finalizers ?? []).length === 0) return undefined;
        return (copy) => {
          const metadata = writableMetadata(copy);
          metadata.deletionTimestamp ??= timestamp(Date.now());
          metadata.deletionGracePeriodSeconds ??= 0;
        };
      }
      const grace = graceOf(object as Pod, graceSeconds);
      return grace <= 0 ? undefined : markPod(object as Pod, grace);
    },
    adopted(resource, object) {
      if (resource === 'services') allocation.adopt(object as Service);
    },
    removed(resource, object) {
      if (resource === 'services') allocation.take(object as Service);
    },
  };
}
