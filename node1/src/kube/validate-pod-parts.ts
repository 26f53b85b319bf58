import { isIP } from 'node:net';
import type { Container, EnvVar, NodeAffinity, PodSpec, Probe, Toleration } from 'kubernetes-types/core/v1.js';
import type { Cause } from './errors.ts';
import { keyCauses, labelCauses, labelRule, labelValueCauses, nameCauses } from './name-rules.ts';

/** What a probe or a hook does. */
type Handler = Pick<Probe, 'exec' | 'httpGet' | 'tcpSocket'>;

const quoted = JSON.stringify;

function unsupported(path: string, value: string, supported: readonly string[]): Cause {
  return `${path}: Unsupported value: ${quoted(value)}: supported values: ${supported.map((one) => quoted(one)).join(', ')}`;
}

function portNumber(path: string, port: number): readonly Cause[] {
  return Number.isInteger(port) && port >= 1 && port <= 65_535
    ? []
    : [`${path}: Invalid value: ${port}: must be between 1 and 65535, inclusive`];
}

/** What is wrong with the name of a port: `IsValidPortName`. */
function portName(path: string, name: string): readonly Cause[] {
  const why = [
    ...(name.length > 15 ? ['must be no more than 15 characters'] : []),
    ...(/^[-a-z0-9]+$/.test(name) ? [] : ['must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)']),
    ...(/[a-z]/.test(name) ? [] : ['must contain at least one letter or number (a-z, 0-9)']),
    ...(name.includes('--') ? ['must not contain consecutive hyphens'] : []),
    ...(/^-|-$/.test(name) ? ['must not begin or end with a hyphen'] : []),
  ];
  return why.map((each) => `${path}: Invalid value: ${quoted(name)}: ${each}`);
}

function atLeastZero(path: string, value: number | undefined): readonly Cause[] {
  return value !== undefined && value < 0
    ? [`${path}: Invalid value: ${value}: must be greater than or equal to 0`]
    : [];
}

function handlerCauses(path: string, { httpGet, tcpSocket, exec }: Handler): readonly Cause[] {
  if (exec !== undefined) return (exec.command ?? []).length === 0 ? [`${path}.exec.command: Required value`] : [];
  const port = httpGet?.port ?? tcpSocket?.port;
  if (port === undefined) return [];
  const place = `${path}.${httpGet === undefined ? 'tcpSocket' : 'httpGet'}.port`;
  return typeof port === 'number' ? portNumber(place, port) : portName(place, port);
}

function probeCauses(path: string, probe: Probe | undefined, isOnce: boolean): readonly Cause[] {
  if (probe === undefined) return [];
  const numbers = ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'];
  const { successThreshold = 1 } = probe;
  return [
    ...handlerCauses(path, probe),
    ...numbers.flatMap((name) => atLeastZero(`${path}.${name}`, probe[name as 'periodSeconds'])),
    ...(isOnce && successThreshold !== 1
      ? [`${path}.successThreshold: Invalid value: ${successThreshold}: must be 1`]
      : []),
  ];
}

function hookCauses(path: string, hook: Handler | undefined): readonly Cause[] {
  if (hook === undefined) return [];
  const isDone = hook.exec !== undefined || hook.httpGet !== undefined || hook.tcpSocket !== undefined;
  return isDone ? handlerCauses(path, hook) : [`${path}: Required value: must specify a handler type`];
}

const envNames = /^[-._a-zA-Z][-._a-zA-Z0-9]*$/;
const envSentence =
  "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit " +
  "(e.g. 'my.env-name',  or 'MY_ENV.NAME',  or 'MyEnvName1', regex used for validation is '[-._a-zA-Z][-._a-zA-Z0-9]*')";
/** Fields of a pod that the API server can read as a text at all. */
const fieldPaths =
  /^(?:metadata\.(?:name|namespace|uid|labels|annotations|labels\[.*\]|annotations\[.*\])|spec\.(?:nodeName|restartPolicy|serviceAccountName|schedulerName|host)|status\.(?:phase|hostIP|podIP|podIPs))$/;

function envCauses(path: string, { name, value = '', valueFrom }: Partial<EnvVar>): readonly Cause[] {
  const field = valueFrom?.fieldRef?.fieldPath;
  return [
    ...(name === undefined || name === ''
      ? [`${path}.name: Required value`]
      : envNames.test(name)
        ? []
        : [`${path}.name: Invalid value: ${quoted(name)}: ${envSentence}`]),
    ...(field === undefined || fieldPaths.test(field)
      ? []
      : [
          `${path}.valueFrom.fieldRef.fieldPath: Invalid value: ${quoted(field)}: error converting fieldPath: field label not supported: ${field}`,
        ]),
    ...(value !== '' && valueFrom !== undefined
      ? [`${path}.valueFrom: Invalid value: "": may not be specified when \`value\` is not empty`]
      : []),
  ];
}

function userCauses(path: string, user: number | undefined): readonly Cause[] {
  return user !== undefined && (user < 0 || user > 2_147_483_647)
    ? [`${path}.runAsUser: Invalid value: ${user}: must be between 0 and 2147483647, inclusive`]
    : [];
}

/** What is wrong with the ports, probes, hooks and variables of a container. */
export function containerPartCauses(path: string, container: Container): readonly Cause[] {
  const { ports = [], env = [], lifecycle, livenessProbe, readinessProbe, startupProbe } = container;
  return [
    ...hookCauses(`${path}.lifecycle.postStart`, lifecycle?.postStart),
    ...hookCauses(`${path}.lifecycle.preStop`, lifecycle?.preStop),
    ...probeCauses(`${path}.livenessProbe`, livenessProbe, true),
    ...probeCauses(`${path}.readinessProbe`, readinessProbe, false),
    ...probeCauses(`${path}.startupProbe`, startupProbe, true),
    ...ports.flatMap(({ name, hostPort = 0 }, at) => [
      ...(name === undefined || name === '' ? [] : portName(`${path}.ports[${at}].name`, name)),
      ...(name !== undefined && name !== '' && ports.findIndex((other) => other.name === name) < at
        ? [`${path}.ports[${at}].name: Duplicate value: ${quoted(name)}`]
        : []),
      ...(hostPort === 0 ? [] : portNumber(`${path}.ports[${at}].hostPort`, hostPort)),
    ]),
    ...env.flatMap((each, at) => envCauses(`${path}.env[${at}]`, each)),
    ...userCauses(`${path}.securityContext`, container.securityContext?.runAsUser),
  ];
}

function hostPortCauses(path: string, containers: readonly Container[]): readonly Cause[] {
  const seen = new Set<string>();
  return containers.flatMap(({ ports = [] }, index) =>
    ports.flatMap(({ hostPort = 0, hostIP = '', protocol = 'TCP' }, at) => {
      const key = `${protocol}/${hostIP}/${hostPort}`;
      const isTwice = hostPort !== 0 && seen.has(key);
      seen.add(key);
      return isTwice ? [`${path}.containers[${index}].ports[${at}].hostPort: Duplicate value: ${quoted(key)}`] : [];
    }),
  );
}

function tolerationCauses(path: string, toleration: Toleration): readonly Cause[] {
  const { key = '', operator = '', value = '', effect = '', tolerationSeconds } = toleration;
  const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];
  const wrongValue = labelValueCauses(value).map((each) => each.replace(/^: Invalid value: ".*?": /, ''));
  return [
    ...(key === '' ? [] : keyCauses(`${path}.key`, key)),
    ...(key === '' && operator !== 'Exists'
      ? [
          `${path}.operator: Invalid value: ${quoted(operator)}: operator must be Exists when \`key\` is empty, which means "match all values and all keys"`,
        ]
      : []),
    ...(tolerationSeconds !== undefined && effect !== 'NoExecute'
      ? [
          `${path}.effect: Invalid value: ${quoted(effect)}: effect must be 'NoExecute' when \`tolerationSeconds\` is set`,
        ]
      : []),
    ...(['', 'Equal', 'Exists'].includes(operator)
      ? []
      : [unsupported(`${path}.operator`, operator, ['Equal', 'Exists'])]),
    ...(operator !== 'Exists' && wrongValue.length > 0
      ? [`${path}.operator: Invalid value: ${quoted(value)}: ${wrongValue.join(';')}`]
      : []),
    ...(effect === '' || effects.includes(effect) ? [] : [unsupported(`${path}.effect`, effect, effects)]),
  ];
}

function nodeAffinityCauses(path: string, affinity: NodeAffinity | undefined): readonly Cause[] {
  const required = affinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const preferred = affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  const terms = (required as Partial<NonNullable<typeof required>> | undefined)?.nodeSelectorTerms ?? [];
  return [
    ...(required !== undefined && terms.length === 0
      ? [
          `${path}.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: Required value: must have at least one node selector term`,
        ]
      : []),
    ...preferred.flatMap(({ weight }, at) =>
      weightCauses(`${path}.preferredDuringSchedulingIgnoredDuringExecution[${at}]`, weight),
    ),
  ];
}

function weightCauses(path: string, weight: number): readonly Cause[] {
  return weight >= 1 && weight <= 100 ? [] : [`${path}.weight: Invalid value: ${weight}: must be in the range 1-100`];
}

/** What is wrong with where a pod may run, what it is called, and whom it asks for names. */
export function podPartCauses(path: string, spec: PodSpec): readonly Cause[] {
  const { hostAliases = [], tolerations = [], hostname = '', subdomain = '', affinity, dnsConfig } = spec;
  const servers = dnsConfig?.nameservers ?? [];
  const near = (kind: 'podAffinity' | 'podAntiAffinity') =>
    (affinity?.[kind]?.preferredDuringSchedulingIgnoredDuringExecution ?? []).flatMap(({ weight }, at) =>
      weightCauses(`${path}.affinity.${kind}.preferredDuringSchedulingIgnoredDuringExecution[${at}]`, weight),
    );
  return [
    ...hostPortCauses(path, (spec as Partial<PodSpec>).containers ?? []),
    ...labelCauses(`${path}.nodeSelector`, spec.nodeSelector),
    ...userCauses(`${path}.securityContext`, spec.securityContext?.runAsUser),
    ...nodeAffinityCauses(`${path}.affinity.nodeAffinity`, affinity?.nodeAffinity),
    ...near('podAffinity'),
    ...near('podAntiAffinity'),
    ...(servers.length > 3
      ? [
          `${path}.dnsConfig.nameservers: Invalid value: []string{${servers.map((each) => quoted(each)).join(', ')}}: must not have more than 3 nameservers`,
        ]
      : []),
    ...servers.flatMap((server, at) =>
      isIP(server) === 0
        ? [`${path}.dnsConfig.nameservers[${at}]: Invalid value: ${quoted(server)}: must be valid IP address`]
        : [],
    ),
    ...(hostname === '' ? [] : nameCauses(`${path}.hostname`, hostname, labelRule)),
    ...(subdomain === '' ? [] : nameCauses(`${path}.subdomain`, subdomain, labelRule)),
    ...tolerations.flatMap((toleration, at) => tolerationCauses(`${path}.tolerations[${at}]`, toleration)),
    ...hostAliases.flatMap(({ ip = '' }) =>
      isIP(ip) === 0 ? [`${path}.hostAliases.ip: Invalid value: ${quoted(ip)}: must be valid IP address`] : [],
    ),
  ];
}
