import type { Endpoints, Service } from 'kubernetes-types/core/v1.js';
import { endpointText, labelText } from '../print/columns.ts';
import type { Lines } from './lines.ts';
import { addAnnotations, addLabels } from './metadata.ts';

/** A service with its endpoints, without its events. */
export function describeService(
  out: Lines,
  { metadata, spec, status }: Service,
  endpoints: Endpoints | undefined,
): void {
  out.add(0, `Name:\t${metadata?.name ?? ''}`);
  out.add(0, `Namespace:\t${metadata?.namespace ?? ''}`);
  addLabels(out, 'Labels', metadata?.labels);
  addAnnotations(out, 'Annotations', metadata?.annotations);
  out.add(0, `Selector:\t${labelText(spec?.selector)}`);
  out.add(0, `Type:\t${spec?.type ?? ''}`);
  if (spec?.ipFamilyPolicy !== undefined) out.add(0, `IP Family Policy:\t${spec.ipFamilyPolicy}`);
  out.add(0, `IP Families:\t${(spec?.ipFamilies ?? []).join(',') || '<none>'}`);
  out.add(0, `IP:\t${spec?.clusterIP ?? ''}`);
  out.add(0, `IPs:\t${(spec?.clusterIPs ?? []).join(',') || '<none>'}`);
  if ((spec?.externalIPs ?? []).length > 0) out.add(0, `External IPs:\t${(spec?.externalIPs ?? []).join(',')}`);
  if (spec?.externalName) out.add(0, `External Name:\t${spec.externalName}`);
  const ingress = (status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip ?? hostname ?? '');
  if (ingress.length > 0) out.add(0, `LoadBalancer Ingress:\t${ingress.join(', ')}`);
  for (const port of spec?.ports ?? []) {
    const name = port.name ?? '<unset>';
    const protocol = port.protocol ?? 'TCP';
    out.add(0, `Port:\t${name}\t${port.port}/${protocol}`);
    out.add(0, `TargetPort:\t${port.targetPort ?? port.port}/${protocol}`);
    if (port.nodePort) out.add(0, `NodePort:\t${name}\t${port.nodePort}/${protocol}`);
    out.add(0, `Endpoints:\t${endpointText(endpoints, port.name ?? '')}`);
  }
  out.add(0, `Session Affinity:\t${spec?.sessionAffinity ?? ''}`);
  if (spec?.externalTrafficPolicy) out.add(0, `External Traffic Policy:\t${spec.externalTrafficPolicy}`);
}
