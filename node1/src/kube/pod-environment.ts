import type { Container, Pod, Service } from 'kubernetes-types/core/v1.js';
import type { Store } from '../objects.ts';

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

function field(pod: Pod, path: string): string {
  const [, group, key] = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(path) ?? [];
  if (key !== undefined) return pod.metadata?.[group === 'labels' ? 'labels' : 'annotations']?.[key] ?? '';
  const fields: Environment = {
    'metadata.name': pod.metadata?.name ?? '',
    'metadata.namespace': pod.metadata?.namespace ?? '',
    'metadata.uid': pod.metadata?.uid ?? '',
    'spec.nodeName': pod.spec?.nodeName ?? '',
    'spec.serviceAccountName': pod.spec?.serviceAccountName ?? '',
    'status.hostIP': pod.status?.hostIP ?? '',
    'status.podIP': pod.status?.podIP ?? '',
  };
  return fields[path] ?? '';
}

/** Puts values for `$(NAME)`; `$$(NAME)` is the text itself, and what has no value stays as it is. */
export function expand(text: string, environment: Readonly<Environment>): string {
  return text.replace(/\$\$|\$\(([^()]*)\)/g, (match, name: string | undefined) =>
    name === undefined ? '$' : (environment[name] ?? match),
  );
}

/** The environment of a container, but for what its image and its runtime add. */
export function podEnvironment(store: Store, pod: Pod, container: Container): Readonly<Environment> {
  const environment = links(store, pod);
  for (const { name, value = '', valueFrom } of container.env ?? []) {
    const path = valueFrom?.fieldRef?.fieldPath;
    environment[name] = path === undefined ? expand(value, environment) : field(pod, path);
  }
  return environment;
}
