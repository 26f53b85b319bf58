import type { Endpoints, Event, Namespace, Node, Pod, Service } from 'kubernetes-types/core/v1.js';
import type { Kinds, Resource } from '../../objects.ts';
import type { Found } from '../selection.ts';
import { born, labelText, nameOf, none, type Table } from './cells.ts';
import { accessTables } from './columns-access.ts';
import { configTables } from './columns-config.ts';
import { storageTables } from './columns-storage.ts';
import { workloadTables } from './columns-workloads.ts';
import { age } from './dates.ts';
import { podRow } from './pod-row.ts';

export { labelText, selectorText } from './cells.ts';

const tables: { readonly [R in Resource]: Table<Kinds[R]> } = {
  ...configTables,
  ...workloadTables,
  ...accessTables,
  ...storageTables,
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

/** Of the control plane's parts, which are in no store. */
const components: Table<{
  metadata?: { name?: string };
  conditions?: readonly { status: string; message?: string; error?: string }[];
}> = {
  headers: ['NAME', 'STATUS', 'MESSAGE', 'ERROR'],
  wide: 0,
  row: (part) => {
    const [first] = part.conditions ?? [];
    const status = first?.status === 'True' ? 'Healthy' : first?.status === 'False' ? 'Unhealthy' : 'Unknown';
    return [nameOf(part), status, first?.message ?? '', first?.error ?? ''];
  },
};

function tableOf(resource: Resource): Table<unknown> {
  return resource in tables ? tables[resource] : components;
}

/** The headers of a kind's table. */
export function headersOf(resource: Resource, wide: boolean): readonly string[] {
  if (resource === 'events' && wide) return wideEvents.headers;
  const { headers, wide: extra } = tableOf(resource);
  return wide ? headers : headers.slice(0, headers.length - extra);
}

/** The cells of an object, one per header. `now` is in milliseconds since the epoch. */
export function cellsOf({ kind, object }: Found, wide: boolean, now: number): readonly string[] {
  if (kind.resource === 'events' && wide) return wideEvents.row(object as Event, now);
  return tableOf(kind.resource).row(object, now).slice(0, headersOf(kind.resource, wide).length);
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
  const { subsets = [] } = endpoints ?? {};
  if (subsets.length === 0) return none;
  // Of what is not ready there is nothing to show; a headless service may have no ports.
  const all = subsets.flatMap(({ addresses = [], ports = [] }) =>
    ports.length === 0
      ? addresses.map(({ ip }) => ip)
      : ports
          .filter((port) => name === undefined || (port.name ?? '') === name)
          .flatMap(({ port }) => addresses.map(({ ip }) => `${ip}:${port}`)),
  );
  return all.slice(0, 3).join(',') + (all.length > 3 ? ` + ${all.length - 3} more...` : '');
}
