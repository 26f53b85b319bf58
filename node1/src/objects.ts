import type { Deployment, ReplicaSet } from 'kubernetes-types/apps/v1.js';
import type { Endpoints, Event, Namespace, Node, Pod, Service } from 'kubernetes-types/core/v1.js';
import type { ObjectMeta } from 'kubernetes-types/meta/v1.js';

/** The kinds that the cluster keeps, by the plural that the API and its messages use: `deployments.apps "x" not found`. */
export interface Kinds {
  readonly pods: Pod;
  readonly services: Service;
  readonly endpoints: Endpoints;
  readonly namespaces: Namespace;
  readonly nodes: Node;
  readonly events: Event;
  readonly deployments: Deployment;
  readonly replicasets: ReplicaSet;
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
  remove(resource: Resource, namespace: string, name: string, options?: { readonly graceSeconds?: number }): void;
  /** Calls `listener` with every later change; returns the function that stops it. */
  watch<R extends Resource>(resource: R, listener: (change: Change<R>) => void): () => void;
}
