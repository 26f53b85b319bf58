import type { Container, EnvVarSource, Pod, ResourceFieldSelector, Service } from 'kubernetes-types/core/v1.js';
import type { Store } from '../objects.ts';
import { parseQuantity } from './quantity.ts';

type Environment = Record<string, string>;

function upper(name: string): string {
  return name.replace(/-/g, '_').toUpperCase();
}

/** The variables of one service: `RNG_SERVICE_HOST`, `RNG_PORT=tcp://...` and the rest of what Docker's links once set. */
function serviceEnvironment({ metadata, spec }: Service): Environment {
  const { clusterIP = '', ports = [] } = spec ?? {};
  const prefix = upper(metadata?.name ?? '');
  const environment: Environment = {};
  ports.forEach(({ name, port, protocol = 'TCP' }, index) => {
    const url = `${protocol.toLowerCase()}://${clusterIP}:${port}`;
    const one = `${prefix}_PORT_${port}_${protocol}`;
    if (index === 0) {
      environment[`${prefix}_SERVICE_HOST`] = clusterIP;
      environment[`${prefix}_SERVICE_PORT`] = String(port);
      environment[`${prefix}_PORT`] = url;
    }
    if (name !== undefined) environment[`${prefix}_SERVICE_PORT_${upper(name)}`] = String(port);
    environment[one] = url;
    environment[`${one}_PROTO`] = protocol.toLowerCase();
    environment[`${one}_PORT`] = String(port);
    environment[`${one}_ADDR`] = clusterIP;
  });
  return environment;
}

/** The services that a pod finds in its environment: those of its namespace that exist now, and `kubernetes`. */
function links(store: Store, pod: Pod): Environment {
  const { namespace = 'default' } = pod.metadata ?? {};
  const own = pod.spec?.enableServiceLinks === false ? [] : store.list('services', { namespace });
  const kubernetes = store.get('services', 'default', 'kubernetes');
  return Object.assign(
    {},
    ...[...(kubernetes === undefined ? [] : [kubernetes]), ...own]
      .filter(({ spec }) => spec?.clusterIP !== undefined && spec.clusterIP !== 'None')
      .map(serviceEnvironment),
  ) as Environment;
}

/** The value of a field of a pod, as the downward API names it; undefined for one that it does not have. */
export function fieldOf(pod: Pod, path: string): string | undefined {
  const [, group, key] = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(path) ?? [];
  if (key !== undefined) return pod.metadata?.[group === 'labels' ? 'labels' : 'annotations']?.[key] ?? '';
  const lines = (map: Readonly<Record<string, string>> | undefined): string =>
    Object.entries(map ?? {})
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
      .join('\n');
  const fields: Environment = {
    'metadata.name': pod.metadata?.name ?? '',
    'metadata.namespace': pod.metadata?.namespace ?? '',
    'metadata.uid': pod.metadata?.uid ?? '',
    'metadata.labels': lines(pod.metadata?.labels),
    'metadata.annotations': lines(pod.metadata?.annotations),
    'spec.nodeName': pod.spec?.nodeName ?? '',
    'spec.serviceAccountName': pod.spec?.serviceAccountName ?? '',
    'status.hostIP': pod.status?.hostIP ?? '',
    'status.podIP': pod.status?.podIP ?? '',
    'status.podIPs': pod.status?.podIP ?? '',
  };
  return fields[path];
}

/** What a container may use of a resource, in units of the divisor; what it is not limited in is all that the node has. */
export function resourceOf(store: Store, pod: Pod, container: Container, ref: ResourceFieldSelector): string {
  const [part = '', name = ''] = ref.resource.split(/\.(.*)/s);
  const { limits = {}, requests = {} } = container.resources ?? {};
  const node = store.get('nodes', '', pod.spec?.nodeName ?? '')?.status?.allocatable?.[name];
  const amount = part === 'limits' ? (limits[name] ?? node) : requests[name];
  const divisor = parseQuantity(ref.divisor ?? 1) ?? 1;
  return String(Math.ceil((parseQuantity(amount ?? 0) ?? 0) / (divisor === 0 ? 1 : divisor)));
}

/** Puts values for `$(NAME)`; `$$(NAME)` is the text itself, and what has no value stays as it is. */
export function expand(text: string, environment: Readonly<Environment>): string {
  return text.replace(/\$\$|\$\(([^()]*)\)/g, (match, name: string | undefined) =>
    name === undefined ? '$' : (environment[name] ?? match),
  );
}

/** Why a container cannot be made: something that it is to be given is not there. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

type Texts = Readonly<Record<string, string>>;

/** The values of a config map or secret; undefined where it is not there and need not be. */
function valuesOf(
  store: Store,
  namespace: string,
  resource: 'configmaps' | 'secrets',
  { name = '', optional }: { readonly name?: string; readonly optional?: boolean },
): Texts | undefined {
  const object = store.get(resource, namespace, name);
  if (object === undefined) {
    if (optional === true) return undefined;
    throw new ConfigError(`${resource.slice(0, -1)} ${JSON.stringify(name)} not found`);
  }
  if (resource === 'configmaps') return object.data ?? {};
  const entries = Object.entries(object.data ?? {});
  return Object.fromEntries(entries.map(([key, text]) => [key, Buffer.from(text, 'base64').toString()]));
}

function fromSource(store: Store, pod: Pod, container: Container, source: EnvVarSource): string | undefined {
  const { namespace = 'default' } = pod.metadata ?? {};
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = source;
  if (fieldRef !== undefined) return fieldOf(pod, fieldRef.fieldPath) ?? '';
  if (resourceFieldRef !== undefined) return resourceOf(store, pod, container, resourceFieldRef);
  const [resource, ref] =
    configMapKeyRef === undefined ? (['secrets', secretKeyRef] as const) : (['configmaps', configMapKeyRef] as const);
  if (ref === undefined) return '';
  const value = valuesOf(store, namespace, resource, ref)?.[ref.key];
  if (value === undefined && ref.optional !== true) {
    const kind = resource === 'secrets' ? 'Secret' : 'ConfigMap';
    throw new ConfigError(`couldn't find key ${ref.key} in ${kind} ${namespace}/${ref.name ?? ''}`);
  }
  return value;
}

/** Names that a shell can read; the others are passed over where they come in bulk. */
const variableName = /^[-._a-zA-Z][-._a-zA-Z0-9]*$/;

/**
 * The environment of a container, but for what its image and its runtime add; `skipped` hears of names that are none. Throws
 * ConfigError.
 */
export function podEnvironment(
  store: Store,
  pod: Pod,
  container: Container,
  skipped: (message: string) => void = () => undefined,
): Readonly<Environment> {
  const environment = links(store, pod);
  const { namespace = 'default' } = pod.metadata ?? {};
  for (const { prefix = '', configMapRef, secretRef } of container.envFrom ?? []) {
    const [resource, ref] =
      configMapRef === undefined ? (['secrets', secretRef] as const) : (['configmaps', configMapRef] as const);
    const values = valuesOf(store, namespace, resource, ref ?? {}) ?? {};
    const invalid = Object.keys(values).filter((key) => !variableName.test(prefix + key));
    for (const [key, value] of Object.entries(values)) {
      if (!invalid.includes(key)) environment[prefix + key] = value;
    }
    if (invalid.length > 0) {
      const what = `${resource === 'secrets' ? 'secret' : 'configMap'} ${namespace}/${ref?.name ?? ''}`;
      const names = invalid.sort().join(', ');
      skipped(
        `Keys [${names}] from the EnvFrom ${what} were skipped since they are considered invalid environment variable names.`,
      );
    }
  }
  for (const { name, value = '', valueFrom } of container.env ?? []) {
    const found = valueFrom === undefined ? expand(value, environment) : fromSource(store, pod, container, valueFrom);
    if (found !== undefined) environment[name] = found;
  }
  return environment;
}
