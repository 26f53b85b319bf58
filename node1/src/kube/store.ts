import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Change, Kinds, Query, Removal, Resource, Store, Stored, Writing } from '../objects.ts';
import { ApiError } from '../objects.ts';
import type { StoreRecord } from '../snapshot/format.ts';
import { createDispatcher } from './dispatcher.ts';
import { alreadyExists, conflict, notFound } from './errors.ts';
import { randomSuffix } from './names.ts';
import { resourceNames, resources } from './resources.ts';
import { requireTypes } from './schema.ts';
import { parseSelector } from './selector.ts';
import { timestamp } from './timestamps.ts';
import { writableMetadata } from './writable.ts';

type AnyStored = Stored<Resource>;

/** What the API server does to an object on its way into the store: defaults, allocation, validation. */
export interface Admission {
  /** May change `object` and throws ApiError; `old` is absent when the object is new. */
  admit(resource: Resource, object: AnyStored, old: AnyStored | undefined, store: Store): void;
  /**
   * What to do when `object` is to be deleted: nothing more than to remove it, or to change it first into one that is
   * being deleted (pods with a grace, namespaces with content). Throws ApiError where deleting is forbidden.
   */
  beforeRemove(
    resource: Resource,
    object: AnyStored,
    graceSeconds: number | undefined,
  ): ((copy: AnyStored) => void) | undefined;
  /** Gives back what `admit` allocated. */
  removed(resource: Resource, object: AnyStored): void;
  /** An object of another cluster is there with all that it was given there. */
  adopted(resource: Resource, object: AnyStored): void;
}

/** Objects that every cluster has, and that few look at: put in when somebody does. */
export interface Seeds {
  /** Whether a question about `namespace` (undefined: all) may be about some of a resource's. */
  concerns(resource: Resource, namespace: string | undefined): boolean;
  of(resource: Resource): readonly Kinds[Resource][];
}

const noSeeds: Seeds = { concerns: () => false, of: () => [] };

/** A store that can be kept, and made again. */
export interface KeptStore extends Store {
  dump(): StoreRecord;
  /** Tells watchers of every object as if it were new: what they see when they come. */
  announce(): void;
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) freeze(inner);
  }
  return value;
}

/** Fields that the API shows as null; any other null is the same as no field at all. */
const nullable = new Set(['creationTimestamp', 'eventTime', 'firstTimestamp', 'lastTimestamp', 'lastProbeTime']);

/** A copy without what is undefined or null. */
function clean<T>(value: T): T {
  return JSON.parse(
    JSON.stringify(value, (key, inner: unknown) => (inner === null && !nullable.has(key) ? undefined : inner)),
  ) as T;
}

/** Whether an object was to be deleted, and nothing keeps it any more. */
function isLetGo(resource: Resource, { metadata }: AnyStored): boolean {
  return (
    metadata.deletionTimestamp !== undefined &&
    (metadata.finalizers ?? []).length === 0 &&
    resource !== 'pods' &&
    resource !== 'namespaces'
  );
}

function specOf(object: unknown): unknown {
  return (object as { spec?: unknown }).spec;
}

/** A store with the objects of `before`; `admission` is the rest of the API server. */
export function createStore(admission: Admission, before?: StoreRecord, seeds: Seeds = noSeeds): KeptStore {
  const tables = new Map<Resource, Map<string, AnyStored>>(resourceNames.map((name) => [name, new Map()]));
  const dispatcher = createDispatcher();
  let revision = before?.revision ?? 0;

  const table = <R extends Resource>(resource: R) => tables.get(resource) as unknown as Map<string, Stored<R>>;
  const keyOf = (resource: Resource, namespace: string | undefined, name: string) =>
    resources[resource].namespaced ? `${namespace ?? ''}/${name}` : name;

  const seeded = new Set<Resource>(before?.seeded);
  const seedFor = (resource: Resource, namespace: string | undefined): void => {
    if (seeded.has(resource) || !seeds.concerns(resource, namespace)) return;
    seeded.add(resource);
    for (const given of seeds.of(resource)) {
      const { apiVersion, kind } = resources[resource];
      const object = { apiVersion, kind, ...given } as unknown as AnyStored;
      const key = keyOf(resource, object.metadata.namespace, object.metadata.name);
      if (!table(resource).has(key)) table(resource).set(key, freeze(object));
    }
  };

  const commit = <R extends Resource>(resource: R, type: Change<R>['type'], object: Stored<R>): Stored<R> => {
    revision += 1;
    writableMetadata(object).resourceVersion = String(revision);
    const frozen = freeze(object);
    const key = keyOf(resource, frozen.metadata.namespace, frozen.metadata.name);
    if (type === 'DELETED') table(resource).delete(key);
    else table(resource).set(key, frozen);
    dispatcher.publish(resource, { type, object: frozen });
    return frozen;
  };

  const get = <R extends Resource>(resource: R, namespace: string, name: string) => {
    seedFor(resource, namespace);
    return table(resource).get(keyOf(resource, namespace, name));
  };

  const list = <R extends Resource>(resource: R, query: Query = {}): readonly Stored<R>[] => {
    const matches = parseSelector(query.labelSelector ?? '');
    seedFor(resource, query.namespace);
    return [...table(resource)]
      .filter(([, { metadata }]) => query.namespace === undefined || metadata.namespace === query.namespace)
      .filter(([, { metadata }]) => matches(metadata.labels))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, object]) => object);
  };

  const create = <R extends Resource>(resource: R, given: Kinds[R], how?: Writing): Stored<R> => {
    const info = resources[resource];
    const { apiVersion, kind } = info;
    const object = { ...clean(given), apiVersion, kind } as unknown as Stored<R>;
    requireTypes(resource, object);
    const metadata = writableMetadata(object);
    metadata.name ??= metadata.generateName === undefined ? '' : metadata.generateName + randomSuffix();
    if (info.namespaced) metadata.namespace ??= 'default';
    else delete metadata.namespace;
    metadata.uid = randomUUID();
    metadata.creationTimestamp = timestamp(Date.now());
    if (info.generation) metadata.generation = 1;
    else delete metadata.generation;
    delete metadata.resourceVersion;
    delete metadata.deletionTimestamp;
    const taken = get(resource, metadata.namespace ?? '', metadata.name) !== undefined;
    // An address is given before it is known that the name is taken; all else that is wrong is told first.
    if (taken && resource === 'services') throw alreadyExists(resource, metadata.name);
    admission.admit(resource, object, undefined, store);
    if (taken) {
      admission.removed(resource, object);
      throw alreadyExists(resource, metadata.name);
    }
    if (how?.dryRun === true) {
      admission.removed(resource, object);
      return object;
    }
    return commit(resource, 'ADDED', object);
  };

  const update = <R extends Resource>(resource: R, given: Stored<R>, how?: Writing): Stored<R> => {
    const { name, namespace = '' } = given.metadata;
    const old = get(resource, namespace, name);
    if (old === undefined) throw notFound(resource, name);
    const object = clean(given);
    requireTypes(resource, object);
    const version = object.metadata.resourceVersion;
    if (version !== undefined && version !== old.metadata.resourceVersion) throw conflict(resource, name);
    const { uid, creationTimestamp, generation, resourceVersion } = old.metadata;
    Object.assign(object.metadata, clean({ uid, creationTimestamp, generation, resourceVersion }));
    admission.admit(resource, object, old, store);
    if (isDeepStrictEqual(object, old)) return old;
    // Whom its deletion waited for has let it go.
    if (isLetGo(resource, object)) {
      drop(resource, object);
      return object;
    }
    if (generation !== undefined && !isDeepStrictEqual(specOf(object), specOf(old))) {
      writableMetadata(object).generation = generation + 1;
    }
    if (how?.dryRun === true) {
      admission.removed(resource, object);
      admission.adopted(resource, old);
      return object;
    }
    return commit(resource, 'MODIFIED', object);
  };

  const patch = <R extends Resource>(
    resource: R,
    namespace: string,
    name: string,
    change: (copy: Stored<R>) => void,
    how?: Writing,
  ): Stored<R> => {
    const old = get(resource, namespace, name);
    if (old === undefined) throw notFound(resource, name);
    const copy = structuredClone(old);
    change(copy);
    return update(resource, copy, how);
  };

  const drop = <R extends Resource>(resource: R, object: Stored<R>): void => {
    const { uid } = commit(resource, 'DELETED', structuredClone(object)).metadata;
    admission.removed(resource, object);
    for (const [dependent, objects] of tables) {
      for (const { metadata } of [...objects.values()]) {
        if (metadata.ownerReferences === undefined) continue;
        if (!metadata.ownerReferences.some((owner) => owner.uid === uid)) continue;
        // One may be gone with another.
        if (get(dependent, metadata.namespace ?? '', metadata.name) === undefined) continue;
        remove(dependent, metadata.namespace ?? '', metadata.name);
      }
    }
  };

  /** Makes orphans of what an object owns. */
  const release = (owner: string | undefined): void => {
    for (const [dependent, objects] of tables) {
      for (const { metadata } of [...objects.values()]) {
        if (metadata.ownerReferences?.some(({ uid }) => uid === owner) !== true) continue;
        patch(dependent, metadata.namespace ?? '', metadata.name, ({ metadata: own }) => {
          own.ownerReferences = (own.ownerReferences ?? []).filter(({ uid }) => uid !== owner);
          if (own.ownerReferences.length === 0) delete own.ownerReferences;
        });
      }
    }
  };

  const remove = (resource: Resource, namespace: string, name: string, options: Removal = {}): void => {
    const object = get(resource, namespace, name);
    if (object === undefined) throw notFound(resource, name);
    if (options.dryRun === true) return;
    if (options.orphan === true) release(object.metadata.uid);
    const mark = admission.beforeRemove(resource, object, options.graceSeconds);
    if (mark === undefined) {
      drop(resource, object);
      return;
    }
    const copy = structuredClone(object);
    mark(copy);
    if (!isDeepStrictEqual(copy, object)) commit(resource, 'MODIFIED', copy);
  };

  for (const resource of resourceNames) {
    for (const object of before?.objects[resource] ?? []) {
      const { namespace, name } = object.metadata;
      table(resource).set(keyOf(resource, namespace, name), freeze(object));
      admission.adopted(resource, object);
    }
  }
  const dump = (): StoreRecord => ({
    revision,
    seeded: [...seeded],
    objects: Object.fromEntries([...tables].map(([resource, objects]) => [resource, [...objects.values()]])),
  });
  const announce = (): void => {
    for (const [resource, objects] of tables) {
      for (const object of objects.values()) dispatcher.publish(resource, { type: 'ADDED', object });
    }
  };
  const watch: Store['watch'] = (...of) => dispatcher.subscribe(...of);
  const store: KeptStore = { get, list, create, update, patch, remove, watch, dump, announce };
  return store;
}

/** Runs `act`; an ApiError NotFound counts as done, because somebody else was faster. */
export function ifPresent(act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason !== 'NotFound') throw error;
  }
}
