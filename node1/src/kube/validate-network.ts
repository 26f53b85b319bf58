import { isIPv4 } from 'node:net';
import type { Ingress, IngressBackend, NetworkPolicy, NetworkPolicyPeer } from 'kubernetes-types/networking/v1.js';
import type { Cause } from './errors.ts';
import { nameCauses, serviceRule, subdomainRule } from './name-rules.ts';
import { isIn } from './network-policies.ts';
import { portCauses, unsupported } from './validate-pod.ts';

/** Whether a text is a range of addresses: `10.0.0.0/8`. */
function isRange(text: string): boolean {
  const [address = '', bits = ''] = text.split('/');
  return isIPv4(address) && /^\d{1,2}$/.test(bits) && Number(bits) <= 32;
}

function peerCauses(path: string, peer: NetworkPolicyPeer): readonly Cause[] {
  const parts = [peer.podSelector, peer.namespaceSelector, peer.ipBlock].filter((part) => part !== undefined).length;
  if (parts === 0) return [`${path}: Required value: must specify a peer`];
  if (peer.ipBlock === undefined) return [];
  if (parts > 1) return [`${path}: Forbidden: may not specify both ipBlock and another peer`];
  const { cidr = '', except = [] } = peer.ipBlock as Partial<typeof peer.ipBlock>;
  const invalid = (field: string, text: string) =>
    `${path}.ipBlock.${field}: Invalid value: ${JSON.stringify(text)}: not a valid CIDR`;
  return [
    ...(cidr === '' ? [`${path}.ipBlock.cidr: Required value`] : isRange(cidr) ? [] : [invalid('cidr', cidr)]),
    ...except.flatMap((text, at) => {
      if (!isRange(text)) return [invalid(`except[${at}]`, text)];
      const isWithin = isIn(text.split('/')[0] ?? '', cidr) && Number(text.split('/')[1]) > Number(cidr.split('/')[1]);
      return isWithin || !isRange(cidr)
        ? []
        : [
            `${path}.ipBlock.except[${at}]: Invalid value: ${JSON.stringify(text)}: must be a strict subset of \`cidr\``,
          ];
    }),
  ];
}

/** What is wrong with a network policy. */
export function networkPolicyCauses({ spec }: NetworkPolicy): readonly Cause[] {
  const rules = [
    ...(spec?.ingress ?? []).map(
      ({ from = [], ports = [] }, at) => [`spec.ingress[${at}]`, 'from', from, ports] as const,
    ),
    ...(spec?.egress ?? []).map(({ to = [], ports = [] }, at) => [`spec.egress[${at}]`, 'to', to, ports] as const),
  ];
  return [
    ...rules.flatMap(([path, field, peers, ports]) => [
      ...ports.flatMap(({ protocol = 'TCP', port }, at) => [
        ...(['TCP', 'UDP', 'SCTP'].includes(protocol)
          ? []
          : [unsupported(`${path}.ports[${at}].protocol`, protocol, ['TCP', 'UDP', 'SCTP'])]),
        ...(typeof port === 'number' ? portCauses(`${path}.ports[${at}].port`, port) : []),
      ]),
      ...peers.flatMap((peer, at) => peerCauses(`${path}.${field}[${at}]`, peer)),
    ]),
    ...(spec?.policyTypes ?? []).flatMap((type, at) =>
      ['Ingress', 'Egress'].includes(type) ? [] : [unsupported(`spec.policyTypes[${at}]`, type, ['Ingress', 'Egress'])],
    ),
  ];
}

function backendCauses(path: string, backend: IngressBackend | undefined): readonly Cause[] {
  if (backend?.service !== undefined && backend.resource !== undefined) {
    return [`${path}: Invalid value: "": cannot set both resource and service backends`];
  }
  if (backend?.resource !== undefined) return [];
  if (backend?.service === undefined) {
    return [`${path}: Invalid value: "": resource or service backend is required`];
  }
  const { name = '', port = {} } = backend.service as Partial<typeof backend.service>;
  return [
    ...(name === '' ? [`${path}.service.name: Required value`] : nameCauses(`${path}.service.name`, name, serviceRule)),
    ...(port.name !== undefined && port.number !== undefined
      ? [`${path}: Invalid value: "": cannot set both port name & port number`]
      : []),
    ...(port.name === undefined && port.number === undefined
      ? [`${path}: Required value: port name or number is required`]
      : []),
    ...(port.number !== undefined ? portCauses(`${path}.service.port.number`, port.number) : []),
  ];
}

/** What is wrong with an ingress. */
export function ingressCauses({ spec, metadata }: Ingress, old: Ingress | undefined): readonly Cause[] {
  const types = ['Exact', 'ImplementationSpecific', 'Prefix'];
  const rules = spec?.rules ?? [];
  const annotated = metadata?.annotations?.['kubernetes.io/ingress.class'];
  const both = old === undefined && annotated !== undefined && spec?.ingressClassName !== undefined;
  return [
    ...(rules.length === 0 && spec?.defaultBackend === undefined
      ? ['spec: Invalid value: []networking.IngressRule(nil): either `defaultBackend` or `rules` must be specified']
      : []),
    ...(spec?.defaultBackend === undefined ? [] : backendCauses('spec.defaultBackend', spec.defaultBackend)),
    ...rules.flatMap(({ host = '', http }, at) => [
      ...(isIPv4(host)
        ? [`spec.rules[${at}].host: Invalid value: ${JSON.stringify(host)}: must be a DNS name, not an IP address`]
        : host === ''
          ? []
          : nameCauses(`spec.rules[${at}].host`, host.replace(/^\*\./, ''), subdomainRule)),
      ...(http !== undefined && ((http as Partial<typeof http>).paths ?? []).length === 0
        ? [`spec.rules[${at}].http.paths: Required value`]
        : []),
      ...(http?.paths ?? []).flatMap(({ path = '', pathType, backend }, index) => {
        const place = `spec.rules[${at}].http.paths[${index}]`;
        if ((pathType as string | undefined) === undefined) {
          return [`${place}.pathType: Required value: pathType must be specified`];
        }
        const absolute = path.startsWith('/') || (pathType === 'ImplementationSpecific' && path === '');
        return [
          ...(absolute || !types.includes(pathType)
            ? []
            : [`${place}.path: Invalid value: ${JSON.stringify(path)}: must be an absolute path`]),
          ...(types.includes(pathType) ? [] : [unsupported(`${place}.pathType`, pathType, types)]),
          ...backendCauses(`${place}.backend`, backend),
        ];
      }),
    ]),
    ...(both
      ? [
          `annotations.kubernetes.io/ingress.class: Invalid value: ${JSON.stringify(annotated)}: can not be set when the class field is also set`,
        ]
      : []),
  ];
}
