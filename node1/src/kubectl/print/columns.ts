import type { Deployment, ReplicaSet } from 'kubernetes-types/apps/v1.js';
import type { Container, Endpoints, Event, Namespace, Node, Pod, Service } from 'kubernetes-types/core/v1.js';
import type { LabelSelector, ObjectMeta } from 'kubernetes-types/meta/v1.js';
import type { Kinds, Resource } from '../../objects.ts';
import type { Found } from '../selection.ts';
import { age } from './dates.ts';
import { podRow } from './pod-row.ts';

/** The table of one kind: headers, and the cells of an object; the last `wide` columns only show with `-o wide`. */
interface Table<T> {
  readonly headers: readonly string[];
  readonly wide: number;
  /** Columns that `-o wide` adds elsewhere than at the end. */
  row(object: T, now: number): readonly string[];
}

const none = '<none>';

const tables: { readonly [R in Resource]: Table<Kinds[R]> } = {
  pods: {
    headers: ['NAME', 'READY', 'STATUS', 'RESTARTS', 'AGE', 'IP', 'NODE', 'NOMINATED NODE', 'READINESS GATES'],
    wide: 4,
    row: (pod: Pod, now) => {
      const { ready, status, restarts } = podRow(pod);
      const where = [pod.status?.podIP, pod.spec?.nodeName, pod.status?.nominatedNodeName, undefined];
      return [nameOf(pod), ready, status, String(restarts), born(pod, now), ...where.map((cell) => cell ?? none)];
    },
  },
  services: {
    headers: ['NAME', 'TYPE', 'CLUSTER-IP', 'EXTERNAL-IP', 'PORT(S)', 'AGE', 'SELECTOR'],
    wide: 1,
    row: (service: Service, now) => [
      nameOf(service),
      service.spec?.type ?? 'ClusterIP',
      service.spec?.clusterIP ?? none,
      externalAddress(service),
      (service.spec?.ports ?? [])
        .map(({ port, nodePort, protocol }) => `${port}${nodePort ? `:${nodePort}` : ''}/${protocol ?? 'TCP'}`)
        .join(',') || none,
      born(service, now),
      labelText(service.spec?.selector),
    ],
  },
  endpoints: {
    headers: ['NAME', 'ENDPOINTS', 'AGE'],
    wide: 0,
    row: (endpoints: Endpoints, now) => [nameOf(endpoints), endpointText(endpoints), born(endpoints, now)],
  },
  namespaces: {
    headers: ['NAME', 'STATUS', 'AGE'],
    wide: 0,
    row: (namespace: Namespace, now) => [nameOf(namespace), namespace.status?.phase ?? '', born(namespace, now)],
  },
  nodes: {
    headers: [
      ...['NAME', 'STATUS', 'ROLES', 'AGE', 'VERSION', 'INTERNAL-IP', 'EXTERNAL-IP', 'OS-IMAGE', 'KERNEL-VERSION'],
      'CONTAINER-RUNTIME',
    ],
    wide: 5,
    row: (node: Node, now) => {
      const info = node.status?.nodeInfo;
      const ready = node.status?.conditions?.find(({ type }) => type === 'Ready')?.status;
      const status = ready === 'True' ? 'Ready' : ready === undefined ? 'Unknown' : 'NotReady';
      return [
        nameOf(node),
        node.spec?.unschedulable === true ? `${status},SchedulingDisabled` : status,
        nodeRoles(node).join(',') || none,
        born(node, now),
        info?.kubeletVersion ?? '',
        address(node, 'InternalIP'),
        address(node, 'ExternalIP'),
        info?.osImage ?? '<unknown>',
        info?.kernelVersion ?? '<unknown>',
        info?.containerRuntimeVersion ?? '<unknown>',
      ];
    },
  },
  events: {
    headers: ['LAST SEEN', 'TYPE', 'REASON', 'OBJECT', 'MESSAGE'],
    wide: 0,
    row: (event: Event, now) => [
      age(event.lastTimestamp ?? event.eventTime ?? event.firstTimestamp, now),
      event.type ?? '',
      event.reason ?? '',
      `${(event.involvedObject.kind ?? '').toLowerCase()}/${event.involvedObject.name ?? ''}`,
      (event.message ?? '').trim(),
    ],
  },
  deployments: {
    headers: ['NAME', 'READY', 'UP-TO-DATE', 'AVAILABLE', 'AGE', 'CONTAINERS', 'IMAGES', 'SELECTOR'],
    wide: 3,
    row: (deployment: Deployment, now) => [
      nameOf(deployment),
      `${deployment.status?.readyReplicas ?? 0}/${deployment.spec?.replicas ?? 1}`,
      String(deployment.status?.updatedReplicas ?? 0),
      String(deployment.status?.availableReplicas ?? 0),
      born(deployment, now),
      ...templateCells(deployment.spec?.template.spec?.containers, deployment.spec?.selector),
    ],
  },
  replicasets: {
    headers: ['NAME', 'DESIRED', 'CURRENT', 'READY', 'AGE', 'CONTAINERS', 'IMAGES', 'SELECTOR'],
    wide: 3,
    row: (set: ReplicaSet, now) => [
      nameOf(set),
      String(set.spec?.replicas ?? 1),
      String(set.status?.replicas ?? 0),
      String(set.status?.readyReplicas ?? 0),
      born(set, now),
      ...templateCells(set.spec?.template?.spec?.containers, set.spec?.selector),
    ],
  },
};

// `-o wide` puts the columns of events in other places, so they are a table of their own.
const wideEvents: Table<Event> = {
  headers: [
    ...['LAST SEEN', 'TYPE', 'REASON', 'OBJECT', 'SUBOBJECT', 'SOURCE', 'MESSAGE', 'FIRST SEEN', 'COUNT', 'NAME'],
  ],
  wide: 0,
  row: (event, now) => {
    const [seen = '', type = '', reason = '', object = '', message = ''] = tables.events.row(event, now);
    const source = [
      event.source?.component ?? event.reportingComponent,
      event.source?.host ?? event.reportingInstance,
    ].filter((part) => part !== undefined && part !== '');
    const first = age(event.firstTimestamp ?? event.eventTime, now);
    const sub = event.involvedObject.fieldPath ?? '';
    return [
      seen,
      type,
      reason,
      object,
      sub,
      source.join(', '),
      message,
      first,
      String(event.count ?? 1),
      nameOf(event),
    ];
  },
};

/** The headers of a kind's table. */
export function headersOf(resource: Resource, wide: boolean): readonly string[] {
  if (resource === 'events' && wide) return wideEvents.headers;
  const { headers, wide: extra } = tables[resource];
  return wide ? headers : headers.slice(0, headers.length - extra);
}

/** The cells of an object, one per header. `now` is in milliseconds since the epoch. */
export function cellsOf({ kind, object }: Found, wide: boolean, now: number): readonly string[] {
  if (kind.resource === 'events' && wide) return wideEvents.row(object as Event, now);
  // The table and the object are of one resource; the compiler cannot know that the two go together.
  const table = tables[kind.resource] as Table<unknown>;
  return table.row(object, now).slice(0, headersOf(kind.resource, wide).length);
}

function nameOf(object: { metadata?: ObjectMeta }): string {
  return object.metadata?.name ?? '';
}
function born(object: { metadata?: ObjectMeta }, now: number): string {
  return age(object.metadata?.creationTimestamp, now);
}

/** `a=b,c=d`, or `<none>`. */
export function labelText(labels: Readonly<Record<string, string>> | undefined): string {
  const entries = Object.entries(labels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([key, value]) => `${key}=${value}`).join(',') || none;
}

/** A selector of a deployment or replica set, as metav1.FormatLabelSelector writes it. */
export function selectorText(selector: LabelSelector | undefined): string {
  const expressions = (selector?.matchExpressions ?? []).map(({ key, operator, values = [] }) => {
    if (operator === 'Exists') return key;
    if (operator === 'DoesNotExist') return `!${key}`;
    return `${key} ${operator.toLowerCase()} (${values.join(',')})`;
  });
  const labels = Object.entries(selector?.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`);
  return [...labels.sort(), ...expressions].join(',') || none;
}

/** The roles that a node's labels say it has. */
export function nodeRoles(node: Node): readonly string[] {
  return Object.keys(node.metadata?.labels ?? {})
    .filter((label) => label.startsWith('node-role.kubernetes.io/'))
    .map((label) => label.slice('node-role.kubernetes.io/'.length))
    .sort();
}

function address(node: Node, type: string): string {
  return node.status?.addresses?.find((candidate) => candidate.type === type)?.address ?? none;
}

function externalAddress({ spec, status }: Service): string {
  const given = spec?.externalIPs ?? [];
  if (spec?.type === 'ExternalName') return spec.externalName ?? none;
  if (spec?.type !== 'LoadBalancer') return given.join(',') || none;
  const balanced = (status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip ?? hostname ?? '');
  return [...balanced, ...given].join(',') || '<pending>';
}

/** `10.244.0.5:80,10.244.0.6:80 + 2 more...`: three addresses at most, of the port `name` only where it is given. */
export function endpointText(endpoints: Endpoints | undefined, name?: string): string {
  const all = (endpoints?.subsets ?? []).flatMap(({ addresses = [], ports = [] }) =>
    ports
      .filter((port) => name === undefined || (port.name ?? '') === name)
      .flatMap(({ port }) => addresses.map(({ ip }) => `${ip}:${port}`)),
  );
  if (all.length === 0) return none;
  return all.slice(0, 3).join(',') + (all.length > 3 ? ` + ${all.length - 3} more...` : '');
}

function templateCells(containers: readonly Container[] = [], selector?: LabelSelector): readonly string[] {
  const names = containers.map(({ name }) => name).join(',');
  return [names, containers.map(({ image }) => image ?? '').join(','), selectorText(selector)];
}
