import type { Container, ContainerState, ContainerStatus, EnvVarSource, Probe } from 'kubernetes-types/core/v1.js';
import { parseQuantity } from '../../kube/quantity.ts';
import { longDate } from '../print/dates.ts';
import type { Lines } from './lines.ts';

/** The containers of a pod or template, each with its status where there is one; `space` indents those of a template. */
export function addContainers(
  out: Lines,
  title: string,
  containers: readonly Container[],
  statuses: readonly ContainerStatus[],
  space: string,
): void {
  out.add(0, `${space}${title}:${containers.length === 0 ? ' <none>' : ''}`);
  for (const container of containers) {
    const status = statuses.find(({ name }) => name === container.name);
    out.add(1, `${space === '' ? '' : ' '}${container.name}:`);
    addBasics(out, container, status);
    addWords(out, 'Command', container.command);
    addWords(out, 'Args', container.args);
    if (status !== undefined) addStatus(out, status);
    addQuantities(out, 'Limits', container.resources?.limits);
    addQuantities(out, 'Requests', container.resources?.requests);
    addProbes(out, container);
    if ((container.envFrom ?? []).length > 0) addEnvironmentFrom(out, container);
    addEnvironment(out, container);
    addMounts(out, container);
  }
}

function addBasics(out: Lines, { image, ports = [] }: Container, status: ContainerStatus | undefined): void {
  if (status !== undefined) out.add(2, `Container ID:\t${status.containerID ?? ''}`);
  out.add(2, `Image:\t${image ?? ''}`);
  if (status !== undefined) out.add(2, `Image ID:\t${status.imageID}`);
  const many = ports.length > 1 ? 's' : '';
  const list = (number: (port: (typeof ports)[number]) => number): string =>
    ports.map((port) => `${number(port)}/${port.protocol ?? 'TCP'}`).join(', ') || '<none>';
  out.add(2, `Port${many}:\t${list(({ containerPort }) => containerPort)}`);
  out.add(2, `Host Port${many}:\t${list(({ hostPort }) => hostPort ?? 0)}`);
}

function addWords(out: Lines, title: string, words: readonly string[] = []): void {
  if (words.length === 0) return;
  out.add(2, `${title}:`);
  for (const word of words) for (const line of word.split('\n')) out.add(3, line);
}

function addStatus(out: Lines, status: ContainerStatus): void {
  addState(out, 'State', status.state);
  if (status.lastState?.terminated !== undefined) addState(out, 'Last State', status.lastState);
  out.add(2, `Ready:\t${status.ready ? 'True' : 'False'}`);
  out.add(2, `Restart Count:\t${status.restartCount}`);
}

function addState(out: Lines, title: string, state: ContainerState | undefined): void {
  const { running, waiting, terminated } = state ?? {};
  if (running !== undefined) {
    out.add(2, `${title}:\tRunning`);
    out.add(3, `Started:\t${longDate(running.startedAt)}`);
  } else if (terminated !== undefined) {
    out.add(2, `${title}:\tTerminated`);
    if (terminated.reason) out.add(3, `Reason:\t${terminated.reason}`);
    if (terminated.message) out.add(3, `Message:\t${terminated.message}`);
    out.add(3, `Exit Code:\t${terminated.exitCode}`);
    if (terminated.signal) out.add(3, `Signal:\t${terminated.signal}`);
    out.add(3, `Started:\t${longDate(terminated.startedAt)}`);
    out.add(3, `Finished:\t${longDate(terminated.finishedAt)}`);
  } else {
    out.add(2, `${title}:\tWaiting`);
    if (waiting?.reason) out.add(3, `Reason:\t${waiting.reason}`);
  }
}

function addQuantities(out: Lines, title: string, quantities: Readonly<Record<string, string>> = {}): void {
  const names = Object.keys(quantities).sort();
  if (names.length === 0) return;
  out.add(2, `${title}:`);
  for (const name of names) out.add(3, `${name}:\t${quantities[name] ?? ''}`);
}

function addProbes(out: Lines, { livenessProbe, readinessProbe, startupProbe }: Container): void {
  const rows = [
    ['Liveness', livenessProbe],
    ['Readiness', readinessProbe],
    ['Startup', startupProbe],
  ] as const;
  for (const [title, probe] of rows) if (probe !== undefined) out.add(2, `${title}:\t${probeText(probe)}`);
}

function probeText(probe: Probe): string {
  const { initialDelaySeconds: delay = 0, timeoutSeconds: timeout = 1, periodSeconds: period = 10 } = probe;
  const { successThreshold: success = 1, failureThreshold: failure = 3, exec, httpGet, tcpSocket } = probe;
  const rest = `delay=${delay}s timeout=${timeout}s period=${period}s #success=${success} #failure=${failure}`;
  if (exec !== undefined) return `exec [${(exec.command ?? []).join(' ')}] ${rest}`;
  if (httpGet !== undefined) {
    const { scheme = 'HTTP', host = '', port, path = '' } = httpGet;
    return `http-get ${scheme.toLowerCase()}://${host}:${port}${path} ${rest}`;
  }
  return tcpSocket === undefined ? `unknown ${rest}` : `tcp-socket ${tcpSocket.host ?? ''}:${tcpSocket.port} ${rest}`;
}

function addEnvironmentFrom(out: Lines, { envFrom = [] }: Container): void {
  out.add(2, 'Environment Variables from:');
  for (const { prefix = '', configMapRef, secretRef } of envFrom) {
    const ref = configMapRef ?? secretRef;
    const kind = configMapRef === undefined ? 'Secret' : 'ConfigMap';
    const text = prefix === '' ? kind : `${kind} with prefix '${prefix}'`;
    out.add(3, `${ref?.name ?? ''}\t${text}\tOptional: ${String(ref?.optional ?? false)}`);
  }
}

function addEnvironment(out: Lines, container: Container): void {
  const { env = [] } = container;
  out.add(2, `Environment:${env.length === 0 ? '\t<none>' : ''}`);
  for (const { name, value = '', valueFrom } of env) {
    const text = valueFrom === undefined ? value : sourceText(valueFrom, container);
    text.split('\n').forEach((line, at) => {
      out.add(3, at === 0 ? `${name}:\t${line}` : `\t${line}`);
    });
  }
}

function sourceText({ fieldRef, resourceFieldRef, secretKeyRef, configMapKeyRef }: EnvVarSource, container: Container) {
  if (fieldRef !== undefined) return ` (${fieldRef.apiVersion ?? 'v1'}:${fieldRef.fieldPath})`;
  if (resourceFieldRef !== undefined) {
    const [part = '', name = ''] = resourceFieldRef.resource.split(/\.(.*)/s);
    const map = part === 'limits' ? container.resources?.limits : container.resources?.requests;
    const divisor = parseQuantity(resourceFieldRef.divisor ?? 1) ?? 1;
    const amount = Math.ceil((parseQuantity(map?.[name] ?? 0) ?? 0) / (divisor === 0 ? 1 : divisor));
    const all = amount === 0 && /^limits\.(?:cpu|memory)$/.test(resourceFieldRef.resource);
    return `${all ? 'node allocatable' : amount} (${resourceFieldRef.resource})`;
  }
  if (secretKeyRef !== undefined) {
    const { key, name = '', optional = false } = secretKeyRef;
    return `<set to the key '${key}' in secret '${name}'>\tOptional: ${String(optional)}`;
  }
  if (configMapKeyRef === undefined) return '';
  const { key, name = '', optional = false } = configMapKeyRef;
  return `<set to the key '${key}' of config map '${name}'>\tOptional: ${String(optional)}`;
}

function addMounts(out: Lines, { volumeMounts = [] }: Container): void {
  out.add(2, `Mounts:${volumeMounts.length === 0 ? '\t<none>' : ''}`);
  for (const { mountPath, name, readOnly, subPath } of [...volumeMounts].sort((a, b) =>
    a.mountPath < b.mountPath ? -1 : 1,
  )) {
    const options = [readOnly === true ? 'ro' : 'rw', ...(subPath ? [`path=${JSON.stringify(subPath)}`] : [])];
    out.add(3, `${mountPath} from ${name} (${options.join(',')})`);
  }
}
