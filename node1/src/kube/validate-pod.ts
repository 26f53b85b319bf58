import type { Container, ContainerPort, PodSpec } from 'kubernetes-types/core/v1.js';
import type { Cause } from './errors.ts';
import { labelRule, nameCauses } from './name-rules.ts';
import { parseQuantity } from './quantity.ts';
import { containerPartCauses, podPartCauses } from './validate-pod-parts.ts';

/** `Unsupported value` in the API server's words. */
export function unsupported(path: string, value: string, supported: readonly string[]): Cause {
  return `${path}: Unsupported value: ${JSON.stringify(value)}: supported values: ${supported.map((one) => JSON.stringify(one)).join(', ')}`;
}

/** What is wrong with a port number from 1 to 65535. */
export function portCauses(path: string, port: number): readonly Cause[] {
  return Number.isInteger(port) && port >= 1 && port <= 65535
    ? []
    : [`${path}: Invalid value: ${String(port)}: must be between 1 and 65535, inclusive`];
}

function containerPortCauses(path: string, { containerPort, protocol = 'TCP' }: Partial<ContainerPort>) {
  return [
    ...((containerPort ?? 0) === 0
      ? [`${path}.containerPort: Required value`]
      : portCauses(`${path}.containerPort`, containerPort ?? 0)),
    ...(['TCP', 'UDP', 'SCTP'].includes(protocol)
      ? []
      : [unsupported(`${path}.protocol`, protocol, ['SCTP', 'TCP', 'UDP'])]),
  ];
}

function quantityCauses(path: string, { resources = {} }: Container): readonly Cause[] {
  return (['limits', 'requests'] as const).flatMap((part) =>
    Object.entries(resources[part] ?? {})
      .filter(([, amount]) => parseQuantity(amount) === undefined)
      .map(
        ([name, amount]) =>
          `${path}.resources.${part}[${name}]: Invalid value: ${JSON.stringify(amount)}: ` +
          "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
      ),
  );
}

/** Resources that containers may ask for, besides those with a domain. */
const standard = /^(?:cpu|memory|ephemeral-storage|hugepages-\S+)$/;

/** Requests that no container may have: of unknown things, or above their limit. */
function requestCauses(path: string, { resources = {} }: Container): readonly Cause[] {
  const { limits = {}, requests = {} } = resources;
  const unknown = (part: string, names: readonly string[]): readonly Cause[] =>
    names
      .filter((name) => !standard.test(name) && !name.includes('/'))
      .flatMap((name) => {
        const start = `${path}.resources.${part}[${name}]: Invalid value: ${JSON.stringify(name)}: must be a standard resource`;
        return [`${start} type or fully qualified`, `${start} for containers`];
      });
  const above = Object.entries(requests).flatMap(([name, amount]) => {
    const [asked, limit] = [parseQuantity(amount), parseQuantity(limits[name] ?? '')];
    if (asked === undefined || limit === undefined || asked <= limit) return [];
    return [
      `${path}.resources.requests: Invalid value: ${JSON.stringify(amount)}: must be less than or equal to ${name} limit`,
    ];
  });
  return [...unknown('limits', Object.keys(limits)), ...unknown('requests', Object.keys(requests)), ...above];
}

/** A probe must say how it asks. */
function probeCauses(path: string, container: Container): readonly Cause[] {
  return (['livenessProbe', 'readinessProbe', 'startupProbe'] as const).flatMap((name) => {
    const probe = container[name];
    const isDone =
      probe === undefined || probe.exec !== undefined || probe.httpGet !== undefined || probe.tcpSocket !== undefined;
    return isDone ? [] : [`${path}.${name}: Required value: must specify a handler type`];
  });
}

function containerCauses(path: string, container: Container): readonly Cause[] {
  const { image = '', imagePullPolicy: policy = 'Always' } = container;
  const name = (container as Partial<Container>).name ?? '';
  return [
    ...(name === '' ? [`${path}.name: Required value`] : nameCauses(`${path}.name`, name, labelRule)),
    ...(image === '' ? [`${path}.image: Required value`] : []),
    ...(['Always', 'IfNotPresent', 'Never'].includes(policy)
      ? []
      : [unsupported(`${path}.imagePullPolicy`, policy, ['Always', 'IfNotPresent', 'Never'])]),
    ...quantityCauses(path, container),
    ...requestCauses(path, container),
    ...probeCauses(path, container),
    ...containerPartCauses(path, container),
    ...(container.ports ?? []).flatMap((port, index) => containerPortCauses(`${path}.ports[${index}]`, port)),
  ];
}

function mountCauses(path: string, { volumeMounts = [] }: Container, { volumes = [] }: PodSpec): readonly Cause[] {
  return volumeMounts.flatMap(({ name, mountPath }, index) => {
    const place = `${path}.volumeMounts[${index}]`;
    const target = (mountPath as string | undefined) ?? '';
    const twice = volumeMounts.findIndex((other) => other.mountPath === mountPath) < index;
    return [
      ...(volumes.some((volume) => volume.name === name) ? [] : [`${place}.name: Not found: ${JSON.stringify(name)}`]),
      ...(target === '' ? [`${place}.mountPath: Required value`] : []),
      ...(twice ? [`${place}.mountPath: Invalid value: ${JSON.stringify(target)}: must be unique`] : []),
    ];
  });
}

function volumeCauses(path: string, { volumes = [] }: PodSpec): readonly Cause[] {
  return volumes.flatMap((volume, index) => {
    const place = `${path}.volumes[${index}]`;
    const name = (volume as Partial<typeof volume>).name ?? '';
    const sources = Object.keys(volume).filter((key) => key !== 'name');
    const twice = volumes.findIndex((other) => other.name === name) < index;
    return [
      ...(name === '' ? [`${place}.name: Required value`] : nameCauses(`${place}.name`, name, labelRule)),
      ...(twice ? [`${place}.name: Duplicate value: ${JSON.stringify(name)}`] : []),
      ...sources.slice(1).map((source) => `${place}.${source}: Forbidden: may not specify more than 1 volume type`),
      ...(volume.configMap !== undefined && (volume.configMap.name ?? '') === ''
        ? [`${place}.configMap.name: Required value`]
        : []),
      ...(volume.secret !== undefined && (volume.secret.secretName ?? '') === ''
        ? [`${place}.secret.secretName: Required value`]
        : []),
      ...(volume.hostPath !== undefined && ((volume.hostPath as { path?: string }).path ?? '') === ''
        ? [`${place}.hostPath.path: Required value`]
        : []),
    ];
  });
}

const dnsPolicies = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];

function dnsCauses(path: string, { dnsPolicy = 'ClusterFirst', dnsConfig }: PodSpec): readonly Cause[] {
  const isNone = dnsPolicy === 'None';
  return [
    ...(dnsPolicies.includes(dnsPolicy) ? [] : [unsupported(`${path}.dnsPolicy`, dnsPolicy, dnsPolicies)]),
    ...(isNone && dnsConfig === undefined
      ? [`${path}.dnsConfig: Required value: must provide \`dnsConfig\` when \`dnsPolicy\` is None`]
      : []),
    ...(isNone && dnsConfig !== undefined && (dnsConfig.nameservers ?? []).length === 0
      ? [
          `${path}.dnsConfig.nameservers: Required value: must provide at least one DNS nameserver when \`dnsPolicy\` is None`,
        ]
      : []),
  ];
}

/** On the node's own network a port is the same outside and inside. */
function hostPortCauses(path: string, { hostNetwork, containers }: PodSpec): readonly Cause[] {
  if (hostNetwork !== true) return [];
  return containers.flatMap(({ ports = [] }, index) =>
    ports.flatMap(({ containerPort, hostPort = containerPort }, at) =>
      hostPort === containerPort
        ? []
        : [
            `${path}.containers[${index}].ports[${at}].containerPort: Invalid value: ${containerPort}: must match \`hostPort\` when \`hostNetwork\` is true`,
          ],
    ),
  );
}

/** What is wrong with the spec of a pod; `path` is `spec` or `spec.template.spec`. */
export function podSpecCauses(path: string, spec: PodSpec): readonly Cause[] {
  const containers = (spec as Partial<PodSpec>).containers ?? [];
  const names = containers.map(({ name }) => name);
  const restart = spec.restartPolicy ?? 'Always';
  return [
    ...(containers.length === 0 ? [`${path}.containers: Required value`] : []),
    ...volumeCauses(path, spec),
    ...(spec.initContainers ?? []).flatMap((container, index) => [
      ...containerCauses(`${path}.initContainers[${index}]`, container),
      ...mountCauses(`${path}.initContainers[${index}]`, container, spec),
    ]),
    ...containers.flatMap((container, index) => [
      ...containerCauses(`${path}.containers[${index}]`, container),
      ...mountCauses(`${path}.containers[${index}]`, container, spec),
      ...(names.indexOf(container.name) < index
        ? [`${path}.containers[${index}].name: Duplicate value: ${JSON.stringify(container.name)}`]
        : []),
    ]),
    ...(['Always', 'OnFailure', 'Never'].includes(restart)
      ? []
      : [unsupported(`${path}.restartPolicy`, restart, ['Always', 'OnFailure', 'Never'])]),
    ...dnsCauses(path, spec),
    ...hostPortCauses(path, spec),
    ...podPartCauses(path, spec),
    // Only of pods: a template's image may be anything until a pod is made of it.
    ...(path === 'spec'
      ? containers.flatMap(({ image = '' }, index) =>
          image === image.trim()
            ? []
            : [
                `${path}.containers[${index}].image: Invalid value: ${JSON.stringify(image)}: must not have leading or trailing whitespace`,
              ],
        )
      : []),
  ];
}
