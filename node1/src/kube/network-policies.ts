import type { NetworkPolicyPeer, NetworkPolicyPort } from 'kubernetes-types/networking/v1.js';
import type { Store, Stored } from '../objects.ts';
import { matchesSelector } from './selector.ts';

type Pod = Stored<'pods'>;
type Policy = Stored<'networkpolicies'>;

/** One end of a connection; `pod` where it is one of the cluster's. */
interface End {
  readonly address: string;
  readonly pod: Pod | undefined;
}

function numberOf(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** Whether an address is in a range: `10.0.0.0/8`. */
export function isIn(address: string, range: string): boolean {
  const [start = '', bits = '32'] = range.split('/');
  const size = 2 ** (32 - Number(bits));
  return Math.floor(numberOf(address) / size) === Math.floor(numberOf(start) / size);
}

function isPeer(store: Store, policy: Policy, peer: NetworkPolicyPeer, { address, pod }: End): boolean {
  const { ipBlock, podSelector, namespaceSelector } = peer;
  if (ipBlock !== undefined) {
    return isIn(address, ipBlock.cidr) && !(ipBlock.except ?? []).some((range) => isIn(address, range));
  }
  if (pod === undefined) return false;
  const { namespace = '' } = pod.metadata;
  if (namespaceSelector === undefined) {
    if (namespace !== policy.metadata.namespace) return false;
  } else if (!matchesSelector(namespaceSelector, store.get('namespaces', '', namespace)?.metadata.labels)) return false;
  return podSelector === undefined || matchesSelector(podSelector, pod.metadata.labels);
}

function isPort({ port, protocol = 'TCP' }: NetworkPolicyPort, to: End, wanted: number, transport: string): boolean {
  if (protocol !== transport) return false;
  if (port === undefined || typeof port === 'number') return port === undefined || port === wanted;
  const ports = (to.pod?.spec?.containers ?? []).flatMap((container) => container.ports ?? []);
  return ports.some(({ name, containerPort }) => name === port && containerPort === wanted);
}

function podAt(store: Store, address: string): Pod | undefined {
  // Those of the node's own network are the node, and no policy is about them.
  return store.list('pods').find(({ spec, status }) => status?.podIP === address && spec?.hostNetwork !== true);
}

function policiesOf(store: Store, { pod }: End, type: 'Ingress' | 'Egress'): readonly Policy[] {
  if (pod === undefined) return [];
  return store
    .list('networkpolicies', { namespace: pod.metadata.namespace ?? '' })
    .filter(
      ({ spec }) =>
        spec?.policyTypes?.includes(type) === true && matchesSelector(spec.podSelector, pod.metadata.labels),
    );
}

/** Whether the network policies let one address talk to a port of another: whom no policy is about may do everything. */
export function isAllowed(store: Store, from: string, to: string, port: number, transport = 'TCP'): boolean {
  if (store.list('networkpolicies').length === 0) return true;
  const [source, target] = [from, to].map((address): End => ({ address, pod: podAt(store, address) }));
  if (source === undefined || target === undefined || from === to) return true;
  const out = policiesOf(store, source, 'Egress');
  const into = policiesOf(store, target, 'Ingress');
  const passes = (policy: Policy, rules: readonly Rule[], peer: End): boolean =>
    rules.some(
      ({ peers, ports }) =>
        (peers.length === 0 || peers.some((each) => isPeer(store, policy, each, peer))) &&
        (ports.length === 0 || ports.some((each) => isPort(each, target, port, transport))),
    );
  return (
    (out.length === 0 || out.some((policy) => passes(policy, egressOf(policy), target))) &&
    (into.length === 0 || into.some((policy) => passes(policy, ingressOf(policy), source)))
  );
}

interface Rule {
  readonly peers: readonly NetworkPolicyPeer[];
  readonly ports: readonly NetworkPolicyPort[];
}

function ingressOf({ spec }: Policy): readonly Rule[] {
  return (spec?.ingress ?? []).map(({ from = [], ports = [] }) => ({ peers: from, ports }));
}

function egressOf({ spec }: Policy): readonly Rule[] {
  return (spec?.egress ?? []).map(({ to = [], ports = [] }) => ({ peers: to, ports }));
}
