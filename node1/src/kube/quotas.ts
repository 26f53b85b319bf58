import { isDeepStrictEqual } from 'node:util';
import type { Pod, ResourceQuota } from 'kubernetes-types/core/v1.js';
import { message } from '../messages/message.ts';
import type { Resource, Store, Stored } from '../objects.ts';
import type { ControllerContext } from './controller-context.ts';
import { forbidden, RefusedError } from './errors.ts';
import { isTerminal } from './pod-state.ts';
import { formatQuantity, formOf, parseQuantity } from './quantity.ts';
import { qualifiedResource, resourceNames, resources } from './resources.ts';
import { createWorkQueue } from './work-queue.ts';
import { setStatus } from './writable.ts';

type Amounts = Readonly<Record<string, number>>;

/** Resources that a quota counts by their plain names. */
const counted: readonly Resource[] = [
  ...(['configmaps', 'persistentvolumeclaims', 'pods', 'resourcequotas', 'secrets', 'services'] as const),
];
const computed = ['cpu', 'memory', 'ephemeral-storage'];
const scopes = ['Terminating', 'NotTerminating', 'BestEffort', 'NotBestEffort'];

function total({ spec }: Pod, part: 'requests' | 'limits', name: string): number {
  const amount = (container: { resources?: { requests?: Record<string, string>; limits?: Record<string, string> } }) =>
    parseQuantity(container.resources?.[part]?.[name] ?? 0) ?? 0;
  const sum = (spec?.containers ?? []).reduce((all, container) => all + amount(container), 0);
  return Math.max(sum, ...(spec?.initContainers ?? []).map(amount));
}

/** What one object uses of what a quota may limit. */
function usageOf(resource: Resource, object: Stored<Resource>): Amounts {
  const usage: Record<string, number> = { [`count/${qualifiedResource(resource)}`]: 1 };
  if (counted.includes(resource)) usage[resource] = 1;
  if (resource === 'pods') {
    const pod = object as Stored<'pods'>;
    if (isTerminal(pod)) return { [`count/pods`]: 1 };
    for (const name of computed) {
      usage[name] = usage[`requests.${name}`] = total(pod, 'requests', name);
      usage[`limits.${name}`] = total(pod, 'limits', name);
    }
  }
  if (resource === 'services') {
    const { type, ports = [] } = (object as Stored<'services'>).spec ?? {};
    usage['services.nodeports'] = type === 'NodePort' || type === 'LoadBalancer' ? ports.length : 0;
    usage['services.loadbalancers'] = type === 'LoadBalancer' ? 1 : 0;
  }
  if (resource === 'persistentvolumeclaims') {
    const { spec } = object as Stored<'persistentvolumeclaims'>;
    const storage = parseQuantity(spec?.resources?.requests?.['storage'] ?? 0) ?? 0;
    usage['requests.storage'] = storage;
    if (spec?.storageClassName !== undefined) {
      usage[`${spec.storageClassName}.storageclass.storage.k8s.io/requests.storage`] = storage;
      usage[`${spec.storageClassName}.storageclass.storage.k8s.io/persistentvolumeclaims`] = 1;
    }
  }
  return usage;
}

/** Whether a quota with scopes is about a pod; one without is about everything. */
function concerns({ spec }: ResourceQuota, resource: Resource, object: Stored<Resource>): boolean {
  const wanted = [
    ...(spec?.scopes ?? []),
    ...(spec?.scopeSelector?.matchExpressions ?? []).map(({ scopeName }) => scopeName),
  ];
  if (wanted.length === 0) return true;
  if (resource !== 'pods') return false;
  if (wanted.some((scope) => !scopes.includes(scope))) {
    throw new RefusedError(message('subject/field', { field: 'scopeSelector', of: 'workload' }));
  }
  const pod = object as Stored<'pods'>;
  const ends = pod.spec?.activeDeadlineSeconds !== undefined;
  const best = pod.status?.qosClass === 'BestEffort';
  const holds: Readonly<Record<string, boolean>> = {
    Terminating: ends,
    NotTerminating: !ends,
    BestEffort: best,
    NotBestEffort: !best,
  };
  return wanted.every((scope) => holds[scope]);
}

function usedOf(quota: ResourceQuota, store: Store): Amounts {
  const used: Record<string, number> = {};
  const { namespace = 'default' } = quota.metadata ?? {};
  const names = Object.keys(quota.spec?.hard ?? {});
  for (const name of names) used[name] = 0;
  for (const resource of resourceNames) {
    if (!resources[resource].namespaced || resource === 'events') continue;
    for (const object of store.list(resource, { namespace })) {
      if (!concerns(quota, resource, object)) continue;
      const usage = usageOf(resource, object);
      for (const name of names) used[name] = (used[name] ?? 0) + (usage[name] ?? 0);
    }
  }
  return used;
}

function written(name: string, amount: number, hard: string): string {
  const binary = formOf(hard) === 'binary' || /memory|storage$/.test(name);
  return formatQuantity(amount, binary ? 'binary' : 'decimal');
}

/** Throws ApiError where a new object is more than a quota of its namespace leaves. */
export function admitQuotas(resource: Resource, object: Stored<Resource>, store: Store): void {
  const { namespace = '', name } = object.metadata;
  if (!resources[resource].namespaced || resource === 'events') return;
  for (const quota of store.list('resourcequotas', { namespace })) {
    if (!concerns(quota, resource, object)) continue;
    const hard = quota.spec?.hard ?? {};
    const usage = usageOf(resource, object);
    const mine = Object.keys(hard).filter((key) => usage[key] !== undefined);
    if (mine.length === 0) continue;
    if (resource === 'pods') mustSay(object as Stored<'pods'>, quota, mine);
    const used = usedOf(quota, store);
    const over = mine.filter(
      (key) => (usage[key] ?? 0) > 0 && (used[key] ?? 0) + (usage[key] ?? 0) > (parseQuantity(hard[key] ?? 0) ?? 0),
    );
    if (over.length === 0) continue;
    const list = (text: (key: string) => string) =>
      over
        .sort()
        .map((key) => `${key}=${text(key)}`)
        .join(',');
    throw forbidden(
      resource,
      name,
      `exceeded quota: ${quota.metadata.name}, requested: ${list((key) => written(key, usage[key] ?? 0, hard[key] ?? ''))}, ` +
        `used: ${list((key) => written(key, used[key] ?? 0, hard[key] ?? ''))}, limited: ${list((key) => hard[key] ?? '')}`,
    );
  }
}

/** A pod must say what it asks for of all that a quota limits. */
function mustSay(pod: Stored<'pods'>, quota: Stored<'resourcequotas'>, limited: readonly string[]): void {
  const missing = limited.filter((key) => {
    const [part, name] = key.startsWith('limits.')
      ? (['limits', key.slice(7)] as const)
      : (['requests', key.replace('requests.', '')] as const);
    if (!computed.includes(name)) return false;
    return [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? [])].some(
      ({ resources: own }) => own?.[part]?.[name] === undefined,
    );
  });
  if (missing.length === 0) return;
  const why = `failed quota: ${quota.metadata.name}: must specify ${missing.sort().join(',')}`;
  throw forbidden('pods', pod.metadata.name, why);
}

/** Keeps what is used of every quota. Returns what stops it. */
export function startQuotas({ store, clock }: ControllerContext): () => void {
  const queue = createWorkQueue(clock, (namespace, name) => {
    const quota = store.get('resourcequotas', namespace, name);
    if (quota === undefined) return;
    const hard = quota.spec?.hard ?? {};
    const used = Object.fromEntries(
      Object.entries(usedOf(quota, store)).map(([key, amount]) => [key, written(key, amount, hard[key] ?? '')]),
    );
    if (isDeepStrictEqual(quota.status, { hard, used })) return;
    store.patch('resourcequotas', namespace, name, (copy) => {
      setStatus(copy, { hard: { ...hard }, used });
    });
  });
  const look = (resource: Resource) =>
    store.watch(resource, ({ object }) => {
      const { namespace = '' } = object.metadata;
      for (const { metadata } of store.list('resourcequotas', { namespace })) queue.add(namespace, metadata.name);
    });
  const watched = resourceNames.filter((resource) => resources[resource].namespaced && resource !== 'events');
  const stops = watched.map(look);
  return () => {
    queue.close();
    for (const stop of stops) stop();
  };
}
