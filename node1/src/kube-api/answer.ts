import { notSimulated } from '../cli-kit/exit-error.ts';
import type { Cluster } from '../cluster.ts';
import { authorize, type User } from '../kube/authorize.ts';
import { notFound } from '../kube/errors.ts';
import { resources } from '../kube/resources.ts';
import { selectFields } from '../kubectl/field-selector.ts';
import { kubernetesVersion } from '../kubernetes-version.ts';
import { ApiError, type Resource } from '../objects.ts';
import { type Discovery, readDiscovery } from './discovery.ts';
import { inGoOrder } from './field-order.ts';
import { type ApiPath, parsePath } from './path.ts';
import { podLog } from './pod-log.ts';
import { type Destination, destinationOf } from './proxied.ts';
import { missing, StatusError, statusOf } from './status.ts';

/** What somebody asks the API server. */
export interface ApiQuestion {
  readonly method: string;
  /** As it was typed, without what is behind `?`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly user: User;
}

/** What it answers. */
export type ApiAnswer =
  | { readonly status: number; readonly document: unknown; readonly indented?: boolean }
  | { readonly status: number; readonly text: string }
  /** The request goes on to a service or a pod, which answers. */
  | { readonly destination: Destination };

/** Verbs of RBAC by methods of HTTP. */
const verbs: Readonly<Record<string, string>> = {
  ...{ GET: 'get', HEAD: 'get', POST: 'create', PUT: 'update', PATCH: 'patch', DELETE: 'delete' },
};

/** Parameters that say how an answer is to look, or how long it may take. */
const harmless = ['pretty', 'timeout', 'timeoutSeconds', 'verbose', 'resourceVersion', 'resourceVersionMatch'];

/**
 * Answers a question as the API server of 1.20.2: what it has, what it says of itself, and logs; it changes nothing. Throws ExitError for what the
 * rehearsal does not do; what the real one refuses is an answer (a `Status`).
 */
export function answerTo(cluster: Cluster, question: ApiQuestion): ApiAnswer {
  const discovery = readDiscovery();
  try {
    const path = parsePath(question.path);
    return path === undefined
      ? answerPath(cluster, question, discovery)
      : answerResource(cluster, question, path, discovery);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { status: error.code, document: statusOf(error) };
  }
}

/** A path that is no resource: discovery, health, version. */
function answerPath({ store }: Cluster, { method, path, query, user }: ApiQuestion, discovery: Discovery): ApiAnswer {
  // Of what is no resource, HEAD is a verb of its own.
  const verb = method === 'HEAD' ? 'head' : (verbs[method] ?? method).toLowerCase();
  if (!authorize(store, user, { verb, path }))
    throw new StatusError(
      403,
      'Forbidden',
      `forbidden: User ${JSON.stringify(user.name)} cannot ${verb} path ${JSON.stringify(path)}`,
      {},
    );
  if (verb !== 'get' && verb !== 'head') throw notSimulated(`${method} ${path}`);
  const plain = path.length > 1 ? path.replace(/\/$/, '') : path;
  if (plain === '/version') return { status: 200, document: kubernetesVersion, indented: true };
  const found = discovery.get(plain + (query.has('verbose') ? '?verbose' : ''));
  if (found !== undefined)
    return typeof found === 'string'
      ? { status: 200, text: found }
      : { status: 200, document: found, indented: plain === '/' };
  if (/^\/(?:healthz|livez|readyz)$/.test(plain)) return { status: 200, text: 'ok' };
  if (/^\/(?:openapi|metrics|logs|debug|\.well-known|openid)(?:\/|$)/.test(plain)) throw notSimulated(`GET ${plain}`);
  if (/^\/apis\/[^/]+\/[^/]+$/.test(plain) && discovery.get(plain.replace(/\/[^/]+$/, '')) !== undefined)
    return { status: 404, document: missing };
  if (/^\/apis?\//.test(plain)) return { status: 404, text: '404 page not found\n' };
  return { status: 404, document: discovery.get('404'), indented: true };
}

function answerResource(cluster: Cluster, question: ApiQuestion, path: ApiPath, discovery: Discovery): ApiAnswer {
  const { method, query, user } = question;
  const { group, version, resource, namespace, name, part } = path;
  const list = name === '' && method === 'GET' ? 'list' : undefined;
  const verb = list ?? verbs[method] ?? method.toLowerCase();
  const known = discovery.resources(path.base);
  const access = { group, resource: part === '' ? resource : `${resource}/${part}`, verb };
  const where = { ...(name === '' ? {} : { name }), ...(namespace === '' ? {} : { namespace }) };
  // Who may not is not told what there is.
  if (!authorize(cluster.store, user, { ...access, ...where })) throw forbidden(user, path, access.resource, verb);
  if (known === undefined) return unknownVersion(path, discovery);
  const info = resource in resources ? resources[resource as Resource] : undefined;
  const isOurs = info?.group === group && info.version === version;
  if (!known.has(part === '' ? resource : `${resource}/${part}`)) return { status: 404, document: missing };
  if (!isOurs) throw notSimulated(`GET ${question.path}`);
  // A list of all namespaces has none in its path; one object of a namespace has.
  if (info.namespaced ? name !== '' && namespace === '' : namespace !== '' && resource !== 'namespaces')
    return { status: 404, document: missing };
  const kept = resource as Resource;
  if (part === 'proxy') return { destination: destinationOf(cluster.store, path, question.path) };
  if (method !== 'GET' && method !== 'HEAD') throw notSimulated(`${method} ${question.path}`);
  const found = name === '' ? undefined : cluster.store.get(kept, info.namespaced ? namespace : '', name);
  if (name !== '' && found === undefined) throw notFound(kept, name);
  if (part === 'log' && found !== undefined) return { status: 200, text: podLog(cluster, namespace, name, query) };
  if (part !== '' && part !== 'status') throw notSimulated(`GET ${question.path}`);
  if (found !== undefined) {
    only(question, []);
    return { status: 200, document: inGoOrder(info.kind, found) };
  }
  return listOf(cluster, question, path, kept);
}

function listOf(cluster: Cluster, question: ApiQuestion, { namespace }: ApiPath, resource: Resource): ApiAnswer {
  const { kind, apiVersion, group, namespaced } = resources[resource];
  const { query } = question;
  only(question, ['labelSelector', 'fieldSelector', 'limit']);
  const fits = selectFields({ resource, group }, query.get('fieldSelector') ?? '');
  const found = cluster.store
    .list(resource, {
      ...(namespaced && namespace !== '' ? { namespace } : {}),
      ...(query.get('labelSelector') ? { labelSelector: query.get('labelSelector') ?? '' } : {}),
    })
    .filter((object) => fits(object));
  // Pages are not made.
  const limit = Number(query.get('limit') ?? '0');
  if (limit > 0 && found.length > limit) throw notSimulated(`GET ${question.path}?limit=${limit}`);
  const items = found.map((object) => inGoOrder(kind, { ...object, kind: undefined, apiVersion: undefined }));
  const metadata = { resourceVersion: String(cluster.dump().store.revision) };
  return { status: 200, document: { kind: `${kind}List`, apiVersion, metadata, items } };
}

/** Throws ExitError for a parameter that is not done. */
function only({ path, query }: ApiQuestion, done: readonly string[]): void {
  for (const [name, value] of query) {
    const isOff = name === 'watch' && /^(?:false|0)?$/.test(value) && value !== '';
    if (!done.includes(name) && !harmless.includes(name) && !isOff) throw notSimulated(`GET ${path}?${name}`);
  }
}

function unknownVersion({ base }: ApiPath, discovery: Discovery): ApiAnswer {
  const isGroup = discovery.get(base.replace(/\/[^/]+$/, '')) !== undefined;
  return isGroup ? { status: 404, document: missing } : { status: 404, text: '404 page not found\n' };
}

function forbidden(user: User, { group, resource, namespace, name }: ApiPath, what: string, verb: string): StatusError {
  const qualified = group === '' ? resource : `${resource}.${group}`;
  const of = name === '' || verb === 'create' ? qualified : `${qualified} ${JSON.stringify(name)}`;
  return new StatusError(
    403,
    'Forbidden',
    `${of} is forbidden: User ${JSON.stringify(user.name)} cannot ${verb} resource ${JSON.stringify(what)} in API group ${JSON.stringify(group)} ` +
      (namespace === '' ? 'at the cluster scope' : `in the namespace ${JSON.stringify(namespace)}`),
    { ...(name === '' ? {} : { name }), ...(group === '' ? {} : { group }), kind: resource },
  );
}
