import { expect, test } from 'vitest';
import { withCluster } from './plain-runtime.ts';
import { deployment, service, until } from './until.ts';

function ready(name: string, count: number) {
  return (cluster: Parameters<Parameters<typeof withCluster>[0]>[0]) =>
    until(cluster, () => (cluster.store.get('deployments', 'default', name)?.status?.readyReplicas ?? 0) === count);
}

test('a deployment becomes pods that answer behind a NodePort, and only then', async () => {
  await withCluster(async (cluster) => {
    const { store } = cluster;
    store.create('deployments', deployment('web', 'web:v1', 2));
    const exposed = store.create('services', service('web', 80, 'NodePort'));
    const url = `http://127.0.0.1:${String(exposed.spec?.ports?.[0]?.nodePort)}/`;
    await expect(fetch(url)).rejects.toThrow('fetch failed');
    await ready('web', 2)(cluster);
    const names = store.list('pods').map(({ metadata }) => metadata.name);
    expect(names).toHaveLength(2);
    const seen = new Set<string>();
    await expect
      .poll(async () => {
        const text = await fetch(url, { headers: { connection: 'close' } }).then((answer) => answer.text(), String);
        if (names.includes(text)) seen.add(text);
        return seen.size;
      })
      .toBe(2);
    store.remove('services', 'default', 'web');
    await expect
      .poll(() => fetch(url, { headers: { connection: 'close' } }).then(String, () => 'refused'))
      .toBe('refused');
  });
});
