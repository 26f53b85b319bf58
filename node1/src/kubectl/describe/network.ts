import type {
  Ingress,
  IngressBackend,
  IngressClass,
  NetworkPolicy,
  NetworkPolicyPeer,
  NetworkPolicyPort,
} from 'kubernetes-types/networking/v1.js';
import type { Store } from '../../objects.ts';
import { endpointText, selectorText } from '../print/columns.ts';
import type { Lines } from './lines.ts';
import { addAnnotations, addLabels } from './metadata.ts';

const deep = '    ';

function addPeers(out: Lines, word: string, peers: readonly NetworkPolicyPeer[]): void {
  for (const { podSelector, namespaceSelector, ipBlock } of peers) {
    out.add(0, `${deep}${word}:`);
    if (namespaceSelector !== undefined) out.add(1, `${deep}NamespaceSelector: ${selectorText(namespaceSelector)}`);
    if (podSelector !== undefined) out.add(1, `${deep}PodSelector: ${selectorText(podSelector)}`);
    if (podSelector === undefined && namespaceSelector === undefined && ipBlock !== undefined) {
      out.add(1, `${deep}IPBlock:`);
      out.add(2, `${deep}CIDR: ${ipBlock.cidr}`);
      out.add(2, `${deep}Except: ${(ipBlock.except ?? []).join(', ')}`);
    }
  }
}

interface Rule {
  readonly ports?: readonly NetworkPolicyPort[];
  readonly peers: readonly NetworkPolicyPeer[];
}

function addRules(out: Lines, rules: readonly Rule[], word: 'From' | 'To'): void {
  const [direction, end] = word === 'From' ? ['ingress', 'source'] : ['egress', 'destination'];
  if (rules.length === 0) {
    out.add(0, `${deep}<none> (Selected pods are isolated for ${direction} connectivity)`);
    return;
  }
  rules.forEach(({ ports = [], peers }, at) => {
    if (ports.length === 0) out.add(0, `${deep}To Port: <any> (traffic allowed to all ports)`);
    for (const { port, protocol = 'TCP' } of ports) out.add(0, `${deep}To Port: ${port ?? '<nil>'}/${protocol}`);
    if (peers.length === 0) out.add(0, `${deep}${word}: <any> (traffic not restricted by ${end})`);
    else addPeers(out, word, peers);
    if (at < rules.length - 1) out.add(0, `${deep}----------`);
  });
}

/** `2026-11-30 20:56:57 +0000 UTC`: a time as Go prints it. */
function goDate(timestamp: string | undefined): string {
  return (timestamp ?? '').replace('T', ' ').replace('Z', ' +0000 UTC');
}

/** A network policy. */
export function describeNetworkPolicy(out: Lines, { metadata, spec }: NetworkPolicy): void {
  out.add(0, `Name:\t${metadata?.name ?? ''}`);
  out.add(0, `Namespace:\t${metadata?.namespace ?? ''}`);
  out.add(0, `Created on:\t${goDate(metadata?.creationTimestamp)}`);
  addLabels(out, 'Labels', metadata?.labels);
  addAnnotations(out, 'Annotations', metadata?.annotations);
  out.add(0, 'Spec:');
  const selected = selectorText(spec?.podSelector);
  const everybody = '<none> (Allowing the specific traffic to all pods in this namespace)';
  out.add(1, `PodSelector:     ${selected === '<none>' ? everybody : selected}`);
  const types = spec?.policyTypes ?? [];
  if (types.includes('Ingress')) {
    out.add(1, 'Allowing ingress traffic:');
    const rules = (spec?.ingress ?? []).map(({ from = [], ...rest }) => ({ ...rest, peers: from }));
    addRules(out, rules, 'From');
  } else out.add(1, 'Not affecting ingress traffic');
  if (types.includes('Egress')) {
    out.add(1, 'Allowing egress traffic:');
    const rules = (spec?.egress ?? []).map(({ to = [], ...rest }) => ({ ...rest, peers: to }));
    addRules(out, rules, 'To');
  } else out.add(1, 'Not affecting egress traffic');
  out.add(1, `Policy Types: ${types.join(', ')}`);
}

function backendText(store: Store, namespace: string, { service, resource }: IngressBackend): string {
  if (resource !== undefined)
    return `APIGroup: ${resource.apiGroup ?? ''}, Kind: ${resource.kind}, Name: ${resource.name}`;
  if (service === undefined) return '';
  const { name, port = {} } = service;
  const text = `${name}:${port.name ?? port.number ?? ''}`;
  const endpoints = store.get('endpoints', namespace, name);
  if (endpoints === undefined) return `${text} (<error: endpoints ${JSON.stringify(name)} not found>)`;
  const found = store.get('services', namespace, name);
  if (found === undefined) return `${text}(<error: services ${JSON.stringify(name)} not found>)`;
  const ports = found.spec?.ports ?? [];
  const own = ports.find((each) => (port.number !== undefined ? each.port === port.number : each.name === port.name));
  return `${text} (${endpointText(endpoints, own?.name ?? '')})`;
}

/** An ingress. */
export function describeIngress(out: Lines, { metadata, spec, status }: Ingress, store: Store): void {
  const namespace = metadata?.namespace ?? '';
  out.add(0, `Name:\t${metadata?.name ?? ''}`);
  out.add(0, `Namespace:\t${namespace}`);
  const addresses = (status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip ?? hostname ?? '');
  out.add(0, `Address:\t${addresses.join(',')}`);
  const own = spec?.defaultBackend;
  const fallback = own ?? { service: { name: 'default-http-backend', port: { number: 80 } } };
  const fallbackText = backendText(store, own === undefined ? 'kube-system' : namespace, fallback);
  out.add(0, `Default backend:\t${fallbackText}`);
  if ((spec?.tls ?? []).length > 0) {
    out.add(0, 'TLS:');
    for (const { hosts = [], secretName = '' } of spec?.tls ?? [])
      out.add(1, secretName === '' ? `SNI routes ${hosts.join(',')}` : `${secretName} terminates ${hosts.join(',')}`);
  }
  out.add(0, 'Rules:');
  out.add(1, 'Host\tPath\tBackends');
  out.add(1, '----\t----\t--------');
  const rules = (spec?.rules ?? []).filter(({ http }) => http !== undefined);
  for (const { host = '', http } of rules) {
    out.add(1, `${host === '' ? '*' : host}\t`);
    for (const { path = '', backend } of http?.paths ?? [])
      out.add(2, `\t${path} \t${backendText(store, namespace, backend)}`);
  }
  if (rules.length === 0) out.add(1, `*\t*\t${fallbackText}`);
  addAnnotations(out, 'Annotations', metadata?.annotations);
}

/** An ingress class. */
export function describeIngressClass(out: Lines, { metadata, spec }: IngressClass): void {
  out.add(0, `Name:\t${metadata?.name ?? ''}`);
  addLabels(out, 'Labels', metadata?.labels);
  addAnnotations(out, 'Annotations', metadata?.annotations);
  out.add(0, `Controller:\t${spec?.controller ?? ''}`);
  const parameters = spec?.parameters;
  if (parameters === undefined) return;
  out.add(0, 'Parameters:');
  if (parameters.apiGroup !== undefined) out.add(1, `APIGroup:\t${parameters.apiGroup}`);
  out.add(1, `Kind:\t${parameters.kind}`);
  out.add(1, `Name:\t${parameters.name}`);
}
