import type { ControllerRevision, DaemonSet, Deployment, ReplicaSet, StatefulSet } from 'kubernetes-types/apps/v1.js';
import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v1.js';
import type { CronJob, Job } from 'kubernetes-types/batch/v1.js';
import type * as core from 'kubernetes-types/core/v1.js';
import type { ObjectMeta } from 'kubernetes-types/meta/v1.js';
import type { Ingress, IngressClass, NetworkPolicy } from 'kubernetes-types/networking/v1.js';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1.js';
import type { ClusterRole, ClusterRoleBinding, Role, RoleBinding } from 'kubernetes-types/rbac/v1.js';
import type { PriorityClass } from 'kubernetes-types/scheduling/v1.js';
import type { StorageClass } from 'kubernetes-types/storage/v1.js';

/** A PodSecurityPolicy, which the types of newer releases have no more; no cluster of 1.20 asks one unless it was told to. */
interface PodSecurityPolicy {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: ObjectMeta;
  readonly spec?: Readonly<Record<string, unknown>>;
}

/** The kinds that the cluster keeps, by the plural that the API and its messages use: `deployments.apps "x" not found`. */
export interface Kinds {
  readonly configmaps: core.ConfigMap;
  readonly endpoints: core.Endpoints;
  readonly events: core.Event;
  readonly limitranges: core.LimitRange;
  readonly namespaces: core.Namespace;
  readonly nodes: core.Node;
  readonly persistentvolumeclaims: core.PersistentVolumeClaim;
  readonly persistentvolumes: core.PersistentVolume;
  readonly pods: core.Pod;
  readonly resourcequotas: core.ResourceQuota;
  readonly secrets: core.Secret;
  readonly serviceaccounts: core.ServiceAccount;
  readonly services: core.Service;
  readonly controllerrevisions: ControllerRevision;
  readonly daemonsets: DaemonSet;
  readonly deployments: Deployment;
  readonly replicasets: ReplicaSet;
  readonly statefulsets: StatefulSet;
  readonly horizontalpodautoscalers: HorizontalPodAutoscaler;
  readonly cronjobs: CronJob;
  readonly jobs: Job;
  readonly ingressclasses: IngressClass;
  readonly ingresses: Ingress;
  readonly networkpolicies: NetworkPolicy;
  readonly poddisruptionbudgets: PodDisruptionBudget;
  readonly podsecuritypolicies: PodSecurityPolicy;
  readonly clusterrolebindings: ClusterRoleBinding;
  readonly clusterroles: ClusterRole;
  readonly rolebindings: RoleBinding;
  readonly roles: Role;
  readonly priorityclasses: PriorityClass;
  readonly storageclasses: StorageClass;
}

export type Resource = keyof Kinds;
export type Stored<R extends Resource> = Kinds[R] & { metadata: ObjectMeta & { name: string } };

/** What the API server answers when it refuses; `message` is what kubectl prints after `Error from server (Reason): `. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: number;
  readonly reason: string;
  constructor(code: number, reason: string, message: string) {
    super(message);
    this.code = code;
    this.reason = reason;
  }
}

export interface Change<R extends Resource> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: Stored<R>;
}

export interface Query {
  /** Default: every namespace. */
  readonly namespace?: string;
  /** `app=web,tier!=db` and the set forms, as kubectl's -l. */
  readonly labelSelector?: string;
}

/** How an object is written. */
export interface Writing {
  /** Everything is done as if, and nothing is kept (`--dry-run=server`). */
  readonly dryRun?: boolean;
}

/** How an object is removed. */
export interface Removal {
  readonly graceSeconds?: number;
  readonly orphan?: boolean;
  /** Only whether it may be removed. */
  readonly dryRun?: boolean;
}

/**
 * Objects with watch. Objects that come out are frozen; `update` takes a changed copy and throws ApiError Conflict when its
 * resourceVersion is not the current one. The API server's defaults, validation, uid, creationTimestamp, generation and
 * resourceVersion are its business. Deleting an object deletes what it owns (ownerReferences), pods through their grace.
 */
export interface Store {
  get<R extends Resource>(resource: R, namespace: string, name: string): Stored<R> | undefined;
  /** Sorted by namespace, then name. */
  list<R extends Resource>(resource: R, query?: Query): readonly Stored<R>[];
  create<R extends Resource>(resource: R, object: Kinds[R], how?: Writing): Stored<R>;
  update<R extends Resource>(resource: R, object: Stored<R>, how?: Writing): Stored<R>;
  /** Changes with a fresh copy until it does not conflict. */
  patch<R extends Resource>(
    resource: R,
    namespace: string,
    name: string,
    change: (copy: Stored<R>) => void,
    how?: Writing,
  ): Stored<R>;
  /** `orphan`: what it owns stays, without an owner. */
  remove(resource: Resource, namespace: string, name: string, options?: Removal): void;
  /** Calls `listener` with every later change; returns the function that stops it. */
  watch<R extends Resource>(resource: R, listener: (change: Change<R>) => void): () => void;
}
