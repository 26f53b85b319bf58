import { expect, test } from 'vitest';
import type { Cluster } from '../../src/cluster.ts';
import { administrator, authorize, userOf } from '../../src/kube/authorize.ts';
import { withCluster } from './plain-runtime.ts';

function can(cluster: Cluster, user: string, verb: string, resource: string, namespace?: string, group = ''): boolean {
  return authorize(cluster.store, userOf(user), { verb, resource, group, ...(namespace && { namespace }) });
}

test('the default roles are those of a real cluster', async () => {
  await withCluster((cluster) => {
    const { store } = cluster;
    expect(store.list('clusterroles')).toHaveLength(60);
    expect(store.list('clusterrolebindings')).toHaveLength(41);
    expect(store.list('roles')).toHaveLength(7);
    const verbs = (name: string) => (store.get('clusterroles', '', name)?.rules ?? []).length;
    expect([verbs('admin'), verbs('edit'), verbs('view'), verbs('cluster-admin')]).toMatchInlineSnapshot(`
      [
        21,
        19,
        9,
        2,
      ]
    `);
    expect(store.list('serviceaccounts', { namespace: 'kube-system' })).toHaveLength(29);
    expect(store.list('priorityclasses').map(({ value }) => value)).toEqual([2_000_000_000, 2_000_001_000]);
    return Promise.resolve();
  });
});

test('who may do what: roles, bindings, groups', async () => {
  await withCluster((cluster) => {
    const { store } = cluster;
    const user = 'system:serviceaccount:default:viewer';
    expect(can(cluster, user, 'list', 'pods', 'default')).toBe(false);
    store.create('rolebindings', {
      metadata: { name: 'viewer' },
      roleRef: { apiGroup: '', kind: 'ClusterRole', name: 'view' },
      subjects: [{ kind: 'ServiceAccount', name: 'viewer', namespace: 'default' }],
    });
    expect(can(cluster, user, 'list', 'pods', 'default')).toBe(true);
    expect(can(cluster, user, 'get', 'pods/log', 'default')).toBe(true);
    expect(can(cluster, user, 'list', 'secrets', 'default')).toBe(false);
    expect(can(cluster, user, 'list', 'pods', 'kube-system')).toBe(false);
    expect(can(cluster, user, 'list', 'pods')).toBe(false);
    expect(can(cluster, 'nobody', 'list', 'pods', 'default')).toBe(false);
    expect(authorize(store, administrator, { verb: 'delete', resource: 'nodes' })).toBe(true);
    expect(authorize(store, userOf('x', ['system:masters']), { verb: 'delete', resource: 'nodes' })).toBe(true);
    expect(authorize(store, userOf('system:anonymous'), { verb: 'get', path: '/healthz' })).toBe(true);
    expect(authorize(store, userOf('system:anonymous'), { verb: 'get', path: '/metrics' })).toBe(false);
    return Promise.resolve();
  });
});
