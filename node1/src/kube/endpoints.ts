import { isDeepStrictEqual } from 'node:util';
import type { EndpointAddress, EndpointPort, EndpointSubset, ServicePort } from 'kubernetes-types/core/v1.js';
import type { Stored } from '../objects.ts';
import type { ControllerContext } from './controller-context.ts';
import { canonicalJson } from './names.ts';
import { isReady, isTerminal } from './pod-state.ts';
import { matchesLabels } from './selector.ts';
import { timestamp } from './timestamps.ts';
import { createWorkQueue } from './work-queue.ts';

type Pod = Stored<'pods'>;
const trigger = 'endpoints.kubernetes.io/last-change-trigger-time';

/** The port of a pod that a service's port leads to; undefined when its name is none of the pod's. */
function targetPort({ targetPort: target, port }: ServicePort, pod: Pod): number | undefined {
  if (target === undefined || typeof target === 'number') return target ?? port;
  return (pod.spec?.containers ?? []).flatMap(({ ports = [] }) => ports).find(({ name }) => name === target)
    ?.containerPort;
}

function addressOf({ metadata, spec, status }: Pod, service: Stored<'services'>): EndpointAddress {
  const named = spec?.hostname !== undefined && spec.subdomain === service.metadata.name;
  return {
    ...(named ? { hostname: spec.hostname } : {}),
    ip: status?.podIP ?? '',
    ...(spec?.nodeName === undefined ? {} : { nodeName: spec.nodeName }),
    targetRef: {
      kind: 'Pod',
      name: metadata.name,
      namespace: metadata.namespace ?? '',
      resourceVersion: metadata.resourceVersion ?? '',
      uid: metadata.uid ?? '',
    },
  };
}

function portsOf(service: Stored<'services'>, pod: Pod): EndpointPort[] {
  return (service.spec?.ports ?? []).flatMap((port) => {
    const target = targetPort(port, pod);
    if (target === undefined) return [];
    return [
      { ...(port.name === undefined ? {} : { name: port.name }), port: target, protocol: port.protocol ?? 'TCP' },
    ];
  });
}

/** Subsets of the pods that a service selects: those with the same ports together, ready and not ready apart (`RepackSubsets`). */
function subsetsOf(service: Stored<'services'>, pods: readonly Pod[]): EndpointSubset[] {
  const groups = new Map<string, { ports: EndpointPort[]; ready: EndpointAddress[]; notReady: EndpointAddress[] }>();
  for (const pod of pods) {
    const ports = portsOf(service, pod);
    if (ports.length === 0) continue;
    const key = canonicalJson(ports);
    const group = groups.get(key) ?? { ports, ready: [], notReady: [] };
    groups.set(key, group);
    (isReady(pod) ? group.ready : group.notReady).push(addressOf(pod, service));
  }
  const byAddress = (a: EndpointAddress, b: EndpointAddress) => (a.ip < b.ip ? -1 : 1);
  return [...groups.values()].map(({ ports, ready, notReady }) => ({
    ...(ready.length === 0 ? {} : { addresses: ready.sort(byAddress) }),
    ...(notReady.length === 0 ? {} : { notReadyAddresses: notReady.sort(byAddress) }),
    ports,
  }));
}

/** The same addresses, whatever else changed in their pods. */
function sameSubsets(a: readonly EndpointSubset[] = [], b: readonly EndpointSubset[]): boolean {
  const plain = (subsets: readonly EndpointSubset[]) =>
    JSON.parse(
      JSON.stringify(subsets, (key, value: unknown) => (key === 'resourceVersion' ? undefined : value)),
    ) as unknown;
  return isDeepStrictEqual(plain(a), plain(b));
}

/** Keeps the endpoints of every service with a selector: its ready pods. Returns what stops it. */
export function startEndpoints({ store, clock }: ControllerContext): () => void {
  const queue = createWorkQueue(clock, (namespace, name) => {
    const service = store.get('services', namespace, name);
    const old = store.get('endpoints', namespace, name);
    if (service === undefined) {
      if (old !== undefined) store.remove('endpoints', namespace, name);
      return;
    }
    const { selector } = service.spec ?? {};
    // Without a selector somebody else keeps them.
    if (Object.keys(selector ?? {}).length === 0) return;
    const pods = store
      .list('pods', { namespace })
      .filter((pod) => matchesLabels(selector, pod.metadata.labels))
      .filter(
        (pod) => pod.metadata.deletionTimestamp === undefined && pod.status?.podIP !== undefined && !isTerminal(pod),
      );
    const subsets = subsetsOf(service, pods);
    const { labels = {} } = service.metadata;
    const metadata = {
      name,
      namespace,
      ...(Object.keys(labels).length === 0 ? {} : { labels }),
      annotations: { [trigger]: timestamp(Date.now()) },
    };
    const filled = subsets.length === 0 ? {} : { subsets };
    if (old === undefined) store.create('endpoints', { metadata, ...filled });
    else if (!sameSubsets(old.subsets, subsets) || !isDeepStrictEqual(old.metadata.labels ?? {}, labels)) {
      const { uid, creationTimestamp, resourceVersion } = old.metadata;
      const kept = JSON.parse(JSON.stringify({ uid, creationTimestamp, resourceVersion })) as typeof old.metadata;
      store.update('endpoints', { apiVersion: 'v1', kind: 'Endpoints', metadata: { ...kept, ...metadata }, ...filled });
    }
  });
  const stops = [
    store.watch('services', ({ object }) => {
      queue.add(object.metadata.namespace ?? '', object.metadata.name);
    }),
    store.watch('pods', ({ object }) => {
      const { namespace = '' } = object.metadata;
      for (const { metadata, spec } of store.list('services', { namespace })) {
        const selects = matchesLabels(spec?.selector, object.metadata.labels);
        // A pod may have been in it until its labels changed.
        const had = store
          .get('endpoints', namespace, metadata.name)
          ?.subsets?.some(({ addresses = [], notReadyAddresses = [] }) =>
            [...addresses, ...notReadyAddresses].some(({ targetRef }) => targetRef?.uid === object.metadata.uid),
          );
        if (selects || had === true) queue.add(namespace, metadata.name);
      }
    }),
  ];
  return () => {
    queue.close();
    for (const stop of stops) stop();
  };
}
