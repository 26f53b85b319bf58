import type { Thing } from '../inventory.ts';
import { resources } from '../kube/resources.ts';
import type { Resource, Store, Stored } from '../objects.ts';

/** Those that people work with: endpoints and events follow from them. Roles are not among them: only to list them would make the default ones. */
const kinds: readonly Resource[] = [
  ...(['namespaces', 'nodes', 'deployments', 'replicasets', 'pods', 'services'] as const),
  ...(['daemonsets', 'statefulsets', 'jobs', 'cronjobs', 'horizontalpodautoscalers', 'poddisruptionbudgets'] as const),
  ...(['ingresses', 'networkpolicies', 'persistentvolumes', 'persistentvolumeclaims', 'storageclasses'] as const),
  ...(['resourcequotas', 'limitranges'] as const),
];
/** Those of which a cluster has some of its own in its system's namespaces, which are made when they are listed. */
const inNamespaces: readonly Resource[] = ['configmaps', 'secrets', 'serviceaccounts'];

/** What is told of one that is new or gone, by the end of the fact's name. */
const told = /^(?:spec\.replicas|spec\.type|spec\.ports\[.*\]|status\.phase|.*\bcontainers\[[^\]]*\]\.image)$/;

/** Metadata that the API server writes, and what only repeats something. */
const noise = new Set([
  ...['uid', 'resourceVersion', 'generation', 'creationTimestamp', 'managedFields', 'selfLink', 'ownerReferences'],
  ...['generateName', 'name', 'namespace', 'deletionGracePeriodSeconds', 'deletionTimestamp'],
]);
const noisyAnnotation = /^(?:kubectl\.kubernetes\.io\/last-applied-configuration|deployment\.kubernetes\.io\/.*)$/;
/** What of a status says something: times, addresses and conditions come and go by themselves. */
const statuses: readonly string[] = ['phase', 'readyReplicas', 'loadBalancer'];
/** Facts of one object. */
const mostFacts = 200;

/** What was told of an object, which is another one after each change. */
const known = new WeakMap<object, Thing>();

/** The objects of a cluster. What has not changed since it was told last costs nothing. */
export function listObjects(store: Store): Thing[] {
  const namespaces = store.list('namespaces').filter(({ metadata }) => !metadata.name.startsWith('kube-'));
  const kept = namespaces.flatMap(({ metadata: { name: namespace } }) =>
    inNamespaces.flatMap((resource) =>
      store
        .list(resource, { namespace })
        .filter((object) => !isMadeByItself(resource, object))
        .map((object) => thingOf(resource, object)),
    ),
  );
  return [...kinds.flatMap((resource) => store.list(resource).map((object) => thingOf(resource, object))), ...kept];
}

/** What every namespace and every account gets without being asked for. */
function isMadeByItself(resource: Resource, object: Stored<Resource>): boolean {
  if (resource === 'secrets') return (object as Stored<'secrets'>).type === 'kubernetes.io/service-account-token';
  return object.metadata.name === (resource === 'configmaps' ? 'kube-root-ca.crt' : 'default');
}

function thingOf(resource: Resource, object: Stored<Resource>): Thing {
  const before = known.get(object);
  if (before) return before;
  const { metadata } = object;
  const { spec, status } = object as { readonly spec?: object; readonly status?: Readonly<Record<string, unknown>> };
  const facts: Record<string, string> = {};
  flatten(facts, 'spec', spec);
  if (resource === 'configmaps') flatten(facts, 'data', (object as Stored<'configmaps'>).data);
  if (resource === 'secrets') {
    // That it is there, and not what it says.
    for (const [name, value] of Object.entries((object as Stored<'secrets'>).data ?? {})) {
      facts[`data.${name}`] = `${Buffer.from(value, 'base64').length} bytes`;
    }
  }
  for (const [name, value] of Object.entries(metadata)) {
    if (!noise.has(name)) flatten(facts, `metadata.${name}`, value);
  }
  for (const name of statuses) flatten(facts, `status.${name}`, status?.[name]);
  if (resource === 'deployments' || resource === 'replicasets') facts['status.readyReplicas'] ??= '0';
  if (metadata.deletionTimestamp !== undefined) facts['status.deleting'] = 'yes';
  if (resource === 'pods') podFacts(facts, (object as Stored<'pods'>).status);
  const plain = `${resources[resource].kind.toLowerCase()}/${metadata.name}`;
  const { namespace = 'default' } = metadata;
  const thing: Thing = {
    kind: 'object',
    name: namespace === 'default' ? plain : `${namespace}/${plain}`,
    fingerprint: `${metadata.uid ?? ''} ${JSON.stringify(facts)}`,
    facts,
    told: Object.keys(facts).filter((name) => told.test(name)),
    ...((metadata.ownerReferences ?? []).length > 0 && { isOwned: true }),
  };
  known.set(object, thing);
  return thing;
}

function podFacts(facts: Record<string, string>, status: Stored<'pods'>['status']): void {
  const containers = status?.containerStatuses ?? [];
  if (containers.length === 0) return;
  facts['status.ready'] = `${containers.filter(({ ready }) => ready).length}/${containers.length}`;
  const restarts = containers.reduce((sum, { restartCount }) => sum + restartCount, 0);
  if (restarts > 0) facts['status.restarts'] = String(restarts);
  const waiting = containers.find(({ state }) => state?.waiting?.reason !== undefined)?.state?.waiting?.reason;
  if (waiting !== undefined && waiting !== 'ContainerCreating') facts['status.waiting'] = waiting;
}

/** The leaves of a value, by their paths; entries of a list by their names, where they have some. */
function flatten(facts: Record<string, string>, path: string, value: unknown): void {
  if (value === undefined || value === null || Object.keys(facts).length >= mostFacts) return;
  if (path.startsWith('metadata.annotations.') && noisyAnnotation.test(path.slice('metadata.annotations.'.length))) {
    return;
  }
  if (Array.isArray(value)) {
    if (/\bports$/.test(path)) ports(facts, path, value);
    else if (value.every((each) => typeof each !== 'object')) facts[path] = value.join(' ');
    else
      value.forEach((each: unknown, at) => {
        flatten(facts, `${path}[${nameOf(each) ?? at}]`, each);
      });
  } else if (typeof value === 'object') {
    for (const [name, each] of Object.entries(value)) {
      if (name !== 'name' || !path.endsWith(']')) flatten(facts, `${path}.${name}`, each);
    }
  } else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    facts[path] = String(value);
}

interface PortLike {
  readonly name?: string;
  readonly port?: number;
  readonly containerPort?: number;
  readonly targetPort?: number | string;
  readonly nodePort?: number;
  readonly protocol?: string;
}

/** A port in one fact, as kubectl shows it: `80:31234/TCP`. */
function ports(facts: Record<string, string>, path: string, value: readonly PortLike[]): void {
  for (const { name, port, containerPort = 0, targetPort, nodePort, protocol = 'TCP' } of value) {
    const number = port ?? containerPort;
    const target = targetPort === undefined || targetPort === port ? '' : ` → ${targetPort}`;
    const node = nodePort === undefined ? '' : `:${nodePort}`;
    facts[`${path}[${name ?? number}]`] = `${number}${node}/${protocol}${target}`;
  }
}

function nameOf(value: unknown): string | undefined {
  const { name } = (value ?? {}) as { readonly name?: unknown };
  return typeof name === 'string' ? name : undefined;
}
