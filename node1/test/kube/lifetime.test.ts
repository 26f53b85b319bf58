import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import type { Cluster } from '../../src/cluster.ts';
import { withCluster } from './plain-runtime.ts';
import { deployment, eventually, pod, service, until } from './until.ts';

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function isOpen(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const open = await once(socket, 'connect').then(
    () => true,
    () => false,
  );
  socket.destroy();
  return open;
}

function pids(cluster: Cluster): readonly number[] {
  return cluster.store.list('pods').flatMap(({ metadata }) => cluster.containerOf('default', metadata.name)?.pid ?? []);
}

function ready(cluster: Cluster, name: string, count: number) {
  return until(cluster, () => cluster.store.get('deployments', 'default', name)?.status?.readyReplicas === count);
}

test('nothing is left of a closed cluster: no process, no port', async () => {
  let left: readonly number[] = [];
  let port = 0;
  await withCluster(async (cluster) => {
    cluster.store.create('deployments', deployment('web', 'web:v1', 3));
    port = cluster.store.create('services', service('web', 80, 'NodePort')).spec?.ports?.[0]?.nodePort ?? 0;
    await ready(cluster, 'web', 3);
    await eventually(() => isOpen(port)).toBe(true);
    left = pids(cluster);
    expect(left.filter(isAlive)).toHaveLength(3);
  });
  expect(left.filter(isAlive)).toEqual([]);
  expect(await isOpen(port)).toBe(false);
});

test('closing while pods are being made ends what was started meanwhile', async () => {
  await withCluster(async (cluster) => {
    cluster.store.create('deployments', deployment('web', 'idle:v1', 8));
    await until(cluster, () => pids(cluster).length > 0);
    const early = pids(cluster);
    await cluster.close();
    expect([...early, ...pids(cluster)].filter(isAlive)).toEqual([]);
  });
});

test('two clusters on one machine do not get in each other’s way', async () => {
  await withCluster(async (one) => {
    await withCluster(async (two) => {
      const ports = [one, two].flatMap(({ store }) =>
        Array.from(
          { length: 6 },
          (_, index) => store.create('services', service(`web${index}`, 80, 'NodePort')).spec?.ports?.[0]?.nodePort,
        ),
      );
      expect(new Set(ports).size).toBe(12);
      one.store.create('deployments', deployment('web0', 'web:v1'));
      await ready(one, 'web0', 1);
      expect(two.store.list('pods')).toEqual([]);
      await eventually(() => isOpen(ports[0] ?? 0)).toBe(true);
      expect(await isOpen(ports[6] ?? 0)).toBe(false);
    });
  });
});

test('fifty pods come, all is deleted while they are rolled out, all goes', async () => {
  await withCluster(async (cluster) => {
    const { store } = cluster;
    store.create('deployments', deployment('web', 'idle:v1', 50));
    await ready(cluster, 'web', 50);
    store.patch('deployments', 'default', 'web', ({ spec }) => {
      for (const container of spec?.template.spec?.containers ?? []) container.image = 'idle:v2';
    });
    await until(cluster, () => store.list('pods').some(({ spec }) => spec?.containers[0]?.image === 'idle:v2'));
    const all = pids(cluster);
    store.remove('deployments', 'default', 'web');
    await until(cluster, () => store.list('pods').length === 0);
    expect(all.filter(isAlive)).toEqual([]);
    expect(store.list('events').length).toBeLessThanOrEqual(1000);
  });
});

test('a forced delete forgets the pod at once and still ends its process', async () => {
  await withCluster(async (cluster) => {
    cluster.store.create('pods', pod('one', 'idle:v1'));
    await until(cluster, () => pids(cluster).length === 1);
    const [pid = 0] = pids(cluster);
    cluster.store.remove('pods', 'default', 'one', { graceSeconds: 0 });
    expect(cluster.store.get('pods', 'default', 'one')).toBeUndefined();
    await eventually(() => isAlive(pid)).toBe(false);
  });
});
