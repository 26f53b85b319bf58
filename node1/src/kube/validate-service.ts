import type { Service, ServicePort } from 'kubernetes-types/core/v1.js';
import type { Cause } from './errors.ts';
import { labelRule, nameCauses } from './name-rules.ts';
import { portCauses, unsupported } from './validate-pod.ts';

function targetCauses(path: string, target: string | number | undefined): readonly Cause[] {
  return typeof target === 'number'
    ? portCauses(path, target)
    : target === undefined || /^(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/.test(target)
      ? []
      : [
          `${path}: Invalid value: ${JSON.stringify(target)}: must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)`,
        ];
}

function servicePortCauses(port: ServicePort, index: number, ports: readonly ServicePort[], type: string) {
  const path = `spec.ports[${index}]`;
  const { protocol = 'TCP', name = '' } = port;
  const number = (port as Partial<ServicePort>).port ?? 0;
  return [
    ...(name === ''
      ? ports.length > 1
        ? [`${path}.name: Required value`]
        : []
      : nameCauses(`${path}.name`, name, labelRule)),
    ...portCauses(`${path}.port`, number),
    ...(['TCP', 'UDP', 'SCTP'].includes(protocol)
      ? []
      : [unsupported(`${path}.protocol`, protocol, ['SCTP', 'TCP', 'UDP'])]),
    ...targetCauses(`${path}.targetPort`, port.targetPort),
    ...(type === 'ClusterIP' && (port.nodePort ?? 0) !== 0
      ? [`${path}.nodePort: Forbidden: may not be used when \`type\` is 'ClusterIP'`]
      : []),
  ];
}

function duplicates(ports: readonly ServicePort[]): readonly Cause[] {
  return ports.flatMap((port, index) => {
    const same = (other: ServicePort) => other.port === port.port && other.protocol === port.protocol;
    const duplicate = ports.findIndex(same) < index;
    const name = port.name !== undefined && ports.findIndex((other) => other.name === port.name) < index;
    return [
      ...(name ? [`spec.ports[${index}].name: Duplicate value: ${JSON.stringify(port.name)}`] : []),
      ...(duplicate
        ? [
            `spec.ports[${index}]: Duplicate value: core.ServicePort{Name:"", Protocol:"${String(port.protocol)}", ` +
              `AppProtocol:(*string)(nil), Port:${port.port}, TargetPort:intstr.IntOrString{Type:0, IntVal:0, StrVal:""}, NodePort:0}`,
          ]
        : []),
    ];
  });
}

function affinityCauses({ spec }: Service): readonly Cause[] {
  const { sessionAffinity = 'None', sessionAffinityConfig } = spec ?? {};
  const seconds = sessionAffinityConfig?.clientIP?.timeoutSeconds;
  if (!['ClientIP', 'None'].includes(sessionAffinity)) {
    return [unsupported('spec.sessionAffinity', sessionAffinity, ['ClientIP', 'None'])];
  }
  if (sessionAffinity !== 'ClientIP' || seconds === undefined || (seconds > 0 && seconds <= 86_400)) return [];
  return [
    `spec.sessionAffinityConfig.clientIP.timeoutSeconds: Invalid value: ${seconds}: must be greater than 0 and less than 86400`,
  ];
}

/** What is wrong with a service, but for what allocation finds. Throws ApiError NotSimulated for the types without traffic. */
export function serviceCauses(service: Service, old: Service | undefined): readonly Cause[] {
  const { type = 'ClusterIP', ports = [], clusterIP } = service.spec ?? {};
  const before = old?.spec?.clusterIP;
  const fixed = old?.spec?.type === type && before !== undefined && clusterIP !== undefined && before !== clusterIP;
  const causes = [
    ...(['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'].includes(type)
      ? []
      : [unsupported('spec.type', type, ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'])]),
    ...(ports.length === 0 && clusterIP !== 'None' && type !== 'ExternalName' ? ['spec.ports: Required value'] : []),
    ...ports.flatMap((port, index) => servicePortCauses(port, index, ports, type)),
    ...duplicates(ports),
    ...(type === 'ExternalName' && (service.spec?.externalName ?? '') === ''
      ? ['spec.externalName: Required value']
      : []),
    ...affinityCauses(service),
    ...(fixed
      ? [`spec.clusterIPs[0]: Invalid value: []string{${JSON.stringify(clusterIP)}}: may not change once set`]
      : []),
  ];
  return causes;
}
