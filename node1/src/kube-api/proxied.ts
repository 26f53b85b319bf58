import { notFound } from '../kube/errors.ts';
import type { Store } from '../objects.ts';
import { ApiError } from '../objects.ts';
import type { ApiPath } from './path.ts';

/** Where a request for a service or a pod goes on to. */
export interface Destination {
  readonly address: string;
  readonly port: number;
  readonly isSecure: boolean;
  /** In front of what its server is asked for: links in its pages get it. */
  readonly prefix: string;
  /** What its server is asked for; '' where the path ends with `proxy` and a slash is to be put behind it. */
  readonly path: string;
}

/** Where `.../services/[SCHEME:]NAME[:PORT]/proxy/...` leads, and the same of pods. Throws ApiError. */
export function destinationOf(store: Store, { resource, namespace, name, rest }: ApiPath, typed: string): Destination {
  const words = name.split(':');
  const [scheme, plain = '', port = ''] = words.length === 3 ? words : ['', ...words];
  const target =
    resource === 'services' ? ofService(store, namespace, plain, port) : ofPod(store, namespace, plain, port);
  const prefix = rest === '' ? typed : typed.slice(0, typed.length - rest.length);
  return { ...target, prefix, path: rest, isSecure: scheme === 'https' };
}

type Target = Pick<Destination, 'address' | 'port'>;

function ofService(store: Store, namespace: string, name: string, port: string): Target {
  const service = store.get('services', namespace, name);
  if (service === undefined) throw notFound('services', name);
  const subsets = store.get('endpoints', namespace, name)?.subsets ?? [];
  const none = new ApiError(503, 'ServiceUnavailable', `no endpoints available for service ${JSON.stringify(name)}`);
  const ports = service.spec?.ports ?? [];
  // A number is that of one of the service's ports, whose endpoints have its name.
  const chosen = /^\d+$/.test(port) ? ports.find((each) => each.port === Number(port)) : undefined;
  if (/^\d+$/.test(port) && chosen === undefined)
    throw new ApiError(503, 'ServiceUnavailable', `no service port ${port} found for service ${JSON.stringify(name)}`);
  if (subsets.length === 0) throw none;
  const wanted = chosen === undefined ? port : (chosen.name ?? '');
  for (const { addresses = [], ports: open = [] } of subsets) {
    const [first] = addresses;
    const found = open.find((each) => (each.name ?? '') === wanted);
    if (first !== undefined && found !== undefined) return { address: first.ip, port: found.port };
  }
  throw none;
}

function ofPod(store: Store, namespace: string, name: string, port: string): Target {
  const pod = store.get('pods', namespace, name);
  if (pod === undefined) throw notFound('pods', name);
  const address = pod.status?.podIP;
  if (address === undefined) throw new ApiError(400, 'BadRequest', 'address not allowed');
  const [first] = (pod.spec?.containers ?? []).flatMap(({ ports = [] }) => ports);
  return { address, port: port === '' ? (first?.containerPort ?? 80) : Number(port) };
}
