import type { Cluster } from '../cluster.ts';
import { administrator, authorize, type User, userOf } from '../kube/authorize.ts';
import { resources } from '../kube/resources.ts';
import { ApiError, type Resource, type Store } from '../objects.ts';
import { type Connection, textOf } from './kubeconfig/connection.ts';

/** Who a connection is for the API server: the administrator, or a service account by its token. Throws ApiError Unauthorized, Forbidden. */
export function userOfConnection(store: Store, { user, as, groups }: Connection): User {
  const asked = user === undefined ? administrator : tokenUser(store, textOf(user, 'token'));
  if (as === '') return asked;
  if (!authorize(store, asked, { verb: 'impersonate', group: '', resource: 'users', name: as }))
    throw new ApiError(
      403,
      'Forbidden',
      `users ${JSON.stringify(as)} is forbidden: User ${JSON.stringify(asked.name)} cannot impersonate resource "users" in API group "" at the cluster scope`,
    );
  return userOf(as, groups);
}

function tokenUser(store: Store, token: string): User {
  if (token === '') return userOf('system:anonymous');
  for (const { metadata, data, type } of store.list('secrets')) {
    if (type !== 'kubernetes.io/service-account-token' || metadata.namespace === undefined) continue;
    if (Buffer.from(data?.['token'] ?? '', 'base64').toString() !== token) continue;
    const account = metadata.annotations?.['kubernetes.io/service-account.name'] ?? '';
    return userOf(`system:serviceaccount:${metadata.namespace}:${account}`);
  }
  throw new ApiError(401, 'Unauthorized', 'Unauthorized');
}

/** A cluster of which a user sees and changes what RBAC allows: its store throws ApiError Forbidden for all else. */
export function clusterFor(cluster: Cluster, user: User): Cluster {
  const { store } = cluster;
  const check = (verb: string, resource: Resource, namespace: string | undefined, name?: string): void => {
    const { group, namespaced } = resources[resource];
    const where = namespaced && namespace !== undefined && namespace !== '' ? { namespace } : {};
    if (authorize(store, user, { verb, group, resource, ...(name === undefined ? {} : { name }), ...where })) return;
    const what = group === '' ? resource : `${resource}.${group}`;
    throw new ApiError(
      403,
      'Forbidden',
      `${what}${name === undefined || verb === 'create' ? '' : ` ${JSON.stringify(name)}`} is forbidden: User ${JSON.stringify(user.name)} cannot ${verb} resource ` +
        `${JSON.stringify(resource)} in API group ${JSON.stringify(group)} ` +
        ('namespace' in where ? `in the namespace ${JSON.stringify(where.namespace)}` : 'at the cluster scope'),
    );
  };
  const guarded: Store = {
    get: (resource, namespace, name) => {
      check('get', resource, namespace, name);
      return store.get(resource, namespace, name);
    },
    list: (resource, query) => {
      check('list', resource, query?.namespace);
      return store.list(resource, query);
    },
    create: (resource, object, how) => {
      check('create', resource, object.metadata?.namespace ?? 'default', object.metadata?.name);
      return store.create(resource, object, how);
    },
    update: (resource, object, how) => {
      check('update', resource, object.metadata.namespace, object.metadata.name);
      return store.update(resource, object, how);
    },
    patch: (resource, namespace, name, change, how) => {
      check('patch', resource, namespace, name);
      return store.patch(resource, namespace, name, change, how);
    },
    remove: (resource, namespace, name, options) => {
      check('delete', resource, namespace, name);
      store.remove(resource, namespace, name, options);
    },
    watch: (resource, listener) => store.watch(resource, listener),
  };
  return Object.create(cluster, { store: { value: guarded } }) as Cluster;
}
