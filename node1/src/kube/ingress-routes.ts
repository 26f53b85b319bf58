import type { Ingress, IngressBackend } from 'kubernetes-types/networking/v1.js';
import type { IngressRequest } from '../network.ts';
import type { Store, Stored } from '../objects.ts';

/** A rule that matches, and how much of a request it is about: the more, the sooner. */
interface Match {
  readonly weight: number;
  readonly namespace: string;
  readonly backend: IngressBackend;
}

type Place = readonly [address: string, port: number];

/** Whether a controller takes an ingress for its own: one without a class is everybody's. */
function isOwn(store: Store, { metadata, spec }: Ingress, { controller, className }: IngressRequest): boolean {
  const annotated = metadata?.annotations?.['kubernetes.io/ingress.class'] ?? '';
  if (annotated !== '') return annotated === className;
  if (spec?.ingressClassName === undefined) return true;
  return store.get('ingressclasses', '', spec.ingressClassName)?.spec?.controller === controller;
}

function isHost(rule: string, host: string): boolean {
  if (rule.startsWith('*.')) return host.slice(host.indexOf('.')) === rule.slice(1) && host.includes('.');
  return rule === host;
}

function isPath(rule: string, type: string | undefined, path: string): boolean {
  if (type === 'Exact') return path === rule;
  const prefix = type === 'Prefix' ? rule.replace(/\/$/, '') : rule;
  return path.startsWith(prefix) && (type !== 'Prefix' || /^(?:\/|$)/.test(path.slice(prefix.length)));
}

function matchesOf(store: Store, request: IngressRequest): readonly Match[] {
  const { host, path } = request;
  return store.list('ingresses').flatMap((ingress): readonly Match[] => {
    if (!isOwn(store, ingress, request)) return [];
    const { namespace = '' } = ingress.metadata;
    const { rules = [], defaultBackend } = ingress.spec ?? {};
    const found = rules
      .filter((rule) => rule.host === undefined || isHost(rule.host.toLowerCase(), host.toLowerCase()))
      .flatMap((rule) =>
        (rule.http?.paths ?? [])
          .filter((each) => isPath(each.path ?? '/', each.pathType, path))
          .map((each) => ({
            namespace,
            backend: each.backend,
            weight: 1 + (rule.host === undefined ? 0 : 1000 + rule.host.length) + (each.path ?? '/').length,
          })),
      );
    return defaultBackend === undefined ? found : [...found, { namespace, backend: defaultBackend, weight: 0 }];
  });
}

function placesOf(store: Store, namespace: string, { service }: IngressBackend): readonly Place[] {
  const found: Stored<'services'> | undefined = store.get('services', namespace, service?.name ?? '');
  const wanted = found?.spec?.ports?.find(({ name, port }) =>
    service?.port?.name === undefined ? port === service?.port?.number : name === service.port.name,
  );
  if (wanted === undefined) return [];
  return (store.get('endpoints', namespace, service?.name ?? '')?.subsets ?? []).flatMap(
    ({ addresses = [], ports = [] }) =>
      ports
        .filter(({ name }) => name === wanted.name)
        .flatMap(({ port }) => addresses.map(({ ip }): Place => [ip, port])),
  );
}

/** Where the ingresses of a cluster lead a request: the endpoints of the service of its longest rule. Undefined where no rule is about it. */
export function ingressRoute(store: Store, request: IngressRequest): readonly Place[] | undefined {
  const [best] = [...matchesOf(store, request)].sort((a, b) => b.weight - a.weight);
  return best && placesOf(store, best.namespace, best.backend);
}
