import { expect, test } from 'vitest';
import { listObjects } from '../../src/inventory/objects.ts';
import { withCluster } from '../kubectl/cluster.ts';
import { kubectl } from '../kubectl/typed.ts';

test('the inventory tells of all that people make, and not of what comes by itself', async () => {
  await withCluster(async (cluster) => {
    const names = (): readonly string[] => listObjects(cluster.store).map(({ name }) => name);
    expect(names()).toEqual([
      ...['namespace/default', 'namespace/kube-node-lease', 'namespace/kube-public', 'namespace/kube-system'],
      ...['node/node1', 'service/kubernetes', 'kube-system/service/kube-dns'],
    ]);
    const before = new Set(names());
    expect(cluster.dump().store.seeded).not.toContain('roles');
    for (const line of [
      'create configmap c --from-literal=a=b',
      'create secret generic s --from-literal=password=hidden',
      'create serviceaccount account',
      'create job j --image=busybox -- true',
      "create cronjob cj --image=busybox --schedule='0 0 1 1 *' -- true",
      "create ingress i --rule='x/*=web:80'",
      'create quota q --hard=pods=9',
      'create namespace other',
    ]) {
      expect((await kubectl(cluster, line)).code, line).toBe(0);
    }
    const made = listObjects(cluster.store).filter(({ name, isOwned }) => !before.has(name) && isOwned !== true);
    expect(made.map(({ name }) => name).sort()).toEqual(
      [
        ...['configmap/c', 'secret/s', 'serviceaccount/account', 'job/j', 'cronjob/cj', 'ingress/i', 'resourcequota/q'],
        'namespace/other',
      ].sort(),
    );
    expect(made.find(({ name }) => name === 'configmap/c')?.facts).toMatchObject({ 'data.a': 'b' });
    expect(JSON.stringify(made)).not.toMatch(/hidden|aGlkZGVu/);
  });
});
