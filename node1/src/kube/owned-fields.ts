import type { Resource } from '../objects.ts';

/** A field's place: the segments of FieldsV1 (`f:spec`, `k:{"port":80,"protocol":"TCP"}`, `.` for the thing itself). */
type Path = readonly string[];
type Json = Readonly<Record<string, unknown>>;

/** Lists whose items are told apart by these of their fields; all other lists are one field. */
const listKeys: Readonly<Record<string, readonly string[]>> = {
  ownerReferences: ['uid'],
  conditions: ['type'],
  podIPs: ['ip'],
  containers: ['name'],
  initContainers: ['name'],
  env: ['name'],
  volumes: ['name'],
  volumeMounts: ['mountPath'],
  imagePullSecrets: ['name'],
  hostAliases: ['ip'],
};
/** The same for lists called `ports`, which differ. */
const portKeys = { services: ['port', 'protocol'], others: ['containerPort', 'protocol'] } as const;

/** Things that are one field although they have fields. */
const atomic = new Set(['containerStatuses', 'initContainerStatuses', 'subsets', 'loadBalancer', 'divisor']);

/** Things that are a field themselves besides their fields: maps, and what is a pointer in Go. */
const marked = new Set([
  'labels',
  'annotations',
  'ownerReferences',
  'ports',
  'rollingUpdate',
  'podIPs',
  'env',
  'nodeSelector',
  'data',
  'binaryData',
  'volumes',
  'volumeMounts',
  'imagePullSecrets',
  'resources',
  'limits',
  'requests',
  'securityContext',
  'valueFrom',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle',
  'postStart',
  'preStop',
  'exec',
  'httpGet',
  'tcpSocket',
  'affinity',
  'configMapKeyRef',
  'secretKeyRef',
  'fieldRef',
  'resourceFieldRef',
  'configMap',
  'secret',
  'hostPath',
  'persistentVolumeClaim',
  'downwardAPI',
  'projected',
  ...['defaultBackend', 'service', 'port', 'dnsConfig', 'sessionAffinityConfig', 'clientIP'],
]);
/** What the admission gives to pods: the volume of their account's token. */
const tokenPath = '/var/run/secrets/kubernetes.io/serviceaccount';

function isToken(name: string, item: Json): boolean {
  if (name === 'volumeMounts') return item['mountPath'] === tokenPath;
  return name === 'volumes' && /-token-[a-z0-9]{5}$/.test(String(item['name']));
}

/** What the server alone writes, and what the admission adds to a pod. */
const serverMetadata = new Set([
  'name',
  'namespace',
  'uid',
  'creationTimestamp',
  'resourceVersion',
  'generation',
  'managedFields',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
]);
const serverPod = new Set([
  'serviceAccount',
  'serviceAccountName',
  'tolerations',
  'priority',
  'preemptionPolicy',
  'nodeName',
  'qosClass',
]);

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function itemKey(item: Json, keys: readonly string[]): string {
  return `k:${JSON.stringify(Object.fromEntries(keys.map((key) => [key, item[key]])))}`;
}

/** Every field of an object that somebody can own, by its path as JSON, with its value as JSON. */
export function fieldsOf(resource: Resource, object: object): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const put = (path: Path, value: unknown) => found.set(JSON.stringify(path), JSON.stringify(value));

  const keysOf = (name: string) =>
    name === 'ports' ? (resource === 'services' ? portKeys.services : portKeys.others) : listKeys[name];
  const isAtomic = (name: string, value: unknown) =>
    atomic.has(name) ||
    (name === 'selector' && resource !== 'services') ||
    (Array.isArray(value) ? keysOf(name) === undefined : !isObject(value) || Object.keys(value).length === 0);
  const isMarked = (name: string) =>
    marked.has(name) || name === 'selector' || (name === 'conditions' && resource !== 'pods');
  const isServers = (parent: string, name: string) =>
    (parent === 'metadata' && serverMetadata.has(name)) || (resource === 'pods' && serverPod.has(name));

  const visit = (path: Path, name: string, value: unknown): void => {
    if (isAtomic(name, value)) {
      put(path, value);
      return;
    }
    if (Array.isArray(value) && resource === 'pods') {
      const own = (value as readonly Json[]).filter((item) => !isToken(name, item));
      if (own.length === 0) return;
      value = own;
    }
    if (isMarked(name)) put([...path, '.'], '');
    if (Array.isArray(value)) {
      for (const item of value as readonly Json[]) {
        // The scheduler's binding sets it, as no other write does.
        if (resource === 'pods' && item['type'] === 'PodScheduled') continue;
        const itemPath = [...path, itemKey(item, keysOf(name) ?? [])];
        put([...itemPath, '.'], '');
        for (const [key, inner] of Object.entries(item))
          if (!isServers('', key)) visit([...itemPath, `f:${key}`], key, inner);
      }
      return;
    }
    for (const [key, inner] of Object.entries(value as Json)) {
      if (!isServers(name, key)) visit([...path, `f:${key}`], key, inner);
    }
  };
  for (const [key, value] of Object.entries(object)) {
    if (key !== 'apiVersion' && key !== 'kind') visit([`f:${key}`], key, value);
  }
  return found;
}

/** Paths as the nested objects of FieldsV1, their keys in order. */
export function toTree(paths: Iterable<string>): object {
  const tree: Record<string, unknown> = {};
  for (const path of [...paths].sort()) {
    let place = tree;
    for (const segment of JSON.parse(path) as Path) place = (place[segment] ??= {}) as Record<string, unknown>;
  }
  return tree;
}

/** The paths in the nested objects of FieldsV1. */
export function toPaths(tree: object): readonly string[] {
  const walk = (node: object, path: Path): readonly Path[] => {
    const entries = Object.entries(node) as readonly [string, object][];
    return entries.length === 0 ? [path] : entries.flatMap(([segment, inner]) => walk(inner, [...path, segment]));
  };
  return walk(tree, []).map((path) => JSON.stringify(path));
}
